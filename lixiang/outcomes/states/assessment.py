"""The life of an annual assessment: computed, confirmed, issued as a 通报; a later version takes its place."""

from django.db.models import TextChoices

from lixiang.outcomes.permissions import assessment as who
from lixiang.outcomes.rules import assessment_facts as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "已计算"
    CONFIRMED = "CONFIRMED", "已确认"
    ISSUED = "ISSUED", "已印发"
    SUPERSEDED = "SUPERSEDED", "已被更正"


S = Status
TONES = {S.DRAFT: "neutral", S.CONFIRMED: "waiting", S.ISSUED: "good", S.SUPERSEDED: "closed"}
# Those that nobody but the section knows of.
QUIET = (S.DRAFT, S.CONFIRMED)
RESTS_ON = "outcomes.assessment"
# fmt: off
TRANSITIONS = Table(
    #   verb          label             from                   to            who           what may still block it    setting it rests on
    Row("confirm",    "确认考核结果",   (S.DRAFT,),            S.CONFIRMED,  who.confirms, rules.blockers_to_using, RESTS_ON, "outcomes"),
    Row("issue",      "印发通报",       (S.CONFIRMED,),        S.ISSUED,     who.confirms, rules.blockers_to_using, RESTS_ON, "outcomes"),
    Row("supersede",  "由新的一版代替", (*QUIET, S.ISSUED),    S.SUPERSEDED, who.oversees, rests_on=RESTS_ON, stage="outcomes", reason_required=True),
    finals=(S.SUPERSEDED,),
)
# fmt: on
