"""The responsibility agreement of an approved project."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet

from lixiang.agreements.states import TRANSITIONS, Status
from lixiang.files.models import File
from lixiang.projects.models import Project, Revision


class Agreement(models.Model):
    """Drawn up from the approved revision, signed on paper, confirmed by both sides."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="agreement")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    status = models.CharField(max_length=30, choices=Status, default=Status.PENDING)
    status_since = models.DateTimeField()
    drawn_up_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    in_force_on = models.DateField(null=True)
    pdf = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    fallbacks = models.JSONField(default=list)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(status=Status.IN_FORCE, in_force_on__isnull=False)
                | (~Q(status=Status.IN_FORCE) & Q(in_force_on__isnull=True)),
                name="in_force_exactly_when_dated",
            )
        ]
        indexes = [models.Index(fields=["status", "sign_by"], name="agreements_by_due_date")]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Agreement]":
        """Whoever sees the project, once it was approved."""
        projects = Project.visible_to(user).select_related(None).values("pk")
        related = ("project__programme", "project__nominating_organisation", "project__version", "revision")
        return cls.objects.filter(project__in=projects).select_related(*related)

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts."""
