"""The verbs of messages: take what waits and tell it, remind of what is due, mark as read."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from lixiang.history.models import Event, Pending
from lixiang.history.record import kind_of, record
from lixiang.messaging import queries, rules
from lixiang.messaging.models import Message, Reminder
from lixiang.messaging.queries import notices_of
from lixiang.nominations.actions import open_slate
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import may_edit

READER = "messages"
log = logging.getLogger(__name__)


def deliver(*, by: Any, at: datetime, limit: int = 100, but: Iterable[int] = ()) -> tuple[int, list[int]]:
    """Tell a batch of waiting events and delete their pending rows in the same transaction.

    Returns how many were told and the ids of the pending rows that could not be; one such event stays and is logged,
    and never holds the others up. Rows that another worker holds are passed by (`SKIP LOCKED`).
    """
    told, failed = 0, []
    with transaction.atomic():
        waiting = Pending.objects.select_for_update(skip_locked=True, of=("self",)).filter(reader=READER)
        for pending in waiting.exclude(pk__in=but).select_related("event").order_by("pk")[:limit]:
            try:
                with transaction.atomic():
                    _tell(pending.event, at)
                    pending.delete()
            except Exception:  # whatever it is, it is logged, stays pending, and holds nobody else up
                log.exception("event %s could not be told", pending.event_id)
                failed.append(pending.pk)
            else:
                told += 1
    return told, failed


def _tell(event: Event, at: datetime) -> None:
    """One message per person and event: who belongs to two audiences reads the first sentence that fits."""
    messages: dict[int, Message] = {}
    for notice in notices_of(event, at):
        for person in notice.people:
            message = Message(
                user_id=person, event=event, sentence=notice.sentence, url=notice.url, created_at=event.at
            )
            messages.setdefault(person, message)
    Message.objects.bulk_create(messages.values())


@transaction.atomic
def remind(
    subject: Model, *, occasion: str, by: Any, at: datetime, due_at: datetime | None = None, reason: str = ""
) -> bool:
    """Put a reminder on record, which is then delivered like any event; False where it was sent on that occasion."""
    _, is_new = Reminder.objects.get_or_create(
        subject_kind=kind_of(subject), subject_id=subject.pk, occasion=occasion, defaults={"at": at}
    )
    if is_new:
        detail = {"due_at": due_at.isoformat()} if due_at else {}
        programme_id = getattr(subject, "programme_id", None)
        record(subject, "remind", by=by, at=at, reason=reason, detail=detail, programme_id=programme_id)
    return is_new


def remind_of_due(*, by: Any, at: datetime) -> int:
    """Remind of every slate, return, agreement and milestone whose date is near; how many were put on record."""
    due: list[tuple[Callable[[], Model], datetime]] = [
        *((partial(_itself, project), project.due_at) for project in queries.projects_due(at)),
        *((partial(_itself, agreement), agreement.sign_by) for agreement in queries.agreements_due(at)),
        *((partial(_itself, each), queries.end_of_its_day(each)) for each in queries.milestones_due(at)),
        *((partial(open_slate, *where, at=at), until) for *where, until in queries.slates_due(at)),
    ]
    sent = 0
    for subject, due_at in due:
        days = rules.days_to_remind(due_at, at)
        if days is not None:
            sent += remind(subject(), occasion=rules.occasion_before(due_at, days), due_at=due_at, by=by, at=at)
    return sent


def _itself(subject: Model) -> Model:
    return subject


def remind_of_slates(programme: Programme, *, by: Any, at: datetime) -> int:
    """One click for all who have not handed their slate in, once a day; how many were reminded."""
    _refuse_strangers(programme, by)
    occasion = rules.occasion_by_hand(at)
    waiting = [open_slate(programme, each, at=at) for each in queries.slates_waiting(programme, at)]
    return sum(remind(slate, occasion=occasion, by=by, at=at) for slate in waiting)


def remind_of_returns(programme: Programme, *, by: Any, at: datetime) -> int:
    """One click for all projects that were sent back and have not come again in time, once a day."""
    _refuse_strangers(programme, by)
    occasion = rules.occasion_by_hand(at)
    late = queries.returns_overdue(programme, at)
    return sum(remind(each, occasion=occasion, due_at=each.due_at, by=by, at=at) for each in late)


def _refuse_strangers(programme: Programme, by: Any) -> None:
    if not may_edit(by, programme):
        raise PermissionDenied


def mark_read(message: Message, *, by: Any, at: datetime) -> None:
    """The first reading counts; nobody reads for somebody else."""
    Message.visible_to(by).filter(pk=message.pk, read_at=None).update(read_at=at)


def mark_all_read(*, by: Any, at: datetime) -> None:
    Message.visible_to(by).filter(read_at=None).update(read_at=at)
