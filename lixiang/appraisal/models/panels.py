"""A panel (评审组), the judges who sit on it, the projects it scores, and who keeps away from which of them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, QuerySet, UniqueConstraint

from lixiang.appraisal.rules.panels import PanelFacts
from lixiang.appraisal.rules.words import GROUNDS
from lixiang.appraisal.states.panels import TONES, TRANSITIONS, Status
from lixiang.closing.models import DossierRevision
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project, Revision


class Panel(models.Model):
    """Judges and projects of one group or category; `version` says by which rubric all of them are scored."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="panels")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    category = models.CharField(max_length=20, blank=True)
    sheets = models.PositiveIntegerField()
    due_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PREPARING)
    status_since = models.DateTimeField()
    draw_seed = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "number"], name="panels_are_numbered"),
            CheckConstraint(condition=Q(sheets__gt=0), name="a_panel_wants_sheets"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Panel]":
        """To the section, and to those who sit on it from the moment they are asked to declare."""
        seats = user.organisations_as(Role.JUDGE)
        seen = Q(programme__managing_organisation__in=user.organisations_as(*SECTION))
        if seats:
            own = Judge.objects.filter(panel=OuterRef("pk"), user=user)
            seen |= Q(Exists(own), programme__managing_organisation__in=seats) & ~Q(status=Status.PREPARING)
        return cls.objects.filter(seen).select_related("programme", "version")

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    def facts(self, at: datetime) -> PanelFacts:
        """What the rules may know of this panel."""
        from lixiang.appraisal.models.panel_facts import facts_of  # it imports the sheets, which import this module

        return facts_of(self)


class Judge(models.Model):
    """A person's user on one panel; `code` stands for the name where scoring is anonymous, and in rankings."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="judges")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judgeships")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40, unique=True)
    is_chair = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["panel", "user"], name="a_judge_sits_once_on_a_panel"),
            UniqueConstraint(fields=["panel"], condition=Q(is_chair=True), name="a_panel_has_one_chair"),
        ]

    def __str__(self) -> str:
        return self.name


class PanelProject(models.Model):
    """A project that a panel scores, on the revision that was approved and on the dossier that was accepted.

    `turn` is its place in the order drawn.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="entries")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="panel_entries")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    dossier_revision = models.ForeignKey(DossierRevision, null=True, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveIntegerField(null=True)
    presented_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["panel", "project__number"]
        constraints = [
            UniqueConstraint(fields=["panel", "project"], name="a_project_once_on_a_panel"),
            UniqueConstraint(fields=["panel", "turn"], name="one_project_at_a_turn"),
        ]

    def __str__(self) -> str:
        return str(self.project)


class Recusal(models.Model):
    """That a judge keeps away from a project, on which ground; it counts neither for nor against the project."""

    judge = models.ForeignKey(Judge, on_delete=models.PROTECT, related_name="recusals")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="recusals")
    ground = models.CharField(max_length=30, choices=tuple(GROUNDS.items()))
    reason = models.TextField(blank=True)
    clause = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [UniqueConstraint(fields=["judge", "project"], name="a_judge_keeps_away_once")]
        indexes = [Index(fields=["project"], name="recusals_of_a_project")]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.project_id} {self.ground}"
