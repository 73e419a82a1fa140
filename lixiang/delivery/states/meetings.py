"""The life of a meeting: announced by a notice, held, minuted; put right only by a new document."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.delivery.rules import meetings as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "拟定"
    ANNOUNCED = "ANNOUNCED", "已通知"
    HELD = "HELD", "已召开"
    MINUTED = "MINUTED", "已印发纪要"
    CANCELLED = "CANCELLED", "已取消"


S = Status
# What units see; before it is announced a meeting is the section's alone.
PUBLIC = (S.ANNOUNCED, S.HELD, S.MINUTED)
TONES = {
    S.DRAFT: "neutral",
    S.ANNOUNCED: "waiting",
    S.HELD: "attention",
    S.MINUTED: "good",
    S.CANCELLED: "closed",
}
RESTS_ON = "delivery.meeting_kind"
# fmt: off
TRANSITIONS = Table(
    #   verb                label             from                       to           who               what may still block it
    Row("announce",         "印发会议通知",   (S.DRAFT,),                S.ANNOUNCED, who.runs_meeting, rules.blockers_to_announce, rests_on=RESTS_ON, stage="delivery"),
    Row("correct_notice",   "印发更正通知",   (S.ANNOUNCED,),            S.ANNOUNCED, who.runs_meeting, rules.blockers_to_announce, rests_on=RESTS_ON, stage="delivery", reason_required=True),
    Row("hold",             "登记已召开",     (S.ANNOUNCED,),            S.HELD,      who.runs_meeting, rules.blockers_to_hold,     rests_on=RESTS_ON, stage="delivery"),
    Row("issue_minutes",    "印发纪要",       (S.HELD,),                 S.MINUTED,   who.runs_meeting, rules.blockers_to_minutes,  rests_on=RESTS_ON, stage="delivery"),
    Row("correct_minutes",  "印发更正纪要",   (S.MINUTED,),              S.MINUTED,   who.runs_meeting, rules.blockers_to_minutes,  rests_on=RESTS_ON, stage="delivery", reason_required=True),
    Row("cancel",           "取消会议",       (S.DRAFT, S.ANNOUNCED),    S.CANCELLED, who.runs_meeting, rests_on=RESTS_ON, stage="delivery", reason_required=True),
    finals=(S.CANCELLED,),
)
# fmt: on
