"""The life of a responsibility agreement, signed on paper or electronically."""

from django.db.models import TextChoices

from lixiang.agreements import permissions as who
from lixiang.agreements import rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    PENDING = "PENDING", "待签订"
    SIGNED_BY_NOMINATOR = "SIGNED_BY_NOMINATOR", "乙方已签"
    IN_FORCE = "IN_FORCE", "已生效"
    LAPSED = "LAPSED", "逾期未签"


S = Status
# fmt: off
TRANSITIONS = Table(
    #   verb                        label                 from                                to                       who                      what may still block it           setting it rests on
    Row("sign",                     "乙方确认签订",       (S.PENDING,),                       S.SIGNED_BY_NOMINATOR,   who.is_nominating,       rules.blockers_to_paper,          rests_on="agreements.terms", stage="agreements"),
    Row("sign_electronically",      "乙方电子签名",       (S.PENDING,),                       S.SIGNED_BY_NOMINATOR,   who.leads_nominating,    rules.blockers_to_electronic,     rests_on="agreements.terms", stage="agreements"),
    Row("return_scan",              "退回乙方重新上传",   (S.SIGNED_BY_NOMINATOR,),           S.PENDING,               who.is_section,          rules.blockers_after_paper,       rests_on="agreements.terms", stage="agreements", reason_required=True),
    Row("return_signature",         "退回乙方重新签名",   (S.SIGNED_BY_NOMINATOR,),           S.PENDING,               who.is_section,          rules.blockers_after_electronic,  rests_on="agreements.terms", stage="agreements", reason_required=True),
    Row("countersign",              "甲方确认生效",       (S.SIGNED_BY_NOMINATOR,),           S.IN_FORCE,              who.is_section,          rules.blockers_after_paper,       rests_on="agreements.terms", stage="agreements"),
    Row("countersign_electronically", "甲方电子签名",     (S.SIGNED_BY_NOMINATOR,),           S.IN_FORCE,              who.heads_section,       rules.blockers_after_electronic,  rests_on="agreements.terms", stage="agreements"),
    Row("lapse",                    "按逾期未签处理",     (S.PENDING, S.SIGNED_BY_NOMINATOR), S.LAPSED,                who.is_section,          rests_on="agreements.terms", stage="agreements", reason_required=True),
    finals=(S.LAPSED,),
)
# fmt: on
