"""The life of a ranking: computed, confirmed, shown in 公示, issued as a 通报; a later one takes its place."""

from django.db.models import TextChoices

from lixiang.ranking import permissions as who
from lixiang.ranking.rules import standing as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "已计算"
    CONFIRMED = "CONFIRMED", "已确认"
    PUBLISHED = "PUBLISHED", "公示中"
    FINAL = "FINAL", "已通报"
    SUPERSEDED = "SUPERSEDED", "已被更正"


S = Status
TONES = {
    S.DRAFT: "neutral",
    S.CONFIRMED: "waiting",
    S.PUBLISHED: "active",
    S.FINAL: "good",
    S.SUPERSEDED: "closed",
}
# Those that nobody but the section knows of.
QUIET = (S.DRAFT, S.CONFIRMED)
# Those that others have seen: a new one corrects them, with a reason, and takes their place when it is shown itself.
KNOWN = (S.PUBLISHED, S.FINAL)
RESTS_ON = "ranking.method"
# fmt: off
TRANSITIONS = Table(
    #   verb          label         from                            to            who               what may still block it
    Row("confirm",    "确认排名",   (S.DRAFT,),                     S.CONFIRMED,  who.confirms,     rules.blockers_to_confirming, RESTS_ON, "ranking"),
    Row("publish",    "公示排名",   (S.CONFIRMED,),                 S.PUBLISHED,  who.confirms,     rules.blockers_to_publishing, "ranking.publicity", "ranking"),
    Row("issue",      "印发通报",   (S.PUBLISHED,),                 S.FINAL,      who.confirms,     rules.blockers_to_issuing, "ranking.publicity", "ranking"),
    Row("supersede",  "由新的排名代替", (*QUIET, *KNOWN),           S.SUPERSEDED, who.oversees,     rests_on=RESTS_ON, stage="ranking", reason_required=True),
    finals=(S.SUPERSEDED,),
)
# fmt: on
