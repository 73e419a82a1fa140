"""Score sheets with their lines, and what was counted from the record of a project."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, QuerySet, UniqueConstraint

from lixiang.appraisal.models.assignments import Assignment
from lixiang.appraisal.models.panels import Judge, Panel, Recusal
from lixiang.appraisal.rules.scoring import SheetFacts
from lixiang.appraisal.states.sheets import TONES, TRANSITIONS, Status
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project, Revision


class ScoreSheet(models.Model):
    """One scorer, one project, one round, on one revision under one rubric; a correction is a sheet of its own.

    `not_applicable` says why the rubric does not apply to the project: such a sheet is handed in without a total.
    """

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=130, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="sheets")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="score_sheets")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    comment = models.TextField(blank=True)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    correction_reason = models.TextField(blank=True)
    not_applicable = models.TextField(blank=True)
    key = models.UUIDField(null=True, unique=True)
    total = models.BigIntegerField(null=True)
    content = models.JSONField(null=True)
    hash = models.CharField(max_length=64, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["assignment", "number"], name="score_sheets_are_numbered"),
            UniqueConstraint(
                fields=["assignment"], condition=Q(status=Status.DRAFT), name="one_open_sheet_per_assignment"
            ),
            CheckConstraint(
                condition=Q(status=Status.HANDED_IN, handed_in_at__isnull=False)
                & (Q(total__isnull=False, not_applicable="") | (Q(total__isnull=True) & ~Q(not_applicable="")))
                | (~Q(status=Status.HANDED_IN) & Q(total__isnull=True, handed_in_at__isnull=True, not_applicable="")),
                name="scored_or_not_applicable_when_handed_in",
            ),
        ]
        indexes = [Index(fields=["project", "status"], name="score_sheets_of_a_project")]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def current(cls) -> "QuerySet[ScoreSheet]":
        """Those that count: handed in, corrected by no later one, of assignments that count."""
        later = cls.objects.filter(assignment=OuterRef("assignment"), number__gt=OuterRef("number"))
        handed_in = cls.objects.filter(status=Status.HANDED_IN, assignment__in=Assignment.living().values("pk"))
        return handed_in.filter(~Exists(later.filter(status=Status.HANDED_IN)))

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[ScoreSheet]":
        """Their own to those who score; handed in ones to the section and the chair, as far as the phase shows any.

        What the phase shows is the programme's to say: `queries.results.shown_of` asks its settings.
        """
        seen = Q(assignment__in=Assignment.visible_to(user).values("pk"))
        handed_in = Q(status=Status.HANDED_IN)
        seen |= handed_in & Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        judging = user.organisations_as(Role.JUDGE)
        if judging:
            seat = Judge.objects.filter(user=user, panel=OuterRef("assignment__panel"), declared_at__isnull=False)
            away = Recusal.objects.filter(judge__user=user, project=OuterRef("project"))
            seated = Q(Exists(seat), ~Exists(away), programme__managing_organisation__in=judging)
            seen |= handed_in & seated
        related = ("assignment__panel__programme", "assignment__panel__version", "assignment__judge__panel__programme")
        rows = cls.objects.filter(seen).select_related(*related, "assignment__project", "assignment__organisation")
        return rows.select_related("revision", "corrects", "version", "programme")

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def is_not_applicable(self) -> bool:
        return bool(self.not_applicable)

    def facts(self, at: datetime) -> SheetFacts:
        """What the rules may know of this sheet."""
        from lixiang.appraisal.models.sheet_facts import facts_of  # it imports this module

        return facts_of(self)


class ScoreLine(models.Model):
    """One indicator on a sheet: points as typed, why, which document; `counted` is what counts once handed in."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    indicator = models.CharField(max_length=40)
    points = models.IntegerField(null=True)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)
    counted = models.IntegerField(null=True)

    class Meta:
        ordering = ["sheet", "place"]
        constraints = [UniqueConstraint(fields=["sheet", "indicator"], name="an_indicator_once_on_a_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.indicator}"


class AutomaticScore(models.Model):
    """What the record of a project comes to for one indicator, with its workings; the same on every sheet."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="automatic_scores")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="automatic_scores")
    indicator = models.CharField(max_length=40)
    points = models.IntegerField()
    words = models.TextField()
    record = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["panel", "project", "indicator"], name="an_indicator_counted_once_per_project")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.indicator}"
