"""The life of a score sheet: written, handed in, and never changed after that."""

from django.db.models import TextChoices

from lixiang.appraisal import permissions as who
from lixiang.appraisal.rules import scoring as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "评分中"
    HANDED_IN = "HANDED_IN", "已提交"
    DROPPED = "DROPPED", "已放弃更正"


S = Status
TONES = {S.DRAFT: "active", S.HANDED_IN: "good", S.DROPPED: "closed"}
RESTS_ON = "appraisal.indicator"
# fmt: off
TRANSITIONS = Table(
    #   verb                   label           from         to            who               what may still block it
    Row("hand_in",             "提交评分表",    (S.DRAFT,),  S.HANDED_IN,  who.writes_sheet,  rules.blockers_to_hand_in, RESTS_ON, "appraisal"),
    Row("find_not_applicable", "提交为不适用",  (S.DRAFT,),  S.HANDED_IN,  who.writes_sheet,  rules.blockers_to_writing, RESTS_ON, "appraisal", reason_required=True),
    Row("drop_correction",     "放弃更正",      (S.DRAFT,),  S.DROPPED,    who.writes_sheet,  rests_on=RESTS_ON, stage="appraisal"),
    finals=(S.HANDED_IN, S.DROPPED),
)
# fmt: on
