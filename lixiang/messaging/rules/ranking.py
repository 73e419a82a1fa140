"""What is told of rankings: nothing before 公示; a result to those who carried the project out; pure."""

from lixiang.messaging.rules.told import NOBODY, OUTSIDE, Told

RESULTS = {
    "conclude": (Told(OUTSIDE, "“{title}”已通过验收考核，准予结项{ground}。", "ranking:of_project"),),
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
# The worklist shows what waits, and the 通报 is told of as every document is.
RANKING = {
    **{("ranking", verb): NOBODY for verb in ("compute", "confirm", "publish", "issue", "supersede")},
    **{("placeobjection", verb): NOBODY for verb in ("object_to", "uphold", "dismiss")},
    **{("givenbonus", verb): NOBODY for verb in ("enter_bonus", "withdraw_bonus")},
}
