"""The life of a programme."""

from django.db.models import TextChoices

from lixiang.programmes import permissions
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "拟制"
    PUBLISHED = "PUBLISHED", "已发布"
    CLOSED = "CLOSED", "已结束"


S = Status
# fmt: off
TRANSITIONS = Table(
    #   verb        label     from             to            who
    Row("publish",  "发布",   (S.DRAFT,),      S.PUBLISHED,  permissions.may_publish, stage="programmes"),
    Row("close",    "结束",   (S.PUBLISHED,),  S.CLOSED,     permissions.may_publish, stage="programmes", reason_required=True),
)
# fmt: on
