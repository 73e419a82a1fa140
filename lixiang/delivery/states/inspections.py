"""The life of an inspection: planned, recorded on the spot or entered from paper, closed or called off."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.delivery.rules import inspections as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    PLANNED = "PLANNED", "待督导"
    VISITED = "VISITED", "已督导"
    ENTERED = "ENTERED", "补录待确认"
    DISPUTED = "DISPUTED", "补录有异议"
    CLOSED = "CLOSED", "已办结"
    CANCELLED = "CANCELLED", "已取消"


S = Status
# Statuses in which what was found counts: recorded by the inspector, or confirmed.
COUNTED = (S.VISITED, S.CLOSED)
# Statuses in which the record can be written on.
WRITABLE = (S.PLANNED, S.DISPUTED)
# Statuses in which the record stands on paper's word alone and counts for nothing.
UNCONFIRMED = (S.ENTERED, S.DISPUTED)

TONES = {
    S.PLANNED: "waiting",
    S.VISITED: "active",
    S.ENTERED: "attention",
    S.DISPUTED: "bad",
    S.CLOSED: "good",
    S.CANCELLED: "closed",
}
# fmt: off
TRANSITIONS = Table(
    #   verb            label               from                       to           who            what may still block it; setting it rests on
    Row("replan",       "调整计划",         (S.PLANNED,),              S.PLANNED,   who.plans,     rests_on="delivery.inspection", stage="delivery", reason_required=True),
    Row("record_visit", "提交督导记录",     (S.PLANNED,),              S.VISITED,   who.visits,    rules.blockers_to_record, "delivery.inspection", "delivery"),
    Row("enter_paper",  "补录纸质记录",     (S.PLANNED, S.DISPUTED),   S.ENTERED,   who.enters,    rules.blockers_to_enter, "delivery.inspection", "delivery"),
    Row("confirm",      "确认补录",         (S.ENTERED,),              S.VISITED,   who.confirms,  rests_on="delivery.inspection", stage="delivery"),
    Row("dispute",      "提出异议",         (S.ENTERED,),              S.DISPUTED,  who.confirms,  rests_on="delivery.inspection", stage="delivery", reason_required=True),
    Row("close",        "办结",             (S.VISITED,),              S.CLOSED,    who.plans,     rules.blockers_to_close, "delivery.inspection", "delivery"),
    Row("cancel",       "取消督导",         (S.PLANNED, S.DISPUTED),   S.CANCELLED, who.plans,     rests_on="delivery.inspection", stage="delivery", reason_required=True),
    finals=(S.CLOSED, S.CANCELLED),
)
# fmt: on
