"""The life of an objection raised in 公示."""

from django.db.models import TextChoices

from lixiang.approvals import permissions as who
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    OPEN = "OPEN", "待处理"
    UPHELD = "UPHELD", "异议成立"
    DISMISSED = "DISMISSED", "异议不成立"


S = Status
# fmt: off
TRANSITIONS = Table(
    #   verb        label          from       to            who                setting it rests on
    Row("uphold",   "异议成立",    (S.OPEN,), S.UPHELD,     who.is_section_of, rests_on="approvals.publicity", stage="approvals", reason_required=True),
    Row("dismiss",  "异议不成立",  (S.OPEN,), S.DISMISSED,  who.is_section_of, rests_on="approvals.publicity", stage="approvals", reason_required=True),
    finals=(S.UPHELD, S.DISMISSED),
)
# fmt: on
