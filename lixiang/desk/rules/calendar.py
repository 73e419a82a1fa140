"""The programme's year as a line of days with today in its place; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """One date of the programme; `state` is done, now (today itself) or to_come."""

    label: str
    on: date
    note: str = ""
    state: str = "to_come"
    url: str = ""


def with_today(days: Iterable[Day], today: date) -> tuple[Day, ...]:
    """The dates in order, past ones done, and 今天 between what was and what comes; a date that is today says so."""
    ordered = sorted(days, key=lambda day: day.on)
    past = [Day(day.label, day.on, day.note, "done") for day in ordered if day.on < today]
    due = [Day(day.label, day.on, day.note or "今天", "now") for day in ordered if day.on == today]
    ahead = [Day(day.label, day.on, day.note) for day in ordered if day.on > today]
    return (*past, *(due or [Day("今天", today, state="now")]), *ahead)
