"""The life of one spending: recorded with its receipts, sent back or accepted by finance, or taken back."""

from django.db.models import TextChoices

from lixiang.funds import permissions as who
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    RECORDED = "RECORDED", "待审核"
    RETURNED = "RETURNED", "退回改正"
    ACCEPTED = "ACCEPTED", "已审核"
    WITHDRAWN = "WITHDRAWN", "已撤回"


S = Status
# What counts in the ledger: a spending sent back or taken back has been reversed.
BOOKED = (S.RECORDED, S.ACCEPTED)
TONES = {S.RECORDED: "waiting", S.RETURNED: "attention", S.ACCEPTED: "good", S.WITHDRAWN: "closed"}

# fmt: off
TRANSITIONS = Table(
    #   verb         label             from                          to            who                  setting it rests on; owner
    Row("accept",    "审核通过",       (S.RECORDED,),                S.ACCEPTED,   who.checks_spending, rests_on="funds.heading", stage="funds"),
    Row("send_back", "退回改正",       (S.RECORDED, S.ACCEPTED),     S.RETURNED,   who.checks_spending, rests_on="funds.heading", stage="funds", reason_required=True),
    Row("hand_in",   "改正后报送",     (S.RETURNED,),                S.RECORDED,   who.may_correct,     rests_on="funds.heading", stage="funds"),
    Row("withdraw",  "撤回",           (S.RECORDED, S.RETURNED),     S.WITHDRAWN,  who.may_correct,     rests_on="funds.heading", stage="funds", reason_required=True),
    finals=(S.WITHDRAWN,),
)
# fmt: on
