"""Telling: take the events that wait, one message per person, and what of it goes out of the house."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from lixiang.channels.door import CHANNELS, Channel, channels_in_use
from lixiang.history.models import Event, Pending
from lixiang.messaging import queries
from lixiang.messaging.models import Dispatch, Message
from lixiang.messaging.models.preferences import ways_of
from lixiang.messaging.queries import Phrasings, accounts_of, halt_of, notices_of, office_of, phrasings_in_force
from lixiang.messaging.rules import ways
from lixiang.people.models import User

READER = "messages"
log = logging.getLogger(__name__)


def deliver(*, by: Any, at: datetime, limit: int = 100, but: Iterable[int] = ()) -> tuple[int, list[int]]:
    """Tell a batch of waiting events and delete their pending rows in the same transaction.

    Returns how many were told and the ids of the pending rows that could not be; one such event stays and is logged,
    and never holds the others up. Rows that another worker holds are passed by (`SKIP LOCKED`).
    """
    told, failed, phrasings = 0, [], phrasings_in_force()
    with transaction.atomic():
        waiting = Pending.objects.select_for_update(skip_locked=True, of=("self",), no_key=True).filter(reader=READER)
        for pending in waiting.exclude(pk__in=but).select_related("event").order_by("pk")[:limit]:
            try:
                with transaction.atomic():
                    _tell(pending.event, phrasings, at)
                    pending.delete()
            except Exception:  # whatever it is, it is logged, stays pending, and holds nobody else up
                log.exception("event %s could not be told", pending.event_id)
                failed.append(pending.pk)
            else:
                told += 1
    return told, failed


def _tell(event: Event, phrasings: Phrasings, at: datetime) -> None:
    """One message per person and event: who belongs to two audiences reads the first sentence that fits."""
    messages: dict[int, Message] = {}
    leaving: set[int] = set()
    for notice in notices_of(event, at, phrasings):
        for person in notice.people:
            told = {"sentence": notice.sentence, "url": notice.url, "kind": notice.kind}
            messages.setdefault(person, Message(user_id=person, event=event, created_at=event.at, **told))
        leaving |= set(notice.people) if notice.may_leave else set()
    Message.objects.bulk_create(messages.values())
    if leaving and channels_in_use():
        _send_out(event, [messages[person] for person in sorted(leaving)], at)


def _send_out(event: Event, messages: list[Message], at: datetime) -> None:
    """A row of the outbox per person and channel chosen, one for a group, in the transaction that tells the event."""
    office = office_of(event)
    halt = halt_of(office)
    accounts = accounts_of(message.user_id for message in messages)
    born = {"organisation_id": office, "created_at": at, "halt": halt, "held_at": at if halt else None}
    chosen = [
        Dispatch(message=message, user_id=message.user_id, channel=channel.code, due_at=due, **born)
        for message in messages
        for channel, due in _ways_to(accounts[message.user_id], message.kind, at)
    ]
    Dispatch.objects.bulk_create(_once_per_group(chosen))


def _once_per_group(chosen: list[Dispatch]) -> list[Dispatch]:
    """A group hears of an event once, when the first who chose it there may be told."""
    groups = {code for code, channel in CHANNELS.items() if channel.is_group}
    first: dict[str, Dispatch] = {}
    for each in sorted(chosen, key=lambda each: each.due_at):
        if each.channel in groups:
            first.setdefault(each.channel, each)
    return [each for each in chosen if first.get(each.channel, each) is each]


def _ways_to(account: User, kind: str, at: datetime) -> list[tuple[Channel, datetime]]:
    """The channels by which this person wants this kind and can be reached, each with the moment it may leave."""
    wanted = ways_of(getattr(account, "message_preference", None))
    chosen = wanted.channels.get(kind, ())
    due = ways.due_at(wanted, kind, at)
    return [(each, due) for each in queries.channels_for(account) if each.code in chosen]
