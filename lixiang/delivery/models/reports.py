"""Reports: what a project owes for a period or was asked for, each hand-in of it, and what followed when overdue."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.delivery.models.report_requests import ReportRequest
from lixiang.delivery.rules.reports import RESULTS, ReportFacts
from lixiang.delivery.states.reports import OPEN, TRANSITIONS, Status
from lixiang.documents.models import OfficialDocument
from lixiang.programmes.models import Programme, Version
from lixiang.projects.models import Project, past_of
from lixiang.projects.models.project import sides_of
from lixiang.projects.states import FOLLOWED
from lixiang.projects.states import Status as ProjectStatus

NOTHING = Q(pk__in=[])
EVIDENCE = "evidence"  # the part that a file plays for a report
# Statuses of a project that owes reports; one that is suspended or ended owes none.
REPORTING = (ProjectStatus.ACTIVE,)


class CircularNotice(models.Model):
    """One 通报 of overdue reports, issued by a person."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="circulars")
    document = models.OneToOneField(OfficialDocument, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.document.title


class Report(models.Model):
    """One report of one project: of a period of a schedule, or of an ad-hoc request."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=150, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    schedule = models.CharField(max_length=40, blank=True)
    request = models.ForeignKey(ReportRequest, null=True, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    period_from = models.DateField()
    period_until = models.DateField()
    made_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DUE)
    status_since = models.DateTimeField()

    answers = models.JSONField(default=dict)
    no_evidence_reason = models.CharField(max_length=500, blank=True)
    self_rating = models.CharField(max_length=20, blank=True)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)

    first_handed_in_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    result = models.CharField(max_length=10, choices=list(RESULTS.items()), blank=True)
    circular = models.ForeignKey(CircularNotice, null=True, on_delete=models.PROTECT, related_name="reports")
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["project", "schedule", "period_from"],
                condition=Q(request__isnull=True),
                name="a_report_one_period",
            ),
            UniqueConstraint(
                fields=["project", "request"], condition=Q(request__isnull=False), name="a_report_one_request"
            ),
            CheckConstraint(
                condition=Q(is_late=False) | Q(first_handed_in_at__isnull=False), name="late_only_when_handed_in"
            ),
            CheckConstraint(
                condition=Q(schedule="", request__isnull=False) | (~Q(schedule="") & Q(request__isnull=True)),
                name="by_schedule_or_by_request",
            ),
        ]
        indexes = [
            Index(fields=["programme", "period_from", "schedule", "id"], name="reports_of_a_period"),
            Index(fields=["status", "due_at", "id"], name="reports_by_due_date"),
            Index(fields=["project", "-period_until", "-id"], name="reports_of_a_project"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Report]":
        """To whoever sees the project now: its unit, its nominating organisation, the section, those who follow it."""
        return cls._seen(user)

    @classmethod
    def readable_by(cls, user: Any) -> "QuerySet[Report]":
        """Also what a unit handed in before another took the project over: of that it reads its own hand-ins alone."""
        return cls._seen(user, past_of(sides_of(user)["drafts"], "first_handed_in_at"))

    @classmethod
    def one_visible_to(cls, user: Any, ref: str) -> "Report | None":
        """The door of every page of one report, which shows a former unit no more than it handed in."""
        return cls.readable_by(user).filter(ref=ref).first()

    @classmethod
    def _seen(cls, user: Any, seen: Q = NOTHING) -> "QuerySet[Report]":
        sides = sides_of(user)
        if sides["drafts"]:
            seen |= Q(project__drafting_organisation__in=sides["drafts"])
        if sides["nominates"]:
            seen |= Q(project__nominating_organisation__in=sides["nominates"])
        if sides["runs"]:
            seen |= Q(programme__managing_organisation__in=sides["runs"])
        if sides["follows"]:
            seen |= Q(programme__managing_organisation__in=sides["follows"], project__status__in=FOLLOWED)
        related = ("programme", "version", "request", "project__nominating_organisation", "project__approved_revision")
        return cls.objects.filter(seen).select_related(*related, "project__programme", "project__drafting_organisation")

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and self.due_at < at

    def facts(self, at: datetime) -> ReportFacts:
        """What the rules may know of this report at a moment."""
        from lixiang.delivery.models.report_facts import facts_of  # it imports this module

        return facts_of(self, at)


class ReportRevision(models.Model):
    """What was handed in: the answers with the hash that the receipt names; immutable."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    receipt_number = models.CharField(max_length=170, unique=True)
    key = models.UUIDField(unique=True)
    is_late = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [UniqueConstraint(fields=["report", "number"], name="report_revisions_are_numbered")]

    def __str__(self) -> str:
        return self.receipt_number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("汇报报送后不能改动。")
        super().save(*args, **kwargs)


class Escalation(models.Model):
    """That a rung of the overdue ladder was taken for a report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="escalations")
    days = models.PositiveIntegerField()
    audience = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["report", "days", "audience"], name="each_rung_once_per_report")]
        indexes = [Index(fields=["audience", "report"], name="escalations_by_audience")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.audience} {self.days}"
