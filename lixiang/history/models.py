"""Events, the head of each subject's chain, and pending rows for readers."""

from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **fields: Any) -> int:
        raise TypeError("办理轨迹只增不改。")

    def bulk_update(self, *args: Any, **options: Any) -> int:
        raise TypeError("办理轨迹只增不改。")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("办理轨迹只增不删。")


class Event(models.Model):
    """One thing that happened to one subject; never changed, never deleted."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    from_status = models.CharField(max_length=40, blank=True)
    to_status = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    programme_id = models.BigIntegerField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["subject_kind", "subject_id", "sequence"], name="one_event_per_place_in_chain"),
            CheckConstraint(condition=Q(sequence__gte=1), name="chain_starts_at_one"),
        ]
        indexes = [
            Index(fields=["by", "-at"], name="events_by_person"),
            Index(fields=["programme_id", "-id"], condition=Q(verb="remind"), name="reminders_of_a_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}#{self.sequence} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("办理轨迹只增不改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("办理轨迹只增不删。")

    def chained_values(self) -> dict[str, Any]:
        """The fields that the hash covers."""
        return {
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "sequence": self.sequence,
            "verb": self.verb,
            "by_id": self.by_id,
            "by_name": self.by_name,
            "at": self.at.astimezone(UTC).isoformat(),
            "from_status": self.from_status,
            "to_status": self.to_status,
            "reason": self.reason,
            "detail": self.detail,
            "programme_id": self.programme_id,
        }


class Head(models.Model):
    """The last link of one subject's chain; locked while the next is added."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_head_per_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}@{self.sequence}"


class Pending(models.Model):
    """One event that one reader has not yet taken; readers delete it on success."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    reader = models.CharField(max_length=40)

    class Meta:
        constraints = [UniqueConstraint(fields=["reader", "event"], name="an_event_waits_once_per_reader")]

    def __str__(self) -> str:
        return f"{self.reader} <- {self.event_id}"
