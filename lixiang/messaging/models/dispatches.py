"""The outbox: what goes to a person outside the house, and the halt of an office under which it waits."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, QuerySet, UniqueConstraint

from lixiang.channels.door import CHANNELS
from lixiang.messaging.models.messages import Message
from lixiang.people.models import Organisation
from lixiang.people.roles import Role

OPEN = Q(sent_at=None, dropped_at=None)
# Ready for whoever sends: not held, not in somebody's hand, not given up.
WAITING = OPEN & Q(held_at=None, taken_at=None, given_up_at=None)
IN_HAND = timedelta(minutes=5)  # longer than any adapter waits: whoever took it has died
# The office's filter of its outbox: word, and the rows it shows.
SHOWN = {
    "": ("全部", Q()),
    "waiting": ("待发", WAITING),
    "held": ("暂缓", OPEN & Q(held_at__isnull=False)),
    "unclear": ("需要处理", OPEN & (Q(given_up_at__isnull=False) | Q(taken_at__isnull=False))),
    "sent": ("已发", Q(sent_at__isnull=False)),
    "dropped": ("不发", Q(dropped_at__isnull=False)),
}


class Halt(models.Model):
    """From begin to end, nothing new of an office leaves: it is born held."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["organisation"], condition=Q(ended_at=None), name="one_halt_of_an_office")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.reason}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Halt]":
        """The office's own section."""
        return cls.objects.filter(organisation__in=user.organisations_as(Role.SECTION_CLERK, Role.SECTION_HEAD))


class Dispatch(models.Model):
    """One message on its way to one person by one channel; `taken_at` is noted before it leaves, `sent_at` after.

    Taken and neither sent nor failed: whoever had it in hand died, and it may have arrived. It is never sent again
    unless the office says so.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="dispatches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    halt = models.ForeignKey(Halt, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["message", "channel"], name="sent_once_by_each_channel"),
            CheckConstraint(condition=Q(sent_at=None) | Q(dropped_at=None), name="sent_or_dropped_not_both"),
            CheckConstraint(condition=Q(sent_at=None) | Q(taken_at__isnull=False), name="taken_before_it_is_sent"),
        ]
        indexes = [
            Index(fields=["due_at"], condition=WAITING, name="waiting_dispatches"),
            Index(fields=["organisation", "-id"], name="outbox_of_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Dispatch]":
        """The office whose programme it tells of; not the person, who reads the message itself."""
        return cls.objects.filter(organisation__in=user.organisations_as(Role.SECTION_CLERK, Role.SECTION_HEAD))

    @property
    def channel_label(self) -> str:
        return CHANNELS[self.channel].label if self.channel in CHANNELS else self.channel

    @property
    def is_to_a_group(self) -> bool:
        """Then it is for all who chose the group, and `user` is the first of them."""
        return self.channel in CHANNELS and CHANNELS[self.channel].is_group

    def is_unclear(self, at: datetime) -> bool:
        """Nobody answered, or whoever had it in hand is gone."""
        if self.taken_at is None:
            return False
        return self.taken_at <= at - IN_HAND or (self.failed_at is not None and self.failed_at >= self.taken_at)

    def state_at(self, at: datetime) -> tuple[str, str]:
        """The word for a page and its tone; the first of these that is true."""
        states = (
            (self.sent_at, ("已发", "good")),
            (self.dropped_at, ("不发", "closed")),
            (self.held_at, ("暂缓", "attention")),
            (self.given_up_at, ("发送失败", "bad")),
            (self.is_unclear(at), ("中断，可能已送达", "bad")),
            (self.taken_at, ("发送中", "active")),
            (self.failures, ("失败，待重试", "attention")),
        )
        return next((words for is_so, words in states if is_so), ("待发", "waiting"))
