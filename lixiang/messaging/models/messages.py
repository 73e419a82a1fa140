"""Messages to people, and the reminders that were already sent."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Index, Q, QuerySet, UniqueConstraint

from lixiang.history.models import Event


class Message(models.Model):
    """What one person is told of one event."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    sentence = models.TextField()
    url = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, default="news")  # of rules.ways.KINDS
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["user", "event"], name="nobody_is_told_twice")]
        indexes = [
            Index(fields=["user", "-id"], name="messages_of_a_person"),
            Index(fields=["user", "-id"], condition=Q(read_at__isnull=True), name="unread_messages"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Message]":
        """To whom it was sent, and to nobody else."""
        return cls.objects.filter(user=user)


class Reminder(models.Model):
    """That a thing was reminded of on an occasion, so that neither a run of the job nor a click reminds twice."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    occasion = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["subject_kind", "subject_id", "occasion"], name="reminded_once_per_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.occasion}"
