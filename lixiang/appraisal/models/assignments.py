"""Who is to score which project for which source."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, QuerySet, UniqueConstraint

from lixiang.appraisal.models.panels import Judge, Panel, Recusal
from lixiang.appraisal.rules.words import SCORERS
from lixiang.appraisal.states.panels import OPENED
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

SECTION_SCORERS = (Role.SECTION_CLERK, Role.SECTION_HEAD)


class Assignment(models.Model):
    """One project for one judge of the panel, or for one organisation that scores as a source of its own."""

    ref = models.SlugField(max_length=120, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="assignments")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assignments")
    source = models.CharField(max_length=40)
    scored_by = models.CharField(max_length=20, choices=tuple(SCORERS.items()))
    judge = models.ForeignKey(Judge, null=True, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["panel", "project", "source", "judge"],
                condition=Q(judge__isnull=False),
                name="a_judge_scores_a_project_once",
            ),
            UniqueConstraint(
                fields=["panel", "project", "source"], condition=Q(judge__isnull=True), name="a_side_scores_once"
            ),
            CheckConstraint(
                condition=Q(scored_by="judge", judge__isnull=False, organisation__isnull=True)
                | (~Q(scored_by="judge") & Q(judge__isnull=True, organisation__isnull=False)),
                name="scored_by_a_judge_or_by_a_side",
            ),
        ]
        indexes = [
            Index(fields=["judge", "id"], name="assignments_of_a_judge"),
            Index(fields=["organisation", "id"], name="assignments_of_a_side"),
        ]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def living(cls) -> "QuerySet[Assignment]":
        """Those that count: not withdrawn, and no judge's who keeps away from the project."""
        away = Recusal.objects.filter(judge=OuterRef("judge"), project=OuterRef("project"))
        return cls.objects.filter(~Exists(away), withdrawn_at=None)

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Assignment]":
        """Their own to those who score, once materials are open and the judge has declared."""
        judging = user.organisations_as(Role.JUDGE)
        seen = Q(pk__in=[])
        if judging:
            own = Q(judge__user=user, judge__declared_at__isnull=False)
            seen |= own & Q(programme__managing_organisation__in=judging)
        seen |= Q(scored_by="department", organisation__in=user.organisations_as(*SECTION_SCORERS))
        seen |= Q(scored_by="nominator", organisation__in=user.organisations_as(Role.NOMINATOR))
        related = ("programme", "panel__version", "panel__programme", "judge__panel__programme")
        rows = cls.living().filter(seen, panel__status__in=OPENED)
        return rows.select_related(*related, "project__nominating_organisation", "project__programme", "organisation")
