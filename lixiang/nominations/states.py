"""The life of a slate."""

from django.db.models import TextChoices

from lixiang.nominations import permissions as who
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    OPEN = "OPEN", "编制中"
    ENDORSED = "ENDORSED", "已审签"
    HANDED_IN = "HANDED_IN", "已报送"


S = Status
# fmt: off
TRANSITIONS = Table(
    #   verb        label          from                        to            who                          setting it rests on
    Row("endorse",  "审签",        (S.OPEN,),                  S.ENDORSED,   who.is_of_the_organisation,  rests_on="nominations.endorsement", stage="nominations"),
    Row("reopen",   "重新编制",    (S.ENDORSED, S.HANDED_IN),  S.OPEN,       who.is_of_the_organisation,  rests_on="nominations.quota",       stage="nominations", reason_required=True),
    Row("hand_in",  "报送",        (S.OPEN, S.ENDORSED),       S.HANDED_IN,  who.is_of_the_organisation,  rests_on="nominations.quota",       stage="nominations"),
)
# fmt: on
