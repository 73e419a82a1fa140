"""What is told of panels and score sheets; a judge learns of a panel what it asks, never of a project; pure."""

from lixiang.appraisal.rules.words import DEEDS
from lixiang.messaging.rules.told import NOBODY, Audience, Told

JUDGES = (Audience("judges", ()),)
LATE = (Audience("late", ()),)  # have sheets that are not handed in
ASKED = (Audience("undeclared", ()),)
SHEET = ("begin_sheet", "hand_in", "find_not_applicable", "correct", "drop_correction")
PANEL = {
    **{("panel", verb): NOBODY for verb in DEEDS},
    ("panel", "add_judge"): (
        Told(ASKED, "您担任{title}评委，请{by_when}申报应当回避的项目{ground}。", "appraisal:declare"),
    ),
    ("panel", "ask_to_declare"): (
        Told(JUDGES, "请{by_when}申报{title}中应当回避的项目，申报之后开放材料{ground}。", "appraisal:declare"),
    ),
    ("panel", "open_materials"): (
        Told(JUDGES, "{title}的材料已开放，请{by_when}评分并提交{ground}。", "appraisal:panel"),
    ),
    ("panel", "remind"): (
        Told(LATE, "催办：{title}还有评分表没有提交，请{by_when}评分并提交{ground}。", "appraisal:panel"),
    ),
    ("panel", "close_scoring"): (Told(JUDGES, "{title}的评分已结束。", "appraisal:panel"),),
    ("panel", "reopen_scoring"): (
        Told(JUDGES, "{title}重新开放评分，请{by_when}补交或者更正评分表{ground}{because}。", "appraisal:panel"),
    ),
    **{("scoresheet", verb): NOBODY for verb in SHEET},
}
