"""Dates as official documents write them: Arabic digits, full year, no padding (GB/T 9704-2012, 7.3.5.4)."""

import re
from datetime import date

_FORM = re.compile(r"([1-9]\d{3})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")


def official_date(day: date) -> str:
    """2018-03-23 becomes 2018年3月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def date_of(text: str) -> date | None:
    """The day that an official date names, or None when the text is not exactly one real date in official form."""
    found = _FORM.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
