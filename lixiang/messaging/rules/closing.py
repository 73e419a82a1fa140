"""What is told of dossiers; pure."""

from lixiang.messaging.rules.told import DRAFTERS, NOBODY, NOMINATORS, SECTION_CLERKS, Told

PLACE = "closing:dossier"
DOSSIER = {
    "ask_for_check": (Told((NOMINATORS,), "{drafting}提交了“{title}”的结项材料，请初核{ground}。", PLACE),),
    "hand_in": (Told((SECTION_CLERKS,), "“{title}”提交了结项材料，请审核{ground}。", PLACE),),
    "send_back": (
        Told(
            (DRAFTERS, NOMINATORS),
            "“{title}”的结项材料被退回，请{by_when}改好后重新提交{ground}{because}。",
            PLACE,
        ),
    ),
    "remind": (Told((DRAFTERS, NOMINATORS), "催办：请{by_when}改好“{title}”的结项材料，重新提交{ground}。", PLACE),),
    "accept": (Told((DRAFTERS, NOMINATORS), "{managing}已受理“{title}”的结项材料，转入验收{ground}。", PLACE),),
    **dict.fromkeys(("open_dossier", "attach", "describe", "detach"), NOBODY),
}
# The dossier tells what its project's moves would tell again.
OF_THE_PROJECT = ("hand_in_dossier", "send_back_dossier", "send_back_rectified", "accept_dossier")
