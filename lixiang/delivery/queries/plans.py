"""What a plan is made from: the setting, the time of the project, the projects that still lack one."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.agreements.models import Agreement
from lixiang.delivery.models import Lamp, Plan, PlannedGoal, PlannedMilestone
from lixiang.delivery.rules.plans import day_in
from lixiang.delivery.rules.progress import Progress
from lixiang.delivery.states.milestones import Status
from lixiang.history.models import Event
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project, Revision
from lixiang.projects.states import Status as ProjectStatus

KINDS = {"lamp": Lamp, "plan": Plan, "plannedmilestone": PlannedMilestone, "plannedgoal": PlannedGoal}


def progress_rule(project: Project) -> Progress | None:
    """The setting that reports rest on; None where the programme keeps no plans."""
    return the_setting(project.version, Progress)  # type: ignore[return-value]


def without_plan() -> QuerySet[Project]:
    """Active projects of which no plan was made yet."""
    waiting = Project.objects.filter(status=ProjectStatus.ACTIVE, plan=None)
    return waiting.select_related("programme", "version").order_by("pk")


def time_of(project: Project, revision: Revision) -> tuple[date, date]:
    """From the day the agreement came into force to the day of completion, else to that of the last milestone."""
    agreement = Agreement.objects.filter(project=project).only("in_force_on").first()
    in_force_on = agreement.in_force_on if agreement else None
    from_on = in_force_on or timezone.localtime(project.status_since).date()
    content: dict[str, Any] = revision.content
    dues = (day_in(row, "due_on") for row in content.get("milestones", ()))
    due_on = day_in(content, "completion_on") or max((day for day in dues if day), default=from_on)
    return from_on, due_on


def counts_of(plan: Plan) -> dict[str, Any]:
    """What a plan says of its rows, counted anew: how many count, how many are done, what comes next."""
    rows = PlannedMilestone.objects.filter(plan=plan, retired_at=None).order_by("due_on", "place", "pk")
    found = list(rows.values_list("status", "title", "due_on"))
    coming = next(((title, due_on) for status, title, due_on in found if status == Status.OPEN), ("", None))
    done = sum(status == Status.DONE for status, _, _ in found)
    return {"milestones": len(found), "done": done, "next_title": coming[0], "next_on": coming[1]}


def trail_of(project: Project) -> QuerySet[Event]:
    """The events of a project's plan, milestones, goals and lamp, the newest first."""
    own = Event.objects.none()
    for kind, model in KINDS.items():
        keys = model._default_manager.filter(project=project).order_by().values("pk")
        own = own | Event.objects.filter(subject_kind=kind, subject_id__in=keys)
    return own.order_by("-at", "-id")
