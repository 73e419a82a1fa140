"""The order by which one tranche of a grant is paid."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.funds.models.ledger import Entry
from lixiang.funds.rules.kinds import Tranche
from lixiang.funds.rules.payments import OrderFacts
from lixiang.funds.states.orders import LIVE, TRANSITIONS, Status
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project

PAID_AND_AFTER = (Status.PAID, Status.BOUNCED)


class PaymentOrder(models.Model):
    """One tranche to one payee; the database itself lets a tranche be ordered once at a time."""

    transitions = TRANSITIONS

    ref = models.SlugField(max_length=100, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="payment_orders")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="payment_orders")
    tranche = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    clause = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    payee_name = models.CharField(max_length=200)
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFTED)
    status_since = models.DateTimeField()
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_by_name = models.CharField(max_length=120)
    authorised_at = models.DateTimeField(null=True)
    entry = models.OneToOneField(Entry, null=True, on_delete=models.PROTECT, related_name="order")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "tranche"], condition=Q(status__in=LIVE), name="a_tranche_once"),
            CheckConstraint(condition=Q(amount__gt=0), name="an_order_pays_something"),
            CheckConstraint(
                condition=Q(status__in=PAID_AND_AFTER, entry__isnull=False)
                | (~Q(status__in=PAID_AND_AFTER) & Q(entry__isnull=True)),
                name="paid_exactly_when_booked",
            ),
        ]
        indexes = [
            Index(fields=["programme", "status", "due_on", "id"], name="payment_orders_by_due_date"),
            Index(fields=["programme", "-id"], name="payment_orders_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.project}：{self.title}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[PaymentOrder]":
        """To whoever sees the project; before it was authorised to the managing organisation alone."""
        seen = cls.objects.filter(project__in=Project.visible_to(user).values("pk"))
        inside = user.organisations_as(*SECTION, Role.FINANCE)
        known = Q(authorised_at__isnull=False) | Q(programme__managing_organisation__in=inside)
        related = ("programme", "project__programme", "project__version", "payee", "entry", "ordered_by")
        return seen.filter(known).select_related(*related, "project__nominating_organisation")

    def facts(self, at: datetime) -> OrderFacts:
        """The tranche as the version that binds the project has it."""
        rows = settings_by_kind(self.project.version, Tranche)
        return OrderFacts(next((row for row in rows if row.code == self.tranche), None))
