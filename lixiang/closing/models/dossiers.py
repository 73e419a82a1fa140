"""The dossier: what a project hands in when it is complete, once per round."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.closing.rules.dossiers import DossierView
from lixiang.closing.states import OPEN, TRANSITIONS, Status
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project, Revision, past_of
from lixiang.projects.models.project import sides_of
from lixiang.projects.models.revision import Unescaped
from lixiang.projects.states import FOLLOWED


class Dossier(models.Model):
    """Round 1 after carrying out, a further one after each rectification.

    `answers` holds the written parts, `figures` the value reached of each goal, `explained` why a promise has no
    proof, all by name or key; `saves` counts the saves of each section. `revision` is the approved application that it
    is measured by, as it stood when the dossier was last written on.
    """

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="dossiers")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="dossiers")
    round = models.PositiveIntegerField()
    answers = models.JSONField(default=dict, encoder=Unescaped)
    figures = models.JSONField(default=dict, encoder=Unescaped)
    explained = models.JSONField(default=dict, encoder=Unescaped)
    saves = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    saved_by_name = models.CharField(max_length=120, blank=True)

    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=120)
    open_sections = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    first_handed_in_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    accepted_revision = models.ForeignKey(
        "closing.DossierRevision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    based_on = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "round"], name="one_dossier_per_round"),
            CheckConstraint(
                condition=Q(status=Status.ACCEPTED, accepted_revision__isnull=False)
                | (~Q(status=Status.ACCEPTED) & Q(accepted_revision__isnull=True)),
                name="accepted_exactly_with_a_revision",
            ),
            CheckConstraint(
                condition=Q(is_late=False) | Q(first_handed_in_at__isnull=False), name="a_late_dossier_was_handed_in"
            ),
        ]
        indexes = [
            Index(fields=["programme", "status", "status_since", "id"], name="dossiers_by_status"),
            Index(fields=["programme", "status_since", "id"], name="dossiers_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.project}结项材料"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Dossier]":
        """To whoever sees the project; to a former unit what was handed in while it carried the project out."""
        sides = sides_of(user)
        seen = Q(pk__in=[])
        if sides["drafts"]:
            seen |= Q(project__drafting_organisation__in=sides["drafts"])
            seen |= past_of(sides["drafts"], "first_handed_in_at")
        if sides["nominates"]:
            seen |= Q(project__nominating_organisation__in=sides["nominates"])
        if sides["runs"]:
            seen |= Q(programme__managing_organisation__in=sides["runs"])
        if sides["follows"]:
            seen |= Q(programme__managing_organisation__in=sides["follows"], project__status__in=FOLLOWED)
        return cls.objects.filter(seen).select_related(*RELATED)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_open_at(self, section: str) -> bool:
        """Whether a section can be written on: all of a first draft, the marked ones of what was sent back."""
        return self.status == Status.DRAFT or (self.status == Status.SENT_BACK and section in self.open_sections)

    def saves_of(self, section: str) -> int:
        return int(self.saves.get(section, 0))

    def facts(self, at: datetime) -> DossierView:
        """What the rules may know of this dossier at a moment."""
        from lixiang.closing.models.facts import view_of  # it imports this module

        return view_of(self, at)


RELATED = (
    "programme",
    "based_on",
    "project__programme",
    "project__version",
    "project__approved_revision",
    "project__nominating_organisation",
    "project__drafting_organisation",
    "project__implementing_organisation",
)
