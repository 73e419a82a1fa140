"""The life of a task (交办事项): open, reported done, closed by who handed it out."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    OPEN = "OPEN", "办理中"
    DONE_REPORTED = "DONE_REPORTED", "已报办结"
    CLOSED = "CLOSED", "已办结"
    CANCELLED = "CANCELLED", "已取消"


S = Status
LIVING = (S.OPEN, S.DONE_REPORTED)
TONES = {S.OPEN: "active", S.DONE_REPORTED: "waiting", S.CLOSED: "good", S.CANCELLED: "closed"}
# fmt: off
TRANSITIONS = Table(
    #   verb            label           from                 to                 who
    Row("report_done",  "办结上报",     (S.OPEN,),           S.DONE_REPORTED,   who.answers_for_task, rests_on="delivery.meeting_kind", stage="delivery"),
    Row("close",        "确认办结",     (S.DONE_REPORTED,),  S.CLOSED,          who.supervises_task,  rests_on="delivery.meeting_kind", stage="delivery"),
    Row("return_done",  "退回继续办理", (S.DONE_REPORTED,),  S.OPEN,            who.supervises_task,  rests_on="delivery.meeting_kind", stage="delivery", reason_required=True),
    Row("extend",       "延长时限",     (S.OPEN,),           S.OPEN,            who.supervises_task,  rests_on="delivery.meeting_kind", stage="delivery", reason_required=True),
    Row("cancel",       "取消交办",     LIVING,              S.CANCELLED,       who.supervises_task,  rests_on="delivery.meeting_kind", stage="delivery", reason_required=True),
    finals=(S.CLOSED, S.CANCELLED),
)
# fmt: on
