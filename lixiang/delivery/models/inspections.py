"""Inspections, and what was observed of each project visited."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint
from django.utils import timezone

from lixiang.delivery.rules.inspections import InspectionTerms, Observed, VisitFacts
from lixiang.delivery.rules.lamps import COLOUR_WORDS
from lixiang.delivery.states.inspections import COUNTED, TRANSITIONS, Status
from lixiang.delivery.states.rectifications import UNSETTLED
from lixiang.files.models import Claim
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project

SCAN, PHOTO = "scan", "photo"


class Inspection(models.Model):
    """One visit: when, by whom, to which projects; `version` is the programme's at the time it was planned."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="inspections")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    purpose = models.CharField(max_length=200, blank=True)
    is_announced = models.BooleanField(default=True)
    inspectors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)
    status_since = models.DateTimeField()

    visited_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    met = models.CharField(max_length=200, blank=True)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)
    recorded_by_name = models.CharField(max_length=120, blank=True)

    entered_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="inspections_are_numbered"),
            CheckConstraint(
                condition=Q(status__in=[Status.PLANNED, Status.CANCELLED]) | Q(visited_on__isnull=False),
                name="a_record_says_when",
            ),
            CheckConstraint(
                condition=Q(entered_at__isnull=True, entered_by__isnull=True, entered_for__isnull=True)
                | Q(entered_at__isnull=False, entered_by__isnull=False, entered_for__isnull=False),
                name="entered_at_with_by_and_for",
            ),
        ]
        indexes = [
            Index(fields=["programme", "-planned_on", "-id"], name="inspections_in_order"),
            Index(fields=["programme", "status", "planned_on"], name="inspections_by_status"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}次督导"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Inspection]":
        """All to those who inspect; to who sees a project visited, what counts and what was announced."""
        runs = user.organisations_as(Role.INSPECTOR, *SECTION)
        theirs = Observation.objects.filter(project__in=Project.visible_to(user).select_related(None).values("pk"))
        seen = Q(status__in=COUNTED, pk__in=theirs.exclude(text="").values("inspection"))
        seen |= Q(status=Status.PLANNED, is_announced=True, pk__in=theirs.values("inspection"))
        if runs:
            seen |= Q(programme__managing_organisation__in=runs)
        related = ("programme", "version", "organisation", "entered_by", "entered_for")
        return cls.objects.filter(seen).select_related(*related)

    @cached_property
    def inspector_ids(self) -> Collection[int]:
        """Whom the plan names; one query for each inspection read."""
        return frozenset(self.inspectors.values_list("pk", flat=True))

    @property
    def terms(self) -> InspectionTerms | None:
        return the_setting(self.version, InspectionTerms)  # type: ignore[return-value]

    @property
    def clause(self) -> str:
        return self.terms.clause if self.terms else ""

    def facts(self, at: datetime) -> VisitFacts:
        """What the rules may know of this inspection at a moment."""
        rows = self.observations.select_related("project").order_by("project__number")
        unsettled = Observation.objects.filter(inspection=self, rectifications__status__in=UNSETTLED)
        return VisitFacts(
            self.clause,
            timezone.localtime(at).date(),
            self.visited_on,
            tuple(Observed(str(each.project), each.text, each.lamp, each.reason) for each in rows),
            has_scan=Claim.of(self, SCAN).exists(),
            unsettled=unsettled.count(),
        )


class Observation(models.Model):
    """What was found at one project on one inspection, and the colour of lamp that the inspector suggests."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="observations")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="observations")
    text = models.TextField(blank=True)
    lamp = models.CharField(max_length=10, choices=list(COLOUR_WORDS.items()), blank=True)
    reason = models.TextField(blank=True)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["inspection", "project"], name="a_project_is_observed_once_a_visit")]

    def __str__(self) -> str:
        return f"{self.inspection_id}:{self.project_id}"
