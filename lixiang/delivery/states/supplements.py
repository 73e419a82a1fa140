"""The life of a supplementary agreement signed on paper, as that of the agreement it supplements."""

from django.db.models import TextChoices

from lixiang.delivery import permissions as who
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    PENDING = "PENDING", "待签订"
    SIGNED_BY_NOMINATOR = "SIGNED_BY_NOMINATOR", "乙方已签"
    IN_FORCE = "IN_FORCE", "已生效"
    LAPSED = "LAPSED", "未签失效"


S = Status
OPEN = (S.PENDING, S.SIGNED_BY_NOMINATOR)
TONES = {S.PENDING: "waiting", S.SIGNED_BY_NOMINATOR: "active", S.IN_FORCE: "good", S.LAPSED: "bad"}

# fmt: off
TRANSITIONS = Table(
    #   verb            label                 from                                to                       who                     setting it rests on
    Row("sign",         "乙方确认签订",       (S.PENDING,),                       S.SIGNED_BY_NOMINATOR,   who.signs_supplement,   rests_on="agreements.terms", stage="delivery"),
    Row("return_scan",  "退回乙方重新上传",   (S.SIGNED_BY_NOMINATOR,),           S.PENDING,               who.countersigns,       rests_on="agreements.terms", stage="delivery", reason_required=True),
    Row("countersign",  "甲方确认生效",       (S.SIGNED_BY_NOMINATOR,),           S.IN_FORCE,              who.countersigns,       rests_on="agreements.terms", stage="delivery"),
    Row("lapse",        "不再签订",           (S.PENDING, S.SIGNED_BY_NOMINATOR), S.LAPSED,                who.countersigns,       rests_on="agreements.terms", stage="delivery", reason_required=True),
    finals=(S.IN_FORCE, S.LAPSED),
)
# fmt: on
