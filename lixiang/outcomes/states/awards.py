"""The life of an award: proposed, granted, made known by a 通报."""

from django.db.models import TextChoices

from lixiang.outcomes.permissions import awards as who
from lixiang.outcomes.rules import awards as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    PROPOSED = "PROPOSED", "待决定"
    GRANTED = "GRANTED", "待通报"
    PUBLISHED = "PUBLISHED", "已通报"
    DECLINED = "DECLINED", "不予奖励"


S = Status
TONES = {S.PROPOSED: "waiting", S.GRANTED: "waiting", S.PUBLISHED: "good", S.DECLINED: "closed"}
# Those that count against the number of their tier.
GIVEN = (S.GRANTED, S.PUBLISHED)
RESTS_ON = "outcomes.award_tier"
# fmt: off
TRANSITIONS = Table(
    #   verb        label            from                       to            who           what may still block it
    Row("grant",    "同意奖励",      (S.PROPOSED,),             S.GRANTED,    who.decides,  rules.blockers_to_granting, RESTS_ON, "outcomes"),
    Row("decline",  "不予奖励",      (S.PROPOSED, S.GRANTED),   S.DECLINED,   who.decides,  rests_on=RESTS_ON, stage="outcomes", reason_required=True),
    Row("publish",  "印发表扬通报",  (S.GRANTED,),              S.PUBLISHED,  who.decides,  rests_on=RESTS_ON, stage="outcomes"),
    finals=(S.PUBLISHED, S.DECLINED),
)
# fmt: on
