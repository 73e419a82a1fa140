"""The life of a payment order: drafted, authorised, paid; or cancelled, or bounced by the bank."""

from django.db.models import TextChoices

from lixiang.funds import permissions as who
from lixiang.funds.rules.payments import TrancheFacts, blockers_to_payment
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFTED = "DRAFTED", "待核准"
    AUTHORISED = "AUTHORISED", "待拨付"
    PAID = "PAID", "已拨付"
    CANCELLED = "CANCELLED", "已撤销"
    BOUNCED = "BOUNCED", "银行退票"


S = Status
OPEN = (S.DRAFTED, S.AUTHORISED)
# An order in one of these takes its tranche: another of the same tranche would pay twice.
LIVE = (*OPEN, S.PAID)
TONES = {
    S.DRAFTED: "waiting",
    S.AUTHORISED: "active",
    S.PAID: "good",
    S.CANCELLED: "closed",
    S.BOUNCED: "bad",
}

# fmt: off
TRANSITIONS = Table(
    #   verb         label             from                          to            who                      what may still block it; setting it rests on; owner; facts needed
    Row("authorise", "核准拨付",       (S.DRAFTED,),                 S.AUTHORISED, who.may_authorise,       blockers_to_payment, "funds.tranche", "funds", TrancheFacts),
    Row("pay",       "确认已拨付",     (S.AUTHORISED,),              S.PAID,       who.keeps_the_money,     blockers_to_payment, "funds.tranche", "funds", TrancheFacts),
    Row("cancel",    "撤销拨付单",     (S.DRAFTED, S.AUTHORISED),    S.CANCELLED,  who.may_order,           rests_on="funds.tranche", stage="funds", reason_required=True),
    Row("bounce",    "登记银行退票",   (S.PAID,),                    S.BOUNCED,    who.keeps_the_money,     rests_on="funds.tranche", stage="funds", reason_required=True),
    finals=(S.CANCELLED, S.BOUNCED),
)
# fmt: on
