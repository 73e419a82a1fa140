"""Rectification tickets: one responsible organisation, one due date."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet

from lixiang.delivery.models.inspections import Observation
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.delivery.rules.rectifications import RectificationFacts
from lixiang.delivery.states.rectifications import TRANSITIONS, Status
from lixiang.files.models import Claim
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

PROOF = "proof"


class Rectification(models.Model):
    """What one organisation has to put right by one day, after an observation."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rectifications")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rectifications")
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="rectifications")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    requirement = models.TextField()
    due_on = models.DateField()
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    status_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_by_name = models.CharField(max_length=120)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    closed_by_name = models.CharField(max_length=120, blank=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=~Q(status__in=[Status.ANSWERED, Status.CLOSED]) | ~Q(answer=""),
                name="nothing_is_closed_unanswered",
            ),
            CheckConstraint(condition=~Q(requirement=""), name="a_ticket_says_what_is_to_be_put_right"),
        ]
        indexes = [
            Index(fields=["programme", "due_on", "id"], name="rectifications_by_due_date"),
            Index(fields=["programme", "status", "due_on", "id"], name="rectifications_by_status"),
        ]

    def __str__(self) -> str:
        return self.ref.upper()

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Rectification]":
        """To whoever sees the project."""
        seen = Project.visible_to(user).select_related(None).values("pk")
        related = ("project__programme__managing_organisation", "project__nominating_organisation", "organisation")
        related += ("observation__inspection__programme", "observation__inspection__version")
        return cls.objects.filter(project__in=seen).select_related(*related)

    @property
    def terms(self) -> InspectionTerms | None:
        return self.observation.inspection.terms

    @property
    def clause(self) -> str:
        return self.observation.inspection.clause

    def facts(self, at: datetime) -> RectificationFacts:
        """What the rules may know of this ticket."""
        required = bool(self.terms and self.terms.proof_required)
        return RectificationFacts(self.clause, self.answer, Claim.of(self, PROOF).count(), required)
