"""The ledger: accounts of a project, entries and their lines, which are added and never changed or deleted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from lixiang.funds.rules.ledger import MOVEMENT_WORDS, SIDE_WORDS
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

UNCHANGED = "账目只增不改，更正请用冲正。"


class LedgerQuerySet(models.QuerySet):
    def update(self, **fields: Any) -> int:
        raise TypeError(UNCHANGED)

    def bulk_update(self, *args: Any, **options: Any) -> int:
        raise TypeError(UNCHANGED)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(UNCHANGED)


class Booked(models.Model):
    """A row of the ledger: written once."""

    objects = LedgerQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(UNCHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(UNCHANGED)


class Account(Booked):
    """One account of one project; spending has one for each heading."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="accounts")
    side = models.CharField(max_length=20, choices=[(str(side), word) for side, word in SIDE_WORDS.items()])
    heading = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["project", "side", "heading"], name="one_account_of_a_kind")]
        indexes = [Index(fields=["programme", "side"], name="accounts_of_a_programme")]

    def __str__(self) -> str:
        return f"{self.get_side_display()}{self.heading and f'：{self.heading}'}"


class Entry(Booked):
    """One movement of money: who booked it when, in words, on what paper, and the entry that it reverses, if any.

    `happened_on` is the day of the bank or of the receipt; `at` is when it was booked. A reference of the bank stands
    once: `reference_turn` counts how often it was booked and taken back before.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="entries")
    movement = models.CharField(max_length=20, choices=[(str(each), word) for each, word in MOVEMENT_WORDS.items()])
    words = models.TextField()
    document = models.CharField(max_length=100, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    reference_turn = models.PositiveIntegerField(default=0)
    happened_on = models.DateField()
    key = models.UUIDField(null=True)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["project", "key"], name="one_entry_per_key"),
            UniqueConstraint(
                fields=["bank_reference", "reference_turn"],
                condition=~Q(bank_reference=""),
                name="a_bank_reference_stands_once",
            ),
        ]
        indexes = [Index(fields=["project", "-id"], name="entries_of_a_project")]

    def __str__(self) -> str:
        return self.words


class Line(Booked):
    """What an entry does to one account: signed, in fen, never nothing. The lines of an entry sum to zero."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry", "account"], name="an_account_once_per_entry"),
            CheckConstraint(condition=~Q(amount=0), name="a_line_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"
