"""The life of a rectification ticket: opened, answered with proof, closed by whoever may; a closed one stays closed."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.delivery.rules import rectifications as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    OPEN = "OPEN", "整改中"
    ANSWERED = "ANSWERED", "待核查"
    CLOSED = "CLOSED", "已销号"
    CANCELLED = "CANCELLED", "已撤销"


S = Status
# Statuses in which something is still to be done.
UNSETTLED = (S.OPEN, S.ANSWERED)

TONES = {S.OPEN: "attention", S.ANSWERED: "waiting", S.CLOSED: "good", S.CANCELLED: "closed"}
# fmt: off
TRANSITIONS = Table(
    #   verb         label              from                    to            who           what may still block it; setting it rests on
    Row("answer",    "报送整改情况",    (S.OPEN,),              S.ANSWERED,   who.answers,  rules.blockers_to_answer, "delivery.inspection", "delivery"),
    Row("extend",    "延长整改期限",    (S.OPEN,),              S.OPEN,       who.checks,   rests_on="delivery.inspection", stage="delivery", reason_required=True),
    Row("send_back", "退回重新整改",    (S.ANSWERED,),          S.OPEN,       who.checks,   rests_on="delivery.inspection", stage="delivery", reason_required=True),
    Row("close",     "核查销号",        (S.ANSWERED,),          S.CLOSED,     who.checks,   rules.blockers_to_close, "delivery.inspection", "delivery"),
    Row("cancel",    "撤销整改单",      (S.OPEN, S.ANSWERED),   S.CANCELLED,  who.checks,   rests_on="delivery.inspection", stage="delivery", reason_required=True),
    finals=(S.CLOSED, S.CANCELLED),
)
# fmt: on
