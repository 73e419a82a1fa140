"""What is told of an agreement on its way to both signatures, on paper or electronically; pure."""

from lixiang.messaging.rules.told import NOBODY, OF_THE_NOMINATOR, SECTION_CLERKS, Audience, Told

HEADS = Audience("managing", ("section_head",))
AGREEMENT = {
    "draw_up": (
        Told(
            OF_THE_NOMINATOR,
            "“{title}”的项目责任书已拟制，请{by_when}打印、签字盖章并上传扫描件，或者电子签名{ground}。",
            "agreements:agreement",
        ),
    ),
    "sign": (
        Told(
            (SECTION_CLERKS,), "{nominating}已签订“{title}”的责任书，请核对后确认生效{ground}。", "agreements:agreement"
        ),
    ),
    "return_scan": (
        Told(
            OF_THE_NOMINATOR,
            "“{title}”的责任书扫描件被退回，请{by_when}重新上传{ground}{because}。",
            "agreements:agreement",
        ),
    ),
    "sign_electronically": (
        Told(
            (HEADS,),
            "{nominating}已电子签名“{title}”的责任书，请核对后签名{ground}。",
            "agreements:agreement",
        ),
    ),
    "return_signature": (
        Told(
            OF_THE_NOMINATOR,
            "“{title}”的责任书被退回，请{by_when}重新电子签名{ground}{because}。",
            "agreements:agreement",
        ),
    ),
    "countersign_electronically": (
        Told(OF_THE_NOMINATOR, "“{title}”的项目责任书已由双方电子签名，自今日生效{ground}。", "agreements:agreement"),
    ),
    "countersign": (Told(OF_THE_NOMINATOR, "“{title}”的项目责任书已生效{ground}。", "agreements:agreement"),),
    "remind": (Told(OF_THE_NOMINATOR, "催办：请{by_when}签订“{title}”的责任书{ground}。", "agreements:agreement"),),
    "attach_scan": NOBODY,
    "lapse": NOBODY,  # the project's own lapse tells it
}
