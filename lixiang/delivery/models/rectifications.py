"""Rectification tickets: one responsible organisation, one due date."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet
from django.utils import timezone

from lixiang.delivery.models.inspections import Observation
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.models.reports import Report
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.delivery.rules.rectifications import Ground, RectificationFacts
from lixiang.delivery.states.rectifications import TRANSITIONS, Status
from lixiang.files.models import Claim
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project

PROOF = "proof"


class Rectification(models.Model):
    """What one organisation has to put right by one day, after an observation or a 中期检查."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rectifications")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="rectifications")
    observation = models.ForeignKey(Observation, null=True, on_delete=models.PROTECT, related_name="rectifications")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="rectifications")
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
            CheckConstraint(
                condition=Q(observation__isnull=False, report__isnull=True)
                | Q(observation__isnull=True, report__isnull=False),
                name="a_ticket_rests_on_one_ground",
            ),
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
        related += ("report__version", "report__request")
        return cls.objects.filter(project__in=seen).select_related(*related)

    @property
    def terms(self) -> InspectionTerms | None:
        if self.report is not None:
            return the_setting(self.report.version, InspectionTerms)  # type: ignore[return-value]
        assert self.observation is not None
        return self.observation.inspection.terms

    @property
    def closers(self) -> tuple[str, ...]:
        """The roles that may close it; the section where the programme names none."""
        return self.terms.closers if self.terms else (Role.SECTION_CLERK, Role.SECTION_HEAD)

    @property
    def ground(self) -> Ground:
        if self.report is not None:
            on = timezone.localtime(self.opened_at).date()
            found = f"“{self.report}”的检查结果为“{self.report.get_result_display()}”。"
            return Ground("中期检查", form_of(self.report).clause, on, found)
        assert self.observation is not None
        inspection = self.observation.inspection
        assert inspection.visited_on is not None  # a ticket comes of a record that counts
        return Ground("督导", inspection.clause, inspection.visited_on, self.observation.text)

    @property
    def clause(self) -> str:
        return self.ground.clause

    def facts(self, at: datetime) -> RectificationFacts:
        """What the rules may know of this ticket."""
        required = bool(self.terms and self.terms.proof_required)
        return RectificationFacts(self.clause, self.answer, Claim.of(self, PROOF).count(), required)
