"""The record of 催办: who was reminded of what, when, by whom, by which channels, and who has read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from lixiang.access.keys import key_in
from lixiang.history.models import Event
from lixiang.messaging.models import Dispatch, Message
from lixiang.nominations.models import Slate
from lixiang.programmes.models import Programme

PER_PAGE = 30


@dataclass(frozen=True)
class Reached:
    """One person of a reminder: read in the house or not, and each channel with its state and tone."""

    name: str
    read_at: datetime | None
    channels: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Reminded:
    at: datetime
    by: str
    what: str
    url: str
    people: tuple[Reached, ...]


@dataclass(frozen=True)
class RecordPage:
    rows: tuple[Reminded, ...]
    next_key: str


def reminders_of(programme: Programme, after: str, at: datetime) -> RecordPage:
    """Newest first, by key; four queries for any number of rows."""
    below = key_in(after)
    found = Event.objects.filter(programme_id=programme.pk, verb="remind").order_by("-pk")
    events = list((found.filter(pk__lt=below) if below else found)[: PER_PAGE + 1])
    dispatches = Prefetch("dispatches", Dispatch.objects.order_by("pk"))
    told: dict[int, list[Message]] = {event.pk: [] for event in events}
    messages = Message.objects.filter(event__in=told).select_related("user").prefetch_related(dispatches)
    for message in messages.order_by("pk"):
        told[message.event_id].append(message)
    slates = Slate.objects.filter(pk__in=[each.subject_id for each in events if each.subject_kind == "slate"])
    names = {slate.pk: slate.organisation.short_name for slate in slates.select_related("organisation")}
    rows = tuple(_row(event, told[event.pk], names, at) for event in events[:PER_PAGE])
    return RecordPage(rows, str(events[PER_PAGE - 1].pk) if len(events) > PER_PAGE else "")


def _row(event: Event, messages: list[Message], slates: dict[int, str], at: datetime) -> Reminded:
    """What a slate still lacks is its nominator's own affair until it is handed in, so that sentence is not shown."""
    if event.subject_kind == "slate":
        what: Any = f"报送推荐名单（{slates.get(event.subject_id, '')}）"
    else:
        what = messages[0].sentence.removeprefix("催办：") if messages else "尚未投递"
    people = tuple(_reached(message, at) for message in messages)
    return Reminded(event.at, event.by_name, what, messages[0].url if messages else "", people)


def _reached(message: Message, at: datetime) -> Reached:
    channels = tuple((each.channel_label, *each.state_at(at)) for each in message.dispatches.all())
    return Reached(message.user.name, message.read_at, channels)
