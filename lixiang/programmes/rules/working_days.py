"""Working days by the national table with 调休, as the office has edited it; and months that clamp; pure."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import chinese_calendar  # type: ignore[import-untyped]

# Day -> whether it is worked, for the days on which the office differs from the national table.
Edited = Mapping[date, bool]
NOTHING_EDITED: Edited = MappingProxyType({})
NAMES = {each.value: each.chinese for each in chinese_calendar.Holiday}


@dataclass(frozen=True)
class UnusualDay:
    """A day that is not as its weekday says: worked or free, its name, whether the office said so."""

    day: date
    is_worked: bool
    name: str
    is_edited: bool = False


def is_working_day(day: date, edited: Edited = NOTHING_EDITED) -> bool:
    """What the office says of the day, else the national table; a year that it lacks counts Monday to Friday."""
    if day in edited:
        return edited[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def next_working_day(day: date, edited: Edited = NOTHING_EDITED) -> date:
    """The day itself where it is worked, else the first after it that is."""
    while not is_working_day(day, edited):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, days: int, edited: Edited = NOTHING_EDITED) -> date:
    """The last of `days` working days that follow `start`; with none, `start` or the next working day."""
    day = start
    for _ in range(days):
        day = next_working_day(day + timedelta(days=1), edited)
    return day if days else next_working_day(start, edited)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, clamped to the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    return day_of_month(day.year + years, month + 1, day.day)


def day_of_month(year: int, month: int, day: int) -> date:
    """The day of a month, the last one where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def unusual_days(year: int, edited: Mapping[date, tuple[bool, str]]) -> Iterator[UnusualDay]:
    """The days of a year that are not as their weekday says, in order; `edited` is day -> (is worked, name)."""
    day = date(year, 1, 1)
    while day.year == year:
        if day in edited:
            yield UnusualDay(day, *edited[day], is_edited=True)
        elif is_working_day(day) != (day.weekday() < 5):
            yield UnusualDay(day, is_working_day(day), _name_of(day))
        day += timedelta(days=1)


def _name_of(day: date) -> str:
    """The holiday for which the day is free or worked."""
    known = chinese_calendar.holidays.get(day) or chinese_calendar.workdays.get(day) or ""
    return NAMES.get(known, known)


def knows(year: int) -> bool:
    """Whether the national table that comes with the product has this year."""
    return any(day.year == year for day in chinese_calendar.holidays)
