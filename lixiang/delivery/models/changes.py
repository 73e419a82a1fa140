"""A change of a project under agreement that somebody asks for, and what becomes of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.delivery.rules.change_kinds import AUTHORITIES, MOVES
from lixiang.delivery.states.changes import IN_FORCE, TRANSITIONS, Status
from lixiang.documents.models import OfficialDocument
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project, Revision, past_of


class ChangeRequest(models.Model):
    """One request: its kinds (`title` says them in words), the proposed values of the fields they open, the reason.

    `values` holds what was typed by field; `base` is the approved revision that the difference was shown against,
    `revision` the one that came of it. `authority` is that of the hardest of its kinds, as the programme said when it
    was begun.
    """

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="changes")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    kinds = models.JSONField()
    title = models.CharField(max_length=400)
    authority = models.CharField(max_length=20, choices=AUTHORITIES)
    by_section = models.BooleanField(default=False)
    base = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    saves = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_by_name = models.CharField(max_length=120)
    handed_in_at = models.DateTimeField(null=True)
    took_effect_at = models.DateTimeField(null=True)
    revision = models.OneToOneField(Revision, null=True, on_delete=models.PROTECT, related_name="change")
    reply = models.ForeignKey(OfficialDocument, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["project", "number"]
        constraints = [
            UniqueConstraint(fields=["project", "number"], name="changes_are_numbered"),
            CheckConstraint(
                condition=Q(status__in=IN_FORCE, took_effect_at__isnull=False)
                | (~Q(status__in=IN_FORCE) & Q(took_effect_at__isnull=True)),
                name="a_change_in_force_says_since_when",
            ),
        ]
        indexes = [
            Index(fields=["programme", "status_since", "id"], name="changes_by_time"),
            Index(fields=["programme", "status", "status_since", "id"], name="changes_by_status"),
        ]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[ChangeRequest]":
        """To whoever sees the project; a draft to the side that writes it alone."""
        carrying = Q(project__drafting_organisation__in=user.organisations_as(Role.UNIT_CLERK)) | Q(
            project__nominating_organisation__in=user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)
        )
        section = Q(programme__managing_organisation__in=user.organisations_as(Role.SECTION_CLERK, Role.SECTION_HEAD))
        own = (Q(by_section=False) & carrying) | (Q(by_section=True) & section)
        now = Q(project__in=Project.visible_to(user).select_related(None).values("pk"))
        seen = cls.objects.filter(now | past_of(user.organisations_as(Role.UNIT_CLERK), "created_at"))
        related = ("project__version", "project__approved_revision", "project__nominating_organisation")
        more = ("project__programme__managing_organisation", "project__implementing_organisation__parent")
        return seen.filter(~Q(status=Status.DRAFT) | own).select_related(
            "base", "revision__form_version", "reply", "project__topic", *related, *more
        )

    @property
    def moves_project(self) -> bool:
        return any(code in MOVES for code in self.kinds)
