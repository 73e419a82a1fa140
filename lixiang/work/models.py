"""The runs of jobs: one row for each slot and for each that somebody started."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, QuerySet, UniqueConstraint

from lixiang.work.permissions import operates

UNFINISHED = Q(finished_at__isnull=True)


class Run(models.Model):
    """One performance of a job; whoever holds an unexpired lease performs it, and `attempts` tells holders apart.

    `failure` is the last failure, kept after a later success too (`failed_at` says when); `is_failed` only where it was
    given up.
    """

    code = models.CharField(max_length=60)
    slot = models.DateTimeField(null=True)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    enqueued_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    is_failed = models.BooleanField(default=False)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["code", "slot"], name="a_slot_runs_once"),
            UniqueConstraint(fields=["code", "arguments"], condition=UNFINISHED, name="one_unfinished_run_of_a_kind"),
            CheckConstraint(condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="no_more_done_than_total"),
        ]
        indexes = [
            Index(fields=["due_at"], condition=UNFINISHED, name="unfinished_runs"),
            Index(fields=["code", "-id"], name="runs_of_a_job"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.slot or self.created_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def visible_to(cls, user: Any) -> "QuerySet[Run]":
        """All for who operates the house; what one started oneself for everybody."""
        return cls.objects.all() if operates(user) else cls.objects.filter(by=user.pk)

    @classmethod
    def ready(cls, at: datetime) -> "QuerySet[Run]":
        """Unfinished, due, and held by nobody whose lease still runs."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
        return cls.objects.filter(UNFINISHED, free, due_at__lte=at)

    @property
    def duration(self) -> timedelta | None:
        return self.finished_at - self.started_at if self.finished_at and self.started_at else None

    def state_at(self, at: datetime) -> tuple[str, str]:
        """The word for a page and its tone."""
        if self.finished_at:
            return ("失败", "bad") if self.is_failed else ("完成", "good")
        if self.lease_until and self.lease_until > at:
            return "运行中", "active"
        if self.attempts:
            return ("中断，待重新运行", "attention") if self.lease_until else ("失败，待重试", "attention")
        return "等待运行", "waiting"
