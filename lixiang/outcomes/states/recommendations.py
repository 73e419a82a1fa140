"""The life of a recommendation upward: drafted, sent, answered."""

from django.db.models import TextChoices

from lixiang.outcomes.permissions import recommendations as who
from lixiang.outcomes.rules import recommendations as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "待签发"
    SENT = "SENT", "待答复"
    ADOPTED = "ADOPTED", "已采纳"
    DECLINED = "DECLINED", "未采纳"
    WITHDRAWN = "WITHDRAWN", "已撤回"


S = Status
TONES = {S.DRAFT: "waiting", S.SENT: "waiting", S.ADOPTED: "good", S.DECLINED: "closed", S.WITHDRAWN: "closed"}
# Those that keep a second one to the same level away.
LIVING = (S.DRAFT, S.SENT, S.ADOPTED)
# Those that left the house.
SENT = (S.SENT, S.ADOPTED, S.DECLINED)
RESTS_ON = "outcomes.recommendation"
# fmt: off
TRANSITIONS = Table(
    #   verb           label            from           to            who         what may still block it
    Row("recommend",   "印发推荐公文",  (S.DRAFT,),    S.SENT,       who.sends,  rules.blockers_to_recommending, RESTS_ON, "outcomes"),
    Row("withdraw",    "撤回推荐",      (S.DRAFT,),    S.WITHDRAWN,  who.keeps,  rests_on=RESTS_ON, stage="outcomes", reason_required=True),
    Row("adopt",       "登记采纳",      (S.SENT,),     S.ADOPTED,    who.keeps,  rests_on=RESTS_ON, stage="outcomes"),
    Row("decline",     "登记未采纳",    (S.SENT,),     S.DECLINED,   who.keeps,  rests_on=RESTS_ON, stage="outcomes"),
    finals=(S.ADOPTED, S.DECLINED, S.WITHDRAWN),
)
# fmt: on
