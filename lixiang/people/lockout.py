"""Locks a name after repeated failed log-ins; a known and an unknown name are treated exactly alike.

The count lies in the database, so that it holds across workers, servers and restarts.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from lixiang.history.record import record
from lixiang.people.models import LogInFailures, User

FORGOTTEN_AFTER = timedelta(days=1)


def minutes() -> int:
    """How long a lock lasts."""
    return settings.LOCK_MINUTES


def locked_until(username: str, at: datetime) -> datetime | None:
    """When the lock on this name ends, or None if it may try."""
    failures = LogInFailures.objects.filter(username=_key(username), locked_until__gt=at).first()
    return failures.locked_until if failures else None


@transaction.atomic
def note_failure(username: str, at: datetime) -> int:
    """Count a failed log-in and return how many tries are left; at 0 the name is locked."""
    LogInFailures.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    key, lasts = _key(username), timedelta(minutes=minutes())
    LogInFailures.objects.bulk_create([LogInFailures(username=key, last_at=at)], ignore_conflicts=True)
    failures = LogInFailures.objects.select_for_update(no_key=True).get(username=key)
    if failures.last_at < at - lasts or (failures.locked_until and failures.locked_until <= at):
        failures.count, failures.locked_until = 0, None
    failures.count, failures.last_at = failures.count + 1, at
    left = max(0, settings.LOCK_FAILURES - failures.count)
    if not left and not failures.locked_until:
        failures.locked_until = at + lasts
        _record_lock(key, at)
    failures.save()
    return left


def forget_failures(username: str) -> None:
    """After a successful log-in or a new password."""
    LogInFailures.objects.filter(username=_key(username)).delete()


def _key(username: str) -> str:
    return username.strip().lower()[:64]


def _record_lock(username: str, at: datetime) -> None:
    user = User.objects.filter(username=username).first()
    if user:
        record(user, "lock_log_in", by=None, at=at)
