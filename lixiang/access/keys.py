"""Keys that an address or a form names: whole numbers that every database can look up, or nothing."""

from datetime import date

LONGEST = 18  # digits; the greatest key of any table has nineteen


def key_in(text: str | None) -> int | None:
    """The number, None for what is none; a number that no column holds is none either."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def day_and_key_in(text: str) -> tuple[date, int] | None:
    """What a page of a list by day and key ends with, "2018-06-30.17"; None for what is none."""
    day, _, number = text.partition(".")
    key = key_in(number)
    try:
        return None if key is None else (date.fromisoformat(day), key)
    except ValueError:
        return None
