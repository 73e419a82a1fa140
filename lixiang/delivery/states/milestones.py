"""The life of a planned milestone."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.delivery.rules import milestones
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    OPEN = "OPEN", "未完成"
    DONE = "DONE", "已完成"


S = Status

# fmt: off
TRANSITIONS = Table(
    #   verb         label           from         to        who                       what may still block it; setting it rests on; owner; facts needed
    Row("complete",  "报告完成",     (S.OPEN,),   S.DONE,   who.carries_it_out,       milestones.blockers_to_completion, "delivery.progress", "delivery", milestones.Completion),
    Row("reopen",    "撤销完成",     (S.DONE,),   S.OPEN,   who.may_reopen,           milestones.blockers_to_reopening,  "delivery.progress", "delivery", reason_required=True),
)
# fmt: on
