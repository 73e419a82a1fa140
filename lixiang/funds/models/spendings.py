"""One spending of a project: what for, how much, on which day, with receipts."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.funds.models.ledger import Entry
from lixiang.funds.states.spendings import BOOKED, TRANSITIONS, Status
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project


class Spending(models.Model):
    """Booked when it is recorded, reversed when it is sent back or taken back, booked anew when it is handed in again.

    `entry` is the entry that counts now; none while nothing does.
    """

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    number = models.PositiveIntegerField()
    key = models.UUIDField(null=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="spendings")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="spendings")
    heading = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    spent_on = models.DateField()
    words = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.RECORDED)
    status_since = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_by_name = models.CharField(max_length=120)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="spending")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "number"], name="spendings_are_numbered"),
            UniqueConstraint(fields=["project", "key"], name="one_spending_per_key"),
            CheckConstraint(condition=Q(amount__gt=0), name="a_spending_spends_something"),
            CheckConstraint(
                condition=Q(status__in=BOOKED, entry__isnull=False) | (~Q(status__in=BOOKED) & Q(entry__isnull=True)),
                name="a_spending_counts_exactly_when_booked",
            ),
        ]
        indexes = [Index(fields=["programme", "status", "id"], name="spendings_by_status")]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Spending]":
        """To whoever sees the project."""
        seen = cls.objects.filter(project__in=Project.visible_to(user).values("pk"))
        related = ("programme", "project__programme", "project__version", "project__nominating_organisation")
        return seen.select_related(*related)

    def facts(self, at: datetime) -> None:
        """No row of the table asks for facts."""
