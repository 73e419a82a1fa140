"""The life of a change request: asked for, decided on by whom its kinds name, and in effect."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.delivery.rules import changes as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "草稿"
    HANDED_IN = "HANDED_IN", "待审批"
    SENT_BACK = "SENT_BACK", "退回修改"
    APPROVED = "APPROVED", "已批准，待签补充协议"
    IN_EFFECT = "IN_EFFECT", "已生效"
    FILED = "FILED", "已生效，待备案"
    ACKNOWLEDGED = "ACKNOWLEDGED", "已备案"
    DECLINED = "DECLINED", "不予批准"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    LAPSED = "LAPSED", "未签失效"


S = Status
# Statuses in which the proposed values can be written on.
OPEN_TO_ASKER = (S.DRAFT, S.SENT_BACK)
# Statuses in which a request holds what it touches: nobody else may ask for the same meanwhile.
HOLDING = (S.HANDED_IN, S.SENT_BACK, S.APPROVED)
# Statuses of a change that stands.
IN_FORCE = (S.IN_EFFECT, S.FILED, S.ACKNOWLEDGED)
TONES = {
    S.DRAFT: "neutral",
    S.HANDED_IN: "waiting",
    S.SENT_BACK: "attention",
    S.APPROVED: "active",
    S.IN_EFFECT: "good",
    S.FILED: "waiting",
    S.ACKNOWLEDGED: "good",
    S.DECLINED: "bad",
    S.WITHDRAWN: "closed",
    S.LAPSED: "closed",
}

# fmt: off
TRANSITIONS = Table(
    #   verb            label          from                               to              who                     what may still block it; setting it rests on
    Row("hand_in",      "提交",        (S.DRAFT, S.SENT_BACK),            S.HANDED_IN,    who.hands_change_in,    rules.blockers_to_hand_in, "delivery.change_kind", "delivery"),
    Row("file",         "提交备案",    (S.DRAFT, S.SENT_BACK),            S.FILED,        who.files_change,       rules.blockers_to_hand_in, "delivery.change_kind", "delivery"),
    Row("send_back",    "退回修改",    (S.HANDED_IN,),                    S.SENT_BACK,    who.returns_change,     rests_on="delivery.change_kind", stage="delivery", reason_required=True),
    Row("approve",      "同意变更",    (S.HANDED_IN,),                    S.APPROVED,     who.decides_change,     rules.blockers_to_approval, "delivery.change_kind", "delivery"),
    Row("decline",      "不同意变更",  (S.HANDED_IN,),                    S.DECLINED,     who.decides_change,     rests_on="delivery.change_kind", stage="delivery", reason_required=True),
    Row("take_effect",  "变更生效",    (S.APPROVED,),                     S.IN_EFFECT,    who.puts_into_effect,   rules.blockers_to_effect, "delivery.change_kind", "delivery"),
    Row("acknowledge",  "确认备案",    (S.FILED,),                        S.ACKNOWLEDGED, who.acknowledges_change, rests_on="delivery.change_kind", stage="delivery"),
    Row("withdraw",     "撤回",        (S.DRAFT, S.SENT_BACK, S.HANDED_IN), S.WITHDRAWN,  who.asks_for_change,    rests_on="delivery.change_kind", stage="delivery"),
    Row("lapse",        "未签失效",    (S.APPROVED,),                     S.LAPSED,       who.runs_change,     rests_on="delivery.change_kind", stage="delivery", reason_required=True),
    finals=(S.IN_EFFECT, S.ACKNOWLEDGED, S.DECLINED, S.WITHDRAWN, S.LAPSED),
)
# fmt: on
