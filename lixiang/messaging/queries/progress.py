"""What the events of a plan, its milestones and its lamp are about."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.delivery.models import Lamp, Plan, PlannedMilestone
from lixiang.delivery.states.milestones import Status
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.programmes.rules.days import end_of
from lixiang.projects.states import Status as ProjectStatus

MODELS: dict[str, Any] = {"plan": Plan, "plannedmilestone": PlannedMilestone, "lamp": Lamp}


def project_and_values(event: Event) -> tuple[int, dict[str, object]] | None:
    """The key of the project that an event of delivery concerns, and what it adds to the words."""
    thing = MODELS[event.subject_kind].objects.filter(pk=event.subject_id).first()
    if thing is None:
        return None
    if isinstance(thing, PlannedMilestone):
        due_at = end_of_its_day(thing) if event.verb == "remind" else None
        return thing.project_id, {"milestone": thing.title, "by_when": rules.by_when(due_at)}
    if isinstance(thing, Lamp):
        return thing.project_id, {"ground": rules.ground(event.detail.get("clause", ""))}
    return thing.project_id, {}


def end_of_its_day(milestone: PlannedMilestone) -> datetime:
    """The last second of the day by which a milestone is due."""
    return end_of(milestone.due_on)


def milestones_due(at: datetime) -> QuerySet[PlannedMilestone]:
    """Open milestones of active projects whose day is still to come, the near ones alone."""
    today = timezone.localtime(at).date()
    last = today + rules.FURTHEST_REMINDER
    rows = PlannedMilestone.objects.filter(status=Status.OPEN, retired_at=None, due_on__range=(today, last))
    return rows.filter(project__status=ProjectStatus.ACTIVE).order_by("pk")
