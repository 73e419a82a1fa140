"""What the rules of the lamp may know of a project, gathered noun by noun; which lamps are to be looked at again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from lixiang.delivery.models import Lamp, Plan, PlannedMilestone, Rectification, Report, Task
from lixiang.delivery.rules.lamps import LampFacts, Lighting, Outstanding, lamp_of
from lixiang.delivery.rules.progress import LampRule
from lixiang.delivery.states import rectifications, reports, tasks
from lixiang.delivery.states.milestones import Status
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus

OF_A_REPORT = ("title", "due_at")
OF_A_TICKET = ("ref", "due_on")
# Gives fields of LampFacts for a project; one query each.
Gather = Callable[[Project], Mapping[str, Any]]


def plan_facts(project: Project) -> Mapping[str, Any]:
    """The time of the plan and how much of it is done; an active project is itself outstanding until it ends."""
    plan = Plan.objects.filter(project=project).first()
    if plan is None:
        return {}
    is_open = project.status == ProjectStatus.ACTIVE
    return {
        "from_on": plan.from_on,
        "due_on": plan.due_on,
        "milestones_of_all": plan.milestones,
        "milestones_done": plan.done,
        "completion": (Outstanding(str(project), plan.due_on),) if is_open else (),
    }


def milestone_facts(project: Project) -> Mapping[str, Any]:
    """The milestones that count and are not done."""
    rows = PlannedMilestone.objects.filter(project=project, status=Status.OPEN, retired_at=None).order_by("due_on")
    return {"milestones": tuple(Outstanding(*row) for row in rows.values_list("title", "due_on"))}


def report_facts(project: Project) -> Mapping[str, Any]:
    """The reports that are not handed in, or came back."""
    rows = Report.objects.filter(project=project, status__in=reports.OPEN).order_by("due_at").values_list(*OF_A_REPORT)
    return {"reports": tuple(Outstanding(title, timezone.localtime(due_at).date()) for title, due_at in rows)}


def rectification_facts(project: Project) -> Mapping[str, Any]:
    """The tickets that nobody has closed yet."""
    rows = Rectification.objects.filter(project=project, status__in=rectifications.UNSETTLED).order_by("due_on", "id")
    return {
        "rectifications": tuple(Outstanding(f"整改单{ref.upper()}", due) for ref, due in rows.values_list(*OF_A_TICKET))
    }


def task_facts(project: Project) -> Mapping[str, Any]:
    """The tasks that are not reported done."""
    rows = Task.objects.filter(project=project, status=tasks.Status.OPEN).order_by("due_on", "id")
    return {"tasks": tuple(Outstanding(*row) for row in rows.values_list("title", "due_on"))}


# Every noun of delivery that a lamp looks at has one line here; each gives the fields of LampFacts that are its own.
GATHERED: tuple[Gather, ...] = (
    plan_facts,
    milestone_facts,
    report_facts,
    rectification_facts,
    task_facts,
)


def lamp_facts(project: Project, at: datetime) -> LampFacts:
    """The facts at a moment; as many queries as there are nouns."""
    known = {name: value for gather in GATHERED for name, value in gather(project).items()}
    return LampFacts(today=timezone.localtime(at).date(), **known)


def lamp_rules(version: Version) -> tuple[LampRule, ...]:
    """The rows of the programme; none where it uses no lamps."""
    return settings_by_kind(version, LampRule)


def ruled_now(project: Project, at: datetime) -> Lighting:
    """What the rules of the programme give on the facts as they stand."""
    return lamp_of(lamp_facts(project, at), lamp_rules(project.version))


def as_it_stands(lamp: Lamp, at: datetime) -> Lamp:
    """The lamp as it is at a moment, also where its own moment has passed and the job has not come round yet.

    Without a query before that moment; nothing is saved.
    """
    project = lamp.project
    if lamp.changes_at is not None and lamp.changes_at <= at and project.status == ProjectStatus.ACTIVE:
        lamp.show(ruled_now(project, at), at)
    return lamp


def to_relight(at: datetime) -> QuerySet[Project]:
    """Active projects whose lamp changes by now or has not seen the latest news, or that have a plan and no lamp."""
    due = Q(lamp__changes_at__lte=at) | Q(lamp=None, version__in=_versions_with_lamps()) | _has_news()
    active = Project.objects.filter(status=ProjectStatus.ACTIVE, plan__isnull=False)
    return active.filter(due).select_related("programme", "version").order_by("pk")


def _has_news() -> Q:
    """Something that a lamp looks at moved after it was looked at; an extended date comes round by its old one."""
    moved = {"project": OuterRef("pk"), "status_since__gt": OuterRef("lamp__looked_at")}
    news = (Exists(noun.objects.filter(**moved)) for noun in (Report, Rectification, Task))
    return reduce(or_, (Q(each) for each in news))


def _versions_with_lamps() -> list[int]:
    """The versions under which a project without a lamp gets one."""
    waiting = Version.objects.filter(projects__plan__isnull=False, projects__lamp=None).distinct()
    return [version.pk for version in waiting if lamp_rules(version)]
