"""Writes the first event of many new subjects at once, in the transaction that made them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction

from lixiang.history.chain import START, digest
from lixiang.history.models import Event, Head, Pending
from lixiang.history.record import THE_CLOCK, as_read_back, kind_of


def record_firsts(
    subjects: Sequence[models.Model], verb: str, *, by: Any, at: datetime, details: Sequence[dict[str, Any]] = ()
) -> list[Event]:
    """What `record` does for each, in four statements for all; a subject that has a chain already is an error.

    `details` stand in the order of the subjects. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_firsts() outside a transaction")
    each = details or [{}] * len(subjects)
    events = [_first(*pair, verb, by, at) for pair in zip(subjects, each, strict=True)]
    Head.objects.bulk_create(
        Head(subject_kind=event.subject_kind, subject_id=event.subject_id, sequence=1, hash=event.hash)
        for event in events
    )
    Event.objects.bulk_create(events)
    readers = settings.HISTORY_READERS
    Pending.objects.bulk_create(Pending(event=event, reader=reader) for event in events for reader in readers)
    return events


def _first(subject: models.Model, detail: dict[str, Any], verb: str, by: Any, at: datetime) -> Event:
    event = Event(
        subject_kind=kind_of(subject),
        subject_id=subject.pk,
        sequence=1,
        verb=verb,
        by=by,
        by_name=by.name if by else THE_CLOCK,
        at=at,
        to_status=getattr(subject, "status", ""),
        detail=as_read_back(detail),
        programme_id=getattr(subject, "programme_id", None),
        previous_hash=START,
    )
    event.hash = digest(START, event.chained_values())
    return event
