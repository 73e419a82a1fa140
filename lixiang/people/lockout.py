"""Locks a name after repeated failed log-ins; a known and an unknown name are treated exactly alike.

The count lies in the database, so that it holds across workers, servers and restarts.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from lixiang.people.models import LogInFailures

FORGOTTEN_AFTER = timedelta(days=1)


def _key(username: str) -> str:
    return username.strip().lower()[:64]


def lock_time() -> timedelta:
    return timedelta(minutes=settings.LOCK_MINUTES)


def locked_until(username: str, at: datetime) -> datetime | None:
    """When the lock on this name ends, or None if it may try."""
    failures = LogInFailures.objects.filter(username=_key(username), locked_until__gt=at).first()
    return failures.locked_until if failures else None


@transaction.atomic
def note_failure(username: str, at: datetime) -> int:
    """Count a failed log-in and return how many tries are left; at 0 the name is locked."""
    LogInFailures.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    key = _key(username)
    LogInFailures.objects.bulk_create([LogInFailures(username=key, last_at=at)], ignore_conflicts=True)
    failures = LogInFailures.objects.select_for_update().get(username=key)
    if failures.last_at < at - lock_time() or (failures.locked_until and failures.locked_until <= at):
        failures.count, failures.locked_until = 0, None
    failures.count, failures.last_at = failures.count + 1, at
    left = max(0, settings.LOCK_FAILURES - failures.count)
    if not left:
        failures.locked_until = at + lock_time()
    failures.save()
    return left


def forget_failures(username: str) -> None:
    """After a successful log-in or a new password."""
    LogInFailures.objects.filter(username=_key(username)).delete()
