"""The life of a dossier: written, checked first where a programme asks for it, handed in, accepted."""

from django.db.models import TextChoices

from lixiang.closing import permissions as who
from lixiang.closing.rules import dossiers as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    DRAFT = "DRAFT", "整理中"
    WITH_NOMINATOR = "WITH_NOMINATOR", "待初核"
    HANDED_IN = "HANDED_IN", "待审核"
    SENT_BACK = "SENT_BACK", "退回修改"
    ACCEPTED = "ACCEPTED", "已受理"


S = Status
# Statuses in which it can be written on.
OPEN = (S.DRAFT, S.SENT_BACK)
# Statuses in which others than those who write it read what was handed in.
HANDED = (S.HANDED_IN, S.ACCEPTED)
TONES = {
    S.DRAFT: "active",
    S.WITH_NOMINATOR: "waiting",
    S.HANDED_IN: "waiting",
    S.SENT_BACK: "attention",
    S.ACCEPTED: "good",
}
RESTS_ON = "closing.evidence_kind"
# fmt: off
TRANSITIONS = Table(
    #   verb               label               from                        to                 who               what may still block it; setting it rests on
    Row("ask_for_check",   "提交初核",         (S.DRAFT, S.SENT_BACK),     S.WITH_NOMINATOR,  who.writes,       rules.blockers_to_checking, "closing.first_check", "closing"),
    Row("hand_in",         "提交结项材料",     (S.DRAFT, S.SENT_BACK),     S.HANDED_IN,       who.writes,       rules.blockers_to_hand_in, RESTS_ON, "closing"),
    Row("hand_in",         "初核同意，报送",   (S.WITH_NOMINATOR,),        S.HANDED_IN,       who.checks_first, rules.blockers_to_hand_in, RESTS_ON, "closing"),
    Row("send_back",       "初核退回",         (S.WITH_NOMINATOR,),        S.SENT_BACK,       who.checks_first, rests_on="closing.first_check", stage="closing", reason_required=True),
    Row("send_back",       "退回结项材料",     (S.HANDED_IN,),             S.SENT_BACK,       who.reviews,      rests_on=RESTS_ON, stage="closing", reason_required=True),
    Row("accept",          "受理结项材料",     (S.HANDED_IN,),             S.ACCEPTED,        who.reviews,      rules.blockers_to_acceptance, RESTS_ON, "closing"),
    finals=(S.ACCEPTED,),
)
# fmt: on
