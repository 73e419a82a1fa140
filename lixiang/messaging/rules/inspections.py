"""What is told of inspections and of rectification tickets; pure."""

from lixiang.messaging.rules.told import NOBODY, OUTSIDE, SECTION_CLERKS, Audience, Told

# One inspection may concern several organisations, so no sentence of it names a project.
INSPECTORS = (Audience("inspectors", ()),)
INSPECTION = {
    "plan": (
        Told(INSPECTORS, "请于{day}开展{title}，并在现场填写记录{ground}。", "delivery:inspection"),
        Told(OUTSIDE, "{managing}定于{day}到本单位督导项目，请做好准备{ground}。", "delivery:inspection"),
    ),
    "replan": (
        Told(INSPECTORS, "{title}调整到{day}{because}。", "delivery:inspection"),
        Told(OUTSIDE, "{managing}到本单位的督导调整到{day}{because}。", "delivery:inspection"),
    ),
    "record_visit": (
        Told(OUTSIDE, "{day}的督导记录已提交，请查看对本单位项目的督导情况{ground}。", "delivery:inspection"),
    ),
    "enter_paper": (
        Told(
            (Audience("entered_for", ()),), "{title}的纸质记录已代您补录，请核对后确认{ground}。", "delivery:inspection"
        ),
    ),
    "confirm": (Told(OUTSIDE, "{day}的督导记录已确认，请查看对本单位项目的督导情况{ground}。", "delivery:inspection"),),
    "dispute": (Told((SECTION_CLERKS,), "督导员对补录的{title}有异议，请核对改正{because}。", "delivery:inspection"),),
    "cancel": (
        Told(INSPECTORS, "{title}已取消{because}。", "delivery:inspection"),
        Told(OUTSIDE, "{managing}原定到本单位的督导已取消{because}。", "delivery:inspections"),
    ),
    "close": NOBODY,  # the closing of its tickets was told
    "attach": NOBODY,
    "detach": NOBODY,
}
TICKET = "delivery:rectification"
RECTIFICATION = {
    "open": (Told(OUTSIDE, "“{title}”收到整改单，请{responsible}{by_when}整改到位并报送整改情况{ground}。", TICKET),),
    "answer": (
        Told((*INSPECTORS, SECTION_CLERKS), "{responsible}报送了“{title}”的整改情况，请核查销号{ground}。", TICKET),
    ),
    "send_back": (Told(OUTSIDE, "“{title}”的整改情况被退回，请{by_when}重新整改{ground}{because}。", TICKET),),
    "extend": (Told(OUTSIDE, "“{title}”的整改期限延长，请{by_when}整改到位{ground}{because}。", TICKET),),
    "close": (Told(OUTSIDE, "“{title}”的整改单已核查销号{ground}。", TICKET),),
    "cancel": (Told(OUTSIDE, "“{title}”的整改单已撤销{because}。", TICKET),),
    "remind": (Told(OUTSIDE, "催办：请{responsible}{by_when}报送“{title}”的整改情况{ground}。", TICKET),),
    "attach": NOBODY,
}
