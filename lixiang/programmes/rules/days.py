"""When a day begins and ends in Shanghai: what is due on a day may come until it ends; pure."""

from datetime import date, datetime, time

from lixiang.ui.written import SHANGHAI


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def end_of(day: date) -> datetime:
    """The last second of a day."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
