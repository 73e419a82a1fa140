"""Plans, milestones, goals and lamps on the moved clock: every rule that stops something is run into once."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lixiang.delivery import actions
from lixiang.delivery.actions import milestones
from lixiang.delivery.jobs.lamps import relight_all
from lixiang.delivery.jobs.plans import open_plans
from lixiang.delivery.models import Lamp, PlannedGoal, PlannedMilestone
from lixiang.delivery.queries import lamp_rules, progress_rule
from lixiang.delivery.states.milestones import Status
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.rehearsal.cycle import Cycle, scan

DAY = timedelta(days=1)
NOTE = "召开动员部署会，制定工作方案，明确责任分工。"


def rehearse_progress(cycle: Cycle) -> None:
    """From the plans to the first milestones: all but one in time, one late; a lamp turns, is overruled, and back."""
    with cycle.step("progress"):
        open_plans(cycle.at)
        first = [rows[0] for rows in _plans(cycle)]
        if not first:
            return
        _run_into_plan_rules(cycle)
        *prompt, late = sorted(first, key=lambda milestone: (milestone.due_on, milestone.pk))
        if prompt:
            _run_into_milestone_rules(cycle, prompt[0])
        for milestone in prompt:
            _be_at(cycle, milestone.due_on - DAY)
            _complete(cycle, milestone)
        _be_at(cycle, late.due_on + DAY)
        relight_all(cycle.at)
        _overrule(cycle, late.project)
        _complete(cycle, late)
        _reach_goals(cycle, late.project)


def finish_progress(cycle: Cycle) -> None:
    """The rest of the year: every milestone that is left is reported on its last day."""
    with cycle.step("progress"):
        left = PlannedMilestone.objects.filter(programme=cycle.programme, status=Status.OPEN, retired_at=None)
        running = left.filter(project__status=ProjectStatus.ACTIVE).select_related(*RELATED)
        for milestone in running.order_by("due_on", "pk"):
            _be_at(cycle, milestone.due_on)
            _complete(cycle, milestone)
        relight_all(cycle.at)


RELATED = ("plan", "project__programme", "project__version", "project__drafting_organisation")


def _plans(cycle: Cycle) -> Iterator[list[PlannedMilestone]]:
    """The milestones of each project under way, in order; projects without any left out."""
    for project in _under_way(cycle):
        rows = list(PlannedMilestone.objects.filter(project=project, retired_at=None).select_related(*RELATED))
        if rows:
            yield rows


def _under_way(cycle: Cycle) -> Iterable[Project]:
    return Project.objects.filter(programme=cycle.programme, status=ProjectStatus.ACTIVE, plan__isnull=False).order_by(
        "number"
    )


def _by(cycle: Cycle, project: Project) -> Any:
    return cycle.cast.user(Role.UNIT_CLERK, project.drafting_organisation)


def _be_at(cycle: Cycle, day: date) -> None:
    """Ten in the morning of a day, unless the clock has passed it."""
    cycle.at = max(cycle.at, timezone.make_aware(datetime.combine(day, time(10))))


def _today(cycle: Cycle) -> date:
    return timezone.localtime(cycle.at).date()


def _complete(cycle: Cycle, milestone: PlannedMilestone) -> None:
    """Reported a few minutes later, on the first day that counts, with a picture every third time."""
    starts_on = milestone.facts(cycle.at).starts_on
    _be_at(cycle, starts_on)
    evidence = [("现场照片.png", scan())] if milestone.pk % 3 == 0 else []
    words = {"done_on": _today(cycle), "participants": 12 + milestone.pk % 30, "note": NOTE, "evidence": evidence}
    milestones.complete(milestone, **words, by=_by(cycle, milestone.project), at=cycle.later(minutes=3))


def _run_into_plan_rules(cycle: Cycle) -> None:
    ended = Project.objects.filter(programme=cycle.programme, status=ProjectStatus.LAPSED).first()
    if ended is not None:
        cycle.is_refused(lambda: actions.open_plan(ended, by=None, at=cycle.at), "project_not_active")


def _run_into_milestone_rules(cycle: Cycle, milestone: PlannedMilestone) -> None:
    """Too early, in the future, without a number, twice, taken back without a reason; then properly taken back."""
    by, rule = _by(cycle, milestone.project), progress_rule(milestone.project)
    _be_at(cycle, milestone.facts(cycle.at).starts_on)

    def complete(day: date, participants: int | None = 12) -> PlannedMilestone:
        words = {"done_on": day, "participants": participants, "evidence": [("现场照片.png", scan())]}
        return milestones.complete(milestone, **words, by=by, at=cycle.at)

    cycle.is_refused(lambda: complete(_today(cycle) + DAY), "day_in_the_future")
    cycle.is_refused(lambda: complete(milestone.facts(cycle.at).starts_on - DAY), "day_before_start")
    if rule is not None and rule.counts_participants:
        cycle.is_refused(lambda: complete(_today(cycle), None), "no_participants")
    cycle.is_refused(lambda: complete(_today(cycle), -1), "senseless_count")
    complete(_today(cycle))
    cycle.is_refused(lambda: complete(_today(cycle)), "not_in_this_status")
    words = {"by": by, "at": cycle.later(minutes=4)}
    cycle.is_refused(lambda: milestones.reopen(milestone, reason="", **words), "reason_required")
    milestones.reopen(milestone, reason="经核对，方案尚未印发。", **words)


def _overrule(cycle: Cycle, project: Project) -> None:
    """The lamp of the late project is overruled for too long, to what it is, without a reason; then properly."""
    lamp, rule = Lamp.objects.filter(project=project).first(), progress_rule(project)
    if lamp is None or rule is None or not lamp_rules(project.version):
        return
    other = "green" if lamp.ruled_colour != "green" else "yellow"
    cycle.at = cycle.later(minutes=5)
    until = _today(cycle) + 7 * DAY

    def overrule(colour: str, last: date, reason: str = "因防汛抽调人员，已书面说明。") -> Lamp:
        return actions.override_lamp(lamp, colour=colour, until=last, reason=reason, by=cycle.section, at=cycle.at)

    too_long = _today(cycle) + (rule.override_days + 1) * DAY
    cycle.is_refused(lambda: overrule(other, too_long), "override_too_long")
    cycle.is_refused(lambda: overrule(lamp.ruled_colour, until), "same_colour")
    cycle.is_refused(lambda: overrule(other, until, " "), "reason_required")
    overrule(other, until)
    actions.withdraw_override(lamp, by=cycle.section, at=cycle.later(hours=1))
    withdraw = {"by": cycle.section, "at": cycle.at}
    cycle.is_refused(lambda: actions.withdraw_override(lamp, **withdraw), "not_overruled")


def _reach_goals(cycle: Cycle, project: Project) -> None:
    goal = PlannedGoal.objects.filter(project=project, retired_at=None).select_related(*RELATED).first()
    if goal is None:
        return
    words = {"reached_on": _today(cycle), "by": _by(cycle, project), "at": cycle.later(minutes=6)}
    cycle.is_refused(lambda: actions.report_goal(goal, reached=" ", **words), "no_value")
    actions.report_goal(goal, reached="已完成三成", note="按月度台账统计。", **words)


def tell_progress(story: Cycle) -> None:
    """For the demo: plans of all that run, what has begun partly reported, a goal reported, one lamp overruled."""
    open_plans(story.at)
    for place, rows in enumerate(_plans(story)):
        begun = [row for row in rows if row.facts(story.at).starts_on <= _today(story)]
        for milestone in begun[: place % 3]:
            _complete(story, milestone)
        goal = PlannedGoal.objects.filter(project=rows[0].project).select_related(*RELATED).first()
        if goal is not None and place % 2 == 0:
            words = {"reached_on": _today(story), "by": _by(story, goal.project), "at": story.later(minutes=2)}
            actions.report_goal(goal, reached="已启动，完成一成", **words)
    relight_all(story.at)
    lamp = Lamp.objects.filter(programme=story.programme).order_by("pk").last()
    if lamp is not None:
        colour = "yellow" if lamp.ruled_colour != "yellow" else "green"
        words = {"reason": "项目负责人调整，已要求本周内补齐方案。", "until": _today(story) + 14 * DAY}
        actions.override_lamp(lamp, colour=colour, **words, by=story.section, at=story.later(minutes=9))
