"""The life of a panel (评审组): set up, conflicts declared, scoring, closed."""

from django.db.models import TextChoices

from lixiang.appraisal import permissions as who
from lixiang.appraisal.rules import panels as rules
from lixiang.workflow.table import Row, Table


class Status(TextChoices):
    PREPARING = "PREPARING", "组建中"
    DECLARING = "DECLARING", "回避申报中"
    SCORING = "SCORING", "评分中"
    CLOSED = "CLOSED", "评分结束"


S = Status
# Before materials are open, who sits on the panel and what it scores may still change.
BEFORE_MATERIALS = (S.PREPARING, S.DECLARING)
# Once materials were open, what was assigned stays to be read.
OPENED = (S.SCORING, S.CLOSED)
TONES = {S.PREPARING: "neutral", S.DECLARING: "waiting", S.SCORING: "active", S.CLOSED: "good"}
# What the settings call the phases of a panel in which scores exist.
PHASES = {S.SCORING: "scoring", S.CLOSED: "closed"}
RESTS_ON = "appraisal.scoring"
# fmt: off
TRANSITIONS = Table(
    #   verb                  label              from             to            who                  what may still block it
    Row("ask_to_declare",     "请评委申报回避",   (S.PREPARING,),  S.DECLARING,  who.runs_appraisal,  rules.blockers_to_declaring, RESTS_ON, "appraisal"),
    Row("open_materials",     "开放材料、开始评分", (S.DECLARING,),  S.SCORING,    who.runs_appraisal,  rules.blockers_to_opening,   RESTS_ON, "appraisal"),
    Row("close_scoring",      "结束评分",         (S.SCORING,),    S.CLOSED,     who.runs_appraisal,  rules.blockers_to_closing,   RESTS_ON, "appraisal"),
    Row("reopen_scoring",     "重新开放评分",     (S.CLOSED,),     S.SCORING,    who.runs_appraisal,  rests_on=RESTS_ON, stage="appraisal", reason_required=True),
)
# fmt: on
