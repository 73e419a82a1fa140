"""The verbs of a plan: made from the approved revision once, and carried over to a later one."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from lixiang.delivery import permissions
from lixiang.delivery.actions.lamps import relight
from lixiang.delivery.models import Plan, PlannedGoal, PlannedMilestone
from lixiang.delivery.models.planned import Planned
from lixiang.delivery.queries.plans import counts_of, progress_rule, time_of
from lixiang.delivery.rules.plans import Row, carried_over, day_in
from lixiang.history.record import record
from lixiang.projects.models import Project, Revision
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked


@transaction.atomic
def open_plan(project: Project, *, by: Any, at: datetime) -> Plan:
    """Make the plan of an active project from its approved revision; once per revision, it is returned as it is."""
    project = locked(project)
    _refuse_strangers(project, by)
    plan = Plan.objects.filter(project=project).first()
    revision = project.approved_revision
    if plan is not None and (revision is None or plan.revision_id == revision.pk):
        return plan
    _refuse_impossible(project, revision)
    assert revision is not None
    return _carried(project, revision, by, at) if plan is not None else _opened(project, revision, by, at)


@transaction.atomic
def follow_revision(project: Project, revision: Revision, *, by: Any, at: datetime) -> Plan:
    """Carry the plan over to a newly approved revision of the project.

    Milestones and goals of the same title or indicator keep what was reported of them; new ones are added, those that
    the revision leaves out are retired and stay readable.
    """
    project = locked(project)
    _refuse_strangers(project, by)
    _refuse_impossible(project, revision)
    plan = Plan.objects.filter(project=project).first()
    if plan is None:
        return _opened(project, revision, by, at)
    return plan if plan.revision_id == revision.pk else _carried(project, revision, by, at)


def _refuse_strangers(project: Project, by: Any) -> None:
    """The clock may, and whoever carries the project out or follows it."""
    if by is not None and not (permissions.carries_out(by, project) or permissions.follows(by, project)):
        raise PermissionDenied


def _refuse_impossible(project: Project, revision: Revision | None) -> None:
    rule = progress_rule(project)
    if rule is None:
        raise Refused(Finding("no_progress", "本批次没有设置里程碑与序时进度。"))
    if project.status != ProjectStatus.ACTIVE or revision is None:
        word = project.get_status_display()
        raise Refused(Finding("project_not_active", f"“{project}”当前为“{word}”，尚不能生成实施计划。", rule.clause))
    if revision.project_id != project.pk:
        raise Refused(Finding("foreign_revision", "所依据的修订稿不是本项目的。", rule.clause))


def _opened(project: Project, revision: Revision, by: Any, at: datetime) -> Plan:
    from_on, due_on = time_of(project, revision)
    own = {"ref": project.ref, "programme_id": project.programme_id, "project": project}
    plan = Plan.objects.create(**own, revision=revision, opened_at=at, from_on=from_on, due_on=due_on)
    changed = _rows_follow(plan, revision, at)
    return _settled(plan, "open_plan", changed, by, at)


def _carried(project: Project, revision: Revision, by: Any, at: datetime) -> Plan:
    plan = Plan.objects.select_for_update(no_key=True).get(project=project)
    plan.revision, plan.due_on = revision, time_of(project, revision)[1]
    changed = _rows_follow(plan, revision, at)
    return _settled(plan, "follow_revision", changed, by, at)


def _settled(plan: Plan, verb: str, changed: dict[str, list[str]], by: Any, at: datetime) -> Plan:
    recount(plan, by=by, at=at)
    plan.save()
    detail = {"project": plan.project.ref, "revision": plan.revision.number, "hash": plan.revision.hash, **changed}
    record(plan, verb, by=by, at=at, detail=detail, programme_id=plan.programme_id)
    relight(plan.project, by=by, at=at)
    return plan


def recount(plan: Plan, *, by: Any, at: datetime) -> None:
    """Write what the plan says of its rows as they now stand; for whoever changed them, in the same transaction."""
    for name, value in counts_of(plan).items():
        setattr(plan, name, value)
    plan.save(update_fields=["milestones", "done", "next_title", "next_on"])


def _rows_follow(plan: Plan, revision: Revision, at: datetime) -> dict[str, list[str]]:
    """Milestones and goals as the revision names them; what was added and what was retired, by name."""
    changed: dict[str, list[str]] = {"added": [], "retired": []}
    for model, cell in ((PlannedMilestone, "title"), (PlannedGoal, "indicator")):
        earlier = model.objects.filter(plan=plan).order_by(F("retired_at").asc(nulls_first=True), "place", "pk")
        rows = revision.content.get(CONTENT[model], ())
        carried = carried_over(rows, cell, earlier, str)
        for place, (row, kept) in enumerate(carried.pairs, 1):
            if kept is None or kept.retired_at is not None:
                changed["added"].append(str(row.get(cell, "")))
            planned = kept or _new(model, plan, at)
            planned.plan = plan
            _place(planned, row, place, revision)
        for each in carried.left:
            changed["retired"] += _retire(each, at)
    return changed


CONTENT: dict[type[Planned], str] = {PlannedMilestone: "milestones", PlannedGoal: "goals"}


def _new(model: type[Planned], plan: Plan, at: datetime) -> Planned:
    """A row under a reference that was never used, whatever became of those before it."""
    own: dict[str, Any] = {"plan": plan, "project": plan.project, "programme_id": plan.programme_id}
    if model is PlannedMilestone:
        plan.milestones_made += 1
        return PlannedMilestone(**own, ref=f"{plan.ref}-m{plan.milestones_made}", status_since=at)
    plan.goals_made += 1
    return PlannedGoal(**own, ref=f"{plan.ref}-g{plan.goals_made}")


def _place(planned: Planned, row: Row, place: int, revision: Revision) -> None:
    """What the revision plans; what was reported stays as it is."""
    planned.place, planned.revision, planned.retired_at = place, revision, None
    if isinstance(planned, PlannedMilestone):
        planned.title = str(row.get("title", "")) or f"第{place}项"
        planned.from_on = day_in(row, "from_on")
        planned.due_on = day_in(row, "due_on") or planned.plan.due_on
        planned.deliverable = str(row.get("deliverable", ""))
    else:
        assert isinstance(planned, PlannedGoal)
        planned.indicator = str(row.get("indicator", "")) or f"第{place}项"
        planned.baseline, planned.target = str(row.get("baseline", "")), str(row.get("target", ""))
    planned.save()


def _retire(planned: Planned, at: datetime) -> list[str]:
    if planned.retired_at is not None:
        return []
    planned.retired_at = at
    planned.save(update_fields=["retired_at"])
    return [str(planned)]
