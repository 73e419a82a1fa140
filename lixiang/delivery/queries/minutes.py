"""Reads of the minutes of a meeting while they are written: what stands, who wrote it last, where two texts differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lixiang.delivery.models import AgendaItem, Meeting
from lixiang.delivery.rules.meetings import hash_of_words
from lixiang.history.models import Event


@dataclass(frozen=True, slots=True)
class Writing:
    """Who put the minutes down, and when."""

    saved_by_name: str
    saved_at: datetime


def last_writing(meeting: Meeting) -> Writing | None:
    written = Event.objects.filter(subject_kind="meeting", subject_id=meeting.pk, verb="write_minutes")
    last = written.order_by("-sequence").values_list("by_name", "at").first()
    return Writing(*last) if last else None


def hash_of_minutes(meeting: Meeting) -> str:
    """The hash of what stands, by which a page says what it rests on."""
    return hash_of_words(meeting.summary, dict(meeting.items.values_list("pk", "conclusion")))


def minutes_that_differ(
    meeting: Meeting, summary: str, conclusions: Mapping[int, str]
) -> tuple[tuple[str, str, str], ...]:
    """Label, what was typed, what stands: of each place in which they differ."""
    items: list[AgendaItem] = list(meeting.items.all())
    pairs = [("会议议定事项", summary, meeting.summary)]
    pairs += [(item.topic, conclusions.get(item.pk, ""), item.conclusion) for item in items]
    return tuple(pair for pair in pairs if pair[1].split() != pair[2].split())
