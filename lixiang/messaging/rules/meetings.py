"""Who is told what of meetings and of the tasks that they hand out; pure."""

from lixiang.messaging.rules.told import NOBODY, SECTION_CLERKS, Audience, Told

INVITED = Audience("invited", ("nominator", "nominator_leader", "unit_clerk"))
RESPONSIBLE = Audience("responsible", ("nominator", "nominator_leader", "unit_clerk"))
MEETING = {
    "announce": (
        Told((INVITED,), "{managing}定于{time}召开“{title}”，请{by_when}报送参会人员{ground}。", "delivery:meeting"),
    ),
    "correct_notice": (
        Told(
            (INVITED,),
            "“{title}”的安排有调整：{time}，{place}；参会人员有变动的请{by_when}重新报送{ground}{because}。",
            "delivery:meeting",
        ),
    ),
    "cancel": (Told((INVITED,), "“{title}”取消{because}。", "delivery:meeting", coming_from=("ANNOUNCED",)),),
    "hold": NOBODY,
    "issue_minutes": NOBODY,  # the minutes themselves are told as the document they are
    "correct_minutes": NOBODY,
    "draft": NOBODY,
    "edit": NOBODY,
    "write_minutes": NOBODY,
    "reply": NOBODY,  # the meeting's page counts the replies
    "record_attendance": NOBODY,
    "add_item": NOBODY,
    "remove_item": NOBODY,
    "put_in_order": NOBODY,
    "attach": NOBODY,
    "detach": NOBODY,
}
TASK = {
    "hand_out": (
        Told((RESPONSIBLE,), "交办事项“{title}”由{responsible}办理，请{by_when}办结上报{ground}。", "delivery:task"),
    ),
    "report_done": (
        Told((SECTION_CLERKS,), "{responsible}上报“{title}”已办结，请核实确认{ground}。", "delivery:task"),
    ),
    "close": (Told((RESPONSIBLE,), "交办事项“{title}”已确认办结。", "delivery:task"),),
    "return_done": (
        Told((RESPONSIBLE,), "交办事项“{title}”退回继续办理，请{by_when}办结上报{ground}{because}。", "delivery:task"),
    ),
    "extend": (Told((RESPONSIBLE,), "交办事项“{title}”的时限延长，请{by_when}办结上报{because}。", "delivery:task"),),
    "cancel": (Told((RESPONSIBLE,), "交办事项“{title}”不再办理{because}。", "delivery:task"),),
    "remind": (Told((RESPONSIBLE,), "催办：请{by_when}办结上报“{title}”{ground}。", "delivery:task"),),
    "edit": NOBODY,
    "attach": NOBODY,
    "detach": NOBODY,
}
