"""The life of an objection to a place: raised in 公示, looked into, answered."""

from django.db.models import TextChoices

from lixiang.ranking import permissions as who
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    OPEN = "OPEN", "待复核"
    UPHELD = "UPHELD", "异议成立"
    DISMISSED = "DISMISSED", "异议不成立"


S = Status
TONES = {S.OPEN: "attention", S.UPHELD: "bad", S.DISMISSED: "closed"}
# fmt: off
TRANSITIONS = Table(
    #   verb        label          from       to            who           setting it rests on
    Row("uphold",   "异议成立",    (S.OPEN,), S.UPHELD,     who.answers,  rests_on="ranking.publicity", stage="ranking", reason_required=True),
    Row("dismiss",  "异议不成立",  (S.OPEN,), S.DISMISSED,  who.answers,  rests_on="ranking.publicity", stage="ranking", reason_required=True),
    finals=(S.UPHELD, S.DISMISSED),
)
# fmt: on
