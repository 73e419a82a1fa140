"""What is told of reports; pure."""

from lixiang.messaging.rules.told import DRAFTERS, LEADERS, NOBODY, NOMINATORS, SECTION_CLERKS, Told

REPORT = {
    "ask": (Told((DRAFTERS, NOMINATORS), "请{by_when}报送“{title}”的“{report}”{ground}。", "delivery:report"),),
    "hand_in": (  # the first ones of a period would bury the rest; the worklist counts them
        Told(
            (SECTION_CLERKS,),
            "“{title}”的“{report}”已按退回意见修改后重新报送，请审核{ground}。",
            "delivery:report",
            coming_from=("RETURNED",),
        ),
    ),
    "send_back": (
        Told(
            (DRAFTERS, NOMINATORS),
            "“{title}”的“{report}”被{managing}退回，请{by_when}改好后重新报送{ground}{because}。",
            "delivery:report",
        ),
    ),
    "accept": (Told((DRAFTERS, NOMINATORS), "{managing}已接收“{title}”的“{report}”{ground}。", "delivery:report"),),
    "excuse": (Told((DRAFTERS, NOMINATORS), "“{title}”的“{report}”免予报送{because}。", "delivery:report"),),
    "remind": (
        Told((DRAFTERS, NOMINATORS), "催办：请{by_when}报送“{title}”的“{report}”{ground}。", "delivery:report"),
    ),
    "remind_overdue": (
        Told((DRAFTERS,), "催办：“{title}”的“{report}”已逾期{days}天，请立即报送{ground}。", "delivery:report"),
    ),
    "press_nominator": (
        Told(
            (NOMINATORS,),
            "催办：{drafting}“{title}”的“{report}”已逾期{days}天，请督促报送{ground}。",
            "delivery:report",
        ),
    ),
    "press_leader": (
        Told(
            (LEADERS,),
            "提请关注：{drafting}“{title}”的“{report}”已逾期{days}天，请督促报送，继续拖延的将予以通报{ground}。",
            "delivery:report",
        ),
    ),
    "draft": NOBODY,
    "attach": NOBODY,
    "detach": NOBODY,
    "put_up": NOBODY,  # the worklist of the section shows it
    "circulate": NOBODY,  # the official document tells it
}
