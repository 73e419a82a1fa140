"""An organisation's slate in a programme, its entries in order, and the receipt of each hand-in."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, QuerySet, UniqueConstraint

from lixiang.nominations.states import TRANSITIONS, Status
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project


class Slate(models.Model):
    """What one organisation nominates in one programme."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=120, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="slates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    status_since = models.DateTimeField()
    edition = models.PositiveIntegerField(default=0)
    endorsed_by_name = models.CharField(max_length=60, blank=True)
    endorsed_at = models.DateTimeField(null=True)
    endorsed_edition = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["programme", "organisation"], name="one_slate_per_organisation"),
            CheckConstraint(
                condition=Q(endorsed_at__isnull=True, endorsed_edition__isnull=True, endorsed_by_name="")
                | (Q(endorsed_at__isnull=False, endorsed_edition__isnull=False) & ~Q(endorsed_by_name="")),
                name="an_endorsement_is_whole_or_absent",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Slate]":
        """Their own to those who nominate, all of the programme to the section that runs it."""
        nominates = user.organisations_as(Role.NOMINATOR, Role.NOMINATOR_LEADER)
        runs = user.organisations_as(*SECTION)
        seen = Q(organisation__in=nominates) | Q(programme__managing_organisation__in=runs)
        return cls.objects.filter(seen).select_related("programme", "organisation__parent")

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts: the actions count under the slate's lock."""

    @property
    def is_endorsed(self) -> bool:
        """The leader endorsed the list as it now stands; a project taken off it since voids the endorsement."""
        return self.endorsed_at is not None and self.endorsed_edition == self.edition

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def tone(self) -> str:
        """How its status is coloured on a page."""
        return {Status.OPEN: "neutral", Status.ENDORSED: "waiting", Status.HANDED_IN: "good"}[Status(self.status)]


class SlateEntry(models.Model):
    """A project on the slate, in its place."""

    slate = models.ForeignKey(Slate, on_delete=models.CASCADE, related_name="entries")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="slate_entry")
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.slate_id}#{self.order}"


class Receipt(models.Model):
    """The proof of one hand-in of a slate: number, what it held, hash."""

    slate = models.ForeignKey(Slate, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=140, unique=True)
    key = models.UUIDField()
    content = models.JSONField()
    hash = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [UniqueConstraint(fields=["slate", "key"], name="one_slate_hand_in_per_key")]

    def __str__(self) -> str:
        return self.number
