"""The life of one report."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.delivery.rules import reports as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DUE = "DUE", "待填报"
    DRAFT = "DRAFT", "填报中"
    HANDED_IN = "HANDED_IN", "已报送"
    RETURNED = "RETURNED", "退回修改"
    ACCEPTED = "ACCEPTED", "已接收"
    EXCUSED = "EXCUSED", "免予汇报"


S = Status
# What the project still owes, and what can be written on.
OPEN = (S.DUE, S.DRAFT, S.RETURNED)
# What stands with the section or was settled by it.
HANDED = (S.HANDED_IN, S.ACCEPTED)
TONES = {
    S.DUE: "waiting",
    S.DRAFT: "active",
    S.HANDED_IN: "active",
    S.RETURNED: "attention",
    S.ACCEPTED: "good",
    S.EXCUSED: "closed",
}
RESTS_ON = "delivery.report_schedule"
# fmt: off
TRANSITIONS = Table(
    #   verb         label          from                             to            who                 what may still block it
    Row("draft",     "填写",        (S.DUE,),                        S.DRAFT,      who.writes_report,  rules.blockers_to_writing, rests_on=RESTS_ON, stage="delivery"),
    Row("hand_in",   "报送",        (S.DRAFT, S.RETURNED),           S.HANDED_IN,  who.writes_report,  rules.blockers_to_hand_in, rests_on=RESTS_ON, stage="delivery"),
    Row("send_back", "退回修改",    (S.HANDED_IN,),                  S.RETURNED,   who.reviews_report, rests_on=RESTS_ON, stage="delivery", reason_required=True),
    Row("accept",    "接收",        (S.HANDED_IN,),                  S.ACCEPTED,   who.reviews_report, rests_on=RESTS_ON, stage="delivery"),
    Row("excuse",    "免予汇报",    (S.DUE, S.DRAFT, S.RETURNED),    S.EXCUSED,    who.reviews_report, rests_on=RESTS_ON, stage="delivery", reason_required=True),
    finals=(S.ACCEPTED, S.EXCUSED),
)
# fmt: on
