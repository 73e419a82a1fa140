"""The plan and what was reported of it: milestones and goals, with the evidence of each milestone."""

from collections.abc import Iterator

from lixiang.delivery.models import Plan, PlannedGoal, PlannedMilestone
from lixiang.outcomes.queries.holdings.pieces import act, claimed_by, day_of, page, pieces_of
from lixiang.outcomes.rules.items import Item, Relation, Table
from lixiang.projects.models import Project

SECTION = "progress"
STEPS = ("里程碑", "应完成", "状态", "完成日期", "参与人数", "说明", "备注")
GOALS = ("指标", "基线", "目标值", "完成值", "填报日期", "说明", "备注")


def items_of(project: Project) -> Iterator[Item]:
    plan = Plan.objects.filter(project=project).select_related("revision").first()
    if plan is None:
        return
    milestones = tuple(PlannedMilestone.objects.filter(plan=plan).order_by("place", "id"))
    goals = tuple(PlannedGoal.objects.filter(plan=plan).order_by("place", "id"))
    tables = (
        Table("里程碑", STEPS, tuple(_step(each) for each in milestones)),
        Table("目标", GOALS, tuple(_goal(each) for each in goals)),
    )
    organisation = _carries(project)
    basis = (Relation("依据", f"申报书第{plan.revision.number}稿"),)
    title = "实施计划和完成情况"
    acts = (act("生成计划", plan.opened_at, ""),)
    yield Item(
        SECTION,
        title,
        "实施计划",
        organisation,
        plan.due_on,
        plan.ref.upper(),
        (page(title, tables=tables),),
        acts,
        basis,
    )
    files = claimed_by("plannedmilestone", [each.pk for each in milestones])
    for milestone in milestones:
        claims = files.get(milestone.pk, [])
        if claims:
            yield Item(
                SECTION,
                f"佐证材料：{milestone.title}",
                "佐证材料",
                organisation,
                milestone.done_on or day_of(claims[-1].at),
                "",
                pieces_of(claims),
                tuple(act("上传", claim.at, claim.by_name, claim.name) for claim in claims),
                (Relation("附于", title),),
            )


def _carries(project: Project) -> str:
    unit = project.implementing_organisation
    return unit.name if unit else project.nominating_organisation.name


def _step(each: PlannedMilestone) -> tuple[str, ...]:
    done = each.done_on.isoformat() if each.done_on else ""
    people = "" if each.participants is None else str(each.participants)
    return (
        each.title,
        each.due_on.isoformat(),
        str(each.get_status_display()),
        done,
        people,
        each.note,
        _retired(each.retired_at is not None),
    )


def _goal(each: PlannedGoal) -> tuple[str, ...]:
    on = each.reached_on.isoformat() if each.reached_on else ""
    retired = _retired(each.retired_at is not None)
    return each.indicator, each.baseline, each.target, each.reached, on, each.note, retired


def _retired(is_retired: bool) -> str:
    return "变更后不再列入" if is_retired else ""
