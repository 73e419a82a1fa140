"""What is told of plans, milestones, goals and lamps; pure."""

from lixiang.messaging.rules.told import DRAFTERS, NOBODY, NOMINATORS, SECTION_CLERKS, Told

CARRYING_OUT = (DRAFTERS, NOMINATORS)
# A lamp that was red before and is red for another reason is told of no second time.
NOT_RED, NOT_LIT = ("", "green", "yellow"), ("", "green", "red")
PAGE = "delivery:progress"
PROGRESS: dict[tuple[str, str], tuple[Told, ...]] = {
    ("plan", "open_plan"): (
        Told((DRAFTERS,), "“{title}”的实施计划已按责任书生成，请按里程碑组织实施并报告完成情况{ground}。", PAGE),
    ),
    ("plan", "follow_revision"): (Told(CARRYING_OUT, "“{title}”的实施计划已按批准的变更调整{ground}。", PAGE),),
    ("plannedmilestone", "complete"): NOBODY,  # the list shows it; a message each would bury the rest
    ("plannedmilestone", "reopen"): (Told(CARRYING_OUT, "“{title}”的里程碑“{milestone}”撤销完成{because}。", PAGE),),
    ("plannedmilestone", "remind"): (
        Told((DRAFTERS,), "提醒：请{by_when}完成“{title}”的里程碑“{milestone}”并报告{ground}。", PAGE),
    ),
    ("plannedmilestone", "attach_evidence"): NOBODY,
    ("plannedmilestone", "detach_evidence"): NOBODY,
    ("plannedgoal", "report_goal"): NOBODY,
    ("lamp", "relight"): (
        Told(CARRYING_OUT, "“{title}”亮黄灯{ground}{because}。", PAGE, coming_from=NOT_LIT, moved_to=("yellow",)),
        Told(
            (*CARRYING_OUT, SECTION_CLERKS),
            "“{title}”亮红灯{ground}{because}。",
            PAGE,
            coming_from=NOT_RED,
            moved_to=("red",),
        ),
    ),
    ("lamp", "override_lamp"): (Told(CARRYING_OUT, "“{title}”的红黄绿灯由{managing}人工调整{because}。", PAGE),),
    ("lamp", "withdraw_override"): (Told(CARRYING_OUT, "“{title}”的红黄绿灯撤销人工调整，恢复按规则判定。", PAGE),),
}
