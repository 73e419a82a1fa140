"""What a project is given beside its score sheets, with the document it rests on; taken back, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q, QuerySet, UniqueConstraint

from lixiang.appraisal.models import PanelProject
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project

STANDING = Q(withdrawn_at=None)


class GivenBonus(models.Model):
    """One addition by the code of the programme's setting; `points` are thousandths, as asked for."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="given_bonuses")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    bonus = models.CharField(max_length=40)
    points = models.PositiveBigIntegerField()
    document = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            UniqueConstraint(fields=["project", "bonus"], condition=STANDING, name="a_bonus_once_per_project"),
            CheckConstraint(condition=Q(points__gt=0), name="a_bonus_has_points"),
        ]
        indexes = [Index(fields=["programme", "id"], condition=STANDING, name="bonuses_of_a_programme")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.bonus}: {self.points}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[GivenBonus]":
        """To the section; others read of it in the explanation of a place once the ranking is shown."""
        runs = user.organisations_as(*SECTION)
        return cls.objects.filter(programme__managing_organisation__in=runs).select_related("project", "programme")

    @classmethod
    def counting(cls, programme: Programme) -> "QuerySet[GivenBonus]":
        """Those that stand, of projects that a closed panel scored."""
        scored = PanelProject.objects.filter(project=OuterRef("project"), panel__status=PanelStatus.CLOSED)
        return cls.objects.filter(STANDING, Exists(scored), programme=programme).order_by("pk")
