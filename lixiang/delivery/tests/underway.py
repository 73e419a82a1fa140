"""Projects under way for tests of delivery: the agreement in force, the plan made, and who has to do with them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lixiang.agreements import actions as agreements
from lixiang.agreements.tests.conftest import approved_ones
from lixiang.delivery import actions
from lixiang.delivery.models import Lamp, Plan, PlannedGoal, PlannedMilestone
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.rehearsal.cast import Cast
from lixiang.rehearsal.cycle import scan
from lixiang.workflow.findings import Refused


@dataclass(frozen=True)
class Sides:
    """Who carries the project out, who follows it, and a stranger of another county."""

    unit: User
    nominator: User
    leader: User
    clerk: User
    head: User
    inspector: User
    finance: User
    stranger: User


def sides_of(cast: Cast) -> Sides:
    own, other = cast.nominators[0], cast.nominators[1]
    return Sides(
        unit=cast.user(Role.UNIT_CLERK, own),
        nominator=cast.user(Role.NOMINATOR, own),
        leader=cast.user(Role.NOMINATOR_LEADER, own),
        clerk=cast.user(Role.SECTION_CLERK),
        head=cast.user(Role.SECTION_HEAD),
        inspector=cast.user(Role.INSPECTOR),
        finance=cast.user(Role.FINANCE),
        stranger=cast.user(Role.UNIT_CLERK, other),
    )


def approved(cast: Cast, at: datetime, count: int = 1, county: int = 0) -> list[Project]:
    return approved_ones(cast, at, count, county)


def under_way(cast: Cast, at: datetime) -> Project:
    """One project whose agreement was signed on both sides."""
    (project,) = approved_ones(cast, at)
    sides = sides_of(cast)
    agreement = agreements.draw_up(project, by=sides.clerk, at=at)
    agreements.attach_scan(agreement, scan(), name="责任书.png", by=sides.nominator, at=at)
    agreements.sign(agreement, by=sides.nominator, at=at)
    agreements.countersign(agreement, by=sides.clerk, at=at)
    return Project.objects.get(pk=project.pk)


def planned(cast: Cast, at: datetime, count: int = 1, county: int = 0) -> list[Project]:
    """Projects with a plan, made active without paper: for lists and counts."""
    refs = [project.pk for project in approved_ones(cast, at, count, county)]
    Project.objects.filter(pk__in=refs).update(status=Status.ACTIVE, status_since=at)
    projects = list(Project.objects.filter(pk__in=refs).order_by("number"))
    for project in projects:
        actions.open_plan(project, by=None, at=at)
    return projects


def plan_of(project: Project) -> Plan:
    return Plan.objects.get(project=project)


def lamp_of(project: Project) -> Lamp:
    return Lamp.objects.get(project=project)


def milestones_of(project: Project) -> list[PlannedMilestone]:
    """Those that count, in their order."""
    return list(PlannedMilestone.objects.filter(project=project, retired_at=None).order_by("place"))


def goals_of(project: Project) -> list[PlannedGoal]:
    return list(PlannedGoal.objects.filter(project=project, retired_at=None).order_by("place"))


def done(milestone: PlannedMilestone, by: User, at: datetime, **words: Any) -> PlannedMilestone:
    """Reported as reached on the day of `at`, with twelve who took part."""
    said = {"done_on": words.pop("done_on", at.date()), "participants": words.pop("participants", 12)}
    return actions.milestones.complete(milestone, by=by, at=at, **said, **words)


def codes(verb: Any, *things: Any, **words: Any) -> list[tuple[str, str]]:
    """Code and clause of every finding that a verb is refused with."""
    try:
        verb(*things, **words)
    except Refused as refused:
        return [(finding.code, finding.clause) for finding in refused.findings]
    raise AssertionError("应当拒绝而没有拒绝")


def at_noon(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))
