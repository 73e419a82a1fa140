"""Working days by the national holiday table, 调休 included; calendar months."""

from calendar import monthrange
from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]


def is_working_day(day: date) -> bool:
    """A year that the table does not carry yet counts Monday to Friday."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def after_working_days(start: date, days: int) -> date:
    """The last of `days` working days that follow `start`."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def months_after(start: date, months: int) -> date:
    """The same day so many calendar months later; a month too short for it ends on its last day."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
