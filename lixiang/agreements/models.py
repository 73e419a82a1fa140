"""The responsibility agreement of an approved project."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet

from lixiang.agreements.states import TRANSITIONS, Status
from lixiang.files.models import File
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project, Revision


class Agreement(models.Model):
    """Drawn up from the approved revision, signed on paper, confirmed by both sides."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreements")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="agreement")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    parties = models.JSONField()
    status = models.CharField(max_length=30, choices=Status, default=Status.PENDING)
    status_since = models.DateTimeField()
    drawn_up_at = models.DateTimeField()
    sign_by = models.DateTimeField()
    in_force_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
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
        indexes = [
            models.Index(fields=["programme", "sign_by", "id"], name="agreements_by_due_date"),
            models.Index(fields=["programme", "status", "sign_by", "id"], name="agreements_by_status"),
        ]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Agreement]":
        """To whoever sees the project: its unit, its nominator, the section, and once in force those who follow it."""
        drafts = user.organisations_as(Role.UNIT_CLERK)
        nominates = user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)
        runs = user.organisations_as(*SECTION)
        follows = user.organisations_as(Role.INSPECTOR, Role.FINANCE)
        seen = Q(pk__in=[])
        if drafts:
            seen |= Q(project__drafting_organisation__in=drafts)
        if nominates:
            seen |= Q(project__nominating_organisation__in=nominates)
        if runs:
            seen |= Q(programme__managing_organisation__in=runs)
        if follows:
            seen |= Q(programme__managing_organisation__in=follows, status=Status.IN_FORCE)
        related = ("project__programme", "project__nominating_organisation", "project__version", "revision")
        return cls.objects.filter(seen).select_related(*related)

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts."""
