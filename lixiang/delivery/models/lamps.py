"""The lamp of a project: what it shows, what the rules say, and until when somebody overrules them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet
from django.utils import timezone

from lixiang.delivery.models.plans import seen_by
from lixiang.delivery.rules.lamps import COLOUR_WORDS, COLOURS, Lighting
from lixiang.delivery.rules.overrides import Override, is_over, shown
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

CHOICES = [(colour, COLOUR_WORDS[colour]) for colour in COLOURS]


class Lamp(models.Model):
    """`colour`, `reason`, `clause` are what is shown; `ruled_…` what the rules give; `changes_at` when to look anew.

    `looked_at`: what happened in the project after it is news to the lamp.
    """

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="lamp")
    colour = models.CharField(max_length=10, choices=CHOICES)
    reason = models.TextField()
    clause = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    changes_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    ruled_colour = models.CharField(max_length=10, choices=CHOICES)
    ruled_reason = models.TextField()
    ruled_clause = models.CharField(max_length=20, blank=True)
    overruled_until = models.DateField(null=True)
    overruled_colour = models.CharField(max_length=10, choices=CHOICES, blank=True)
    overruled_reason = models.TextField(blank=True)
    overruled_at = models.DateTimeField(null=True)
    overruled_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(overruled_until__isnull=True, overruled_colour="", overruled_at__isnull=True)
                | (Q(overruled_until__isnull=False, overruled_at__isnull=False) & ~Q(overruled_colour="")),
                name="overruled_exactly_when_until_a_day",
            )
        ]
        indexes = [
            Index(fields=["programme", "colour", "since"], name="lamps_by_colour"),
            Index(fields=["changes_at"], condition=Q(changes_at__isnull=False), name="lamps_that_change"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def override(self) -> Override | None:
        """What the section said over the rules, as a value; it may be over."""
        if self.overruled_until is None:
            return None
        return Override(self.overruled_colour, self.overruled_reason, self.overruled_until)

    def show(self, ruled: Lighting, at: datetime) -> None:
        """Set what the rules give, and over it what the section said as long as that lasts; saves nothing."""
        today, before = timezone.localtime(at).date(), self.colour
        if is_over(self.override, today):
            self.forget_override()
        lighting = shown(ruled, self.override, today)
        self.ruled_colour, self.ruled_reason, self.ruled_clause = ruled.colour, ruled.reason, ruled.clause
        self.colour, self.reason, self.clause = lighting.colour, lighting.reason, lighting.clause
        self.changes_at, self.looked_at = lighting.changes_at, at
        self.since = self.since if self.colour == before else at

    def forget_override(self) -> None:
        self.overruled_until = self.overruled_at = None
        self.overruled_colour = self.overruled_reason = self.overruled_by_name = ""

    @property
    def is_overruled(self) -> bool:
        return self.overruled_until is not None

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Lamp]":
        """To whoever sees the project."""
        return cls.objects.filter(project__in=seen_by(user)).select_related("project__programme", "project__version")
