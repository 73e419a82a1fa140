"""The life of a case study: written, handed in, published; written on again while the published text stays."""

from django.db.models import TextChoices

from lixiang.outcomes.permissions import cases as who
from lixiang.outcomes.rules import cases as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "撰写中"
    HANDED_IN = "HANDED_IN", "待审定"
    PUBLISHED = "PUBLISHED", "已推广"
    WITHDRAWN = "WITHDRAWN", "已撤下"


S = Status
TONES = {S.DRAFT: "active", S.HANDED_IN: "waiting", S.PUBLISHED: "good", S.WITHDRAWN: "closed"}
RESTS_ON = "outcomes.case_part"
# fmt: off
TRANSITIONS = Table(
    #   verb         label           from                                    to             who             what may still block it
    Row("hand_in",   "提交案例",     (S.DRAFT,),                             S.HANDED_IN,   who.hands_in,   rules.blockers_to_publishing, RESTS_ON, "outcomes"),
    Row("send_back", "退回修改",     (S.HANDED_IN,),                         S.DRAFT,       who.publishes,  rests_on=RESTS_ON, stage="outcomes", reason_required=True),
    Row("publish",   "推广案例",     (S.DRAFT, S.HANDED_IN),                 S.PUBLISHED,   who.publishes,  rules.blockers_to_publishing, RESTS_ON, "outcomes"),
    Row("reopen",    "修订案例",     (S.PUBLISHED, S.WITHDRAWN),             S.DRAFT,       who.writes,     rests_on=RESTS_ON, stage="outcomes"),
    Row("withdraw",  "撤下案例",     (S.DRAFT, S.HANDED_IN, S.PUBLISHED),    S.WITHDRAWN,   who.publishes,  rests_on=RESTS_ON, stage="outcomes", reason_required=True),
    finals=(),
)
# fmt: on
