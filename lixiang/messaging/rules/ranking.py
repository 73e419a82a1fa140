"""What is told of rankings: nothing before 公示; a result to those who carried the project out; pure."""

from lixiang.messaging.rules.told import NOBODY, OUTSIDE, SECTION, Audience, Told

RESULTS = {
    "conclude": (Told(OUTSIDE, "“{title}”已通过验收考核，准予结项{ground}。", "ranking:of_project"),),
    "annul": (Told(OUTSIDE, "“{title}”的结项已被撤销，结项证书随之失效{because}。", "ranking:of_project"),),
    "correct_result": (
        Told(OUTSIDE, "“{title}”的结项结果已按更正的通报更正{ground}{because}。", "ranking:of_project"),
    ),
    "order_rectification": (
        Told(
            OUTSIDE,
            "“{title}”责令限期整改，请{by_when}整改完毕并重新提交结项材料{ground}{because}。",
            "ranking:of_project",
        ),
    ),
}
OBJECTOR = Audience("objector", ())
# The worklist shows what waits, and the 通报 is told of as every document is.
RANKING = {
    **{("ranking", verb): NOBODY for verb in ("compute", "confirm", "issue", "supersede")},
    ("ranking", "publish"): (
        Told(
            OUTSIDE,
            "《{title}》项目验收考核排名已公示，公示至{until}；对本单位项目的名次有异议的，请在公示期内提出{ground}。",
            "ranking:ranking",
        ),
    ),
    ("placeobjection", "object_to"): (
        Told((SECTION,), "公示期内收到对“{title}”名次的异议，请复核处理{ground}。", "ranking:ranking"),
    ),
    ("placeobjection", "uphold"): (
        Told(
            (OBJECTOR,), "对“{title}”名次的异议经复核成立，更正后的排名另行公示{ground}{because}。", "ranking:ranking"
        ),
    ),
    ("placeobjection", "dismiss"): (
        Told((OBJECTOR,), "对“{title}”名次的异议经复核不成立{ground}{because}。", "ranking:ranking"),
    ),
    **{("givenbonus", verb): NOBODY for verb in ("enter_bonus", "withdraw_bonus")},
}
