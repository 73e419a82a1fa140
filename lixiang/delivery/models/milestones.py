"""A milestone of a plan, and what is reported of it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from lixiang.delivery.models.planned import Planned
from lixiang.delivery.states.milestones import TRANSITIONS, Status


class PlannedMilestone(Planned):
    """One step with its time; `participants` counts members who took part and says nothing of who they are."""

    transitions = TRANSITIONS

    title = models.CharField(max_length=300)
    from_on = models.DateField(null=True)
    due_on = models.DateField()
    deliverable = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    status_since = models.DateTimeField()
    done_on = models.DateField(null=True)
    participants = models.PositiveIntegerField(null=True)

    class Meta(Planned.Meta):
        constraints = [
            CheckConstraint(
                condition=Q(status=Status.DONE, done_on__isnull=False) | Q(status=Status.OPEN, done_on__isnull=True),
                name="done_exactly_when_dated",
            )
        ]
        indexes = [
            Index(fields=["plan", "place"], name="milestones_of_a_plan"),
            Index(
                fields=["programme", "due_on"],
                condition=Q(status=Status.OPEN, retired_at__isnull=True),
                name="milestones_to_come",
            ),
        ]

    def __str__(self) -> str:
        return self.title
