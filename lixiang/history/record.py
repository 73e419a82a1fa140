"""Writes one event into its subject's chain, in the transaction of the change it tells of."""

import json
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models, transaction

from lixiang.history.chain import START, digest
from lixiang.history.models import Event, Head, Pending

THE_CLOCK = "系统时钟"


def kind_of(subject: models.Model) -> str:
    return subject._meta.model_name or ""


def record(
    subject: models.Model,
    verb: str,
    *,
    by: Any,
    at: datetime,
    from_status: str = "",
    to_status: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
    programme_id: int | None = None,
) -> Event:
    """Append an event to the chain of `subject`; `by` is a user, or None when the clock itself acted.

    Must run inside the transaction of the change (a RuntimeError otherwise): an event without its change, or a
    change without its event, cannot exist. TypeError for a `detail` that would not read back as it was written.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() outside a transaction")
    head = _locked_head(subject)
    event = Event(
        subject_kind=kind_of(subject),
        subject_id=subject.pk,
        sequence=head.sequence + 1,
        verb=verb,
        by=by,
        by_name=getattr(by, "signature", "") or by.name if by else THE_CLOCK,
        at=at,
        from_status=from_status,
        to_status=to_status,
        reason=reason,
        detail=as_read_back(detail or {}),
        programme_id=programme_id,
        previous_hash=head.hash,
    )
    event.hash = digest(head.hash, event.chained_values())
    event.save()
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=["sequence", "hash"])
    Pending.objects.bulk_create(Pending(event=event, reader=reader) for reader in settings.HISTORY_READERS)
    return event


def as_read_back(detail: dict[str, Any]) -> dict[str, Any]:
    """The detail as any database gives it back; a fraction is refused, because 1.0 may come back as 1."""
    return json.loads(json.dumps(detail, allow_nan=False), parse_float=_refuse_fraction)


def _refuse_fraction(text: str) -> NoReturn:
    raise TypeError(f"a detail cannot hold the fraction {text}; write whole numbers or text")


def _locked_head(subject: models.Model) -> Head:
    """The head of the chain, locked; made for a new subject (the unique constraint decides between two makers)."""
    key = {"subject_kind": kind_of(subject), "subject_id": subject.pk}
    head = Head.objects.select_for_update(no_key=True).filter(**key).first()
    if head is None:
        Head.objects.bulk_create([Head(**key, sequence=0, hash=START)], ignore_conflicts=True)
        head = Head.objects.select_for_update(no_key=True).get(**key)
    return head
