"""What is told of changes and of their supplementary agreements; pure."""

from lixiang.messaging.rules.told import (
    DRAFTERS,
    NOBODY,
    NOMINATORS,
    OF_THE_NOMINATOR,
    OUTSIDE,
    SECTION_CLERKS,
    Audience,
    Told,
)

# Who decides: the department's people on 审批, the nominating organisation's responsible leader on 自批.
DEPARTMENT = Audience("granting", ("section_clerk", "section_head", "department_leader"))
OWN_LEADER = Audience("granting_itself", ("nominator_leader",))
DECIDERS = (DEPARTMENT, OWN_LEADER)
PLACE = "delivery:change"
CHANGE = {
    "hand_in": (Told(DECIDERS, "“{title}”申请{kinds}，请核对变更前后的内容后审批{ground}。", PLACE),),
    "file": (
        Told((SECTION_CLERKS,), "“{title}”{kinds}已生效并报备案，请核对后确认{ground}。", PLACE),
        Told(OF_THE_NOMINATOR, "“{title}”{kinds}已生效，并报{managing}备案{ground}。", PLACE),
    ),
    "send_back": (
        Told((DRAFTERS, NOMINATORS), "“{title}”{kinds}的申请被退回，请修改后重新提交{ground}{because}。", PLACE),
    ),
    "take_effect": (Told(OUTSIDE, "“{title}”{kinds}已经批准并生效，请按变更后的内容实施{ground}。", PLACE),),
    "decline": (Told(OUTSIDE, "“{title}”{kinds}的申请未获批准，仍按原内容实施{ground}{because}。", PLACE),),
    "withdraw": (Told(DECIDERS, "“{title}”{kinds}的申请已撤回。", PLACE, coming_from=("HANDED_IN",)),),
    "lapse": (Told(OUTSIDE, "“{title}”{kinds}的补充协议未签，批准失效，仍按原内容实施{ground}{because}。", PLACE),),
    "approve": NOBODY,  # taking effect tells it, or the supplementary agreement to be signed
    "acknowledge": NOBODY,
    "draft": NOBODY,
    "attach": NOBODY,
    "detach": NOBODY,
    "issue_reply": NOBODY,  # the document tells its addressee
}
PAPER = "delivery:supplement"
SUPPLEMENT = {
    "draw_up": (
        Told(
            OF_THE_NOMINATOR,
            "“{title}”{kinds}已获批准，补充协议已拟制，请{by_when}打印、签字盖章并上传扫描件{ground}。",
            PAPER,
        ),
    ),
    "sign": (Told((SECTION_CLERKS,), "{nominating}已签订“{title}”的补充协议，请核对后确认生效{ground}。", PAPER),),
    "return_scan": (
        Told(OF_THE_NOMINATOR, "“{title}”的补充协议扫描件被退回，请{by_when}重新上传{ground}{because}。", PAPER),
    ),
    "remind": (Told(OF_THE_NOMINATOR, "催办：请{by_when}签订“{title}”的补充协议{ground}。", PAPER),),
    "countersign": NOBODY,  # the change that takes effect tells it
    "attach_scan": NOBODY,
    "lapse": NOBODY,  # the change's own lapse tells it
}
