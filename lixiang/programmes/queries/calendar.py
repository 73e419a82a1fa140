"""The working days as the office has edited them, and a year of them for its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lixiang.programmes.models import CalendarDay
from lixiang.programmes.rules import working_days
from lixiang.programmes.rules.working_days import UnusualDay

YEARS = range(2004, 2101)


def edited_days() -> Mapping[date, bool]:
    """Day -> whether it is worked, for the days that the office decided on; one query, some dozens of rows."""
    rows = CalendarDay.objects.exclude(kind=CalendarDay.Kind.NATIONAL).values_list("day", "kind")
    return {day: kind == CalendarDay.Kind.WORKED for day, kind in rows}


@dataclass(frozen=True)
class Year:
    """The unusual days of a year, and whether the national table that comes with the product has it."""

    number: int
    days: tuple[UnusualDay, ...]
    is_known: bool


def year_of(number: int) -> Year:
    """One query: what the office said of the days of that year, over the national table."""
    rows = CalendarDay.objects.filter(day__year=number).exclude(kind=CalendarDay.Kind.NATIONAL)
    edited = {
        day: (kind == CalendarDay.Kind.WORKED, name) for day, kind, name in rows.values_list("day", "kind", "name")
    }
    return Year(number, tuple(working_days.unusual_days(number, edited)), working_days.knows(number))
