"""What is said in the 催办 of a project, by the status that it stands in; pure."""

from lixiang.messaging.rules.told import DRAFTERS, NOMINATORS, OF_THE_NOMINATOR, Told

REMINDED = (
    Told(
        (DRAFTERS,),
        "催办：请{by_when}修改“{title}”{ground}。",
        "projects:application",
        coming_from=("RETURNED_BY_DEPARTMENT",),
    ),
    Told(
        OF_THE_NOMINATOR,
        "催办：“{title}”退回修改尚未重新申报，请{by_when}办理{ground}。",
        coming_from=("RETURNED_BY_DEPARTMENT",),
    ),
    Told(
        (DRAFTERS, NOMINATORS),
        "催办：“{title}”限期整改，请{by_when}整改完毕并重新提交结项材料{ground}。",
        "ranking:of_project",
        coming_from=("RECTIFYING",),
    ),
)
