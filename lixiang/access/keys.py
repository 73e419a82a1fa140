"""Keys that an address or a form names: whole numbers that every database can look up, or nothing."""

LONGEST = 18  # digits; the greatest key of any table has nineteen


def key_in(text: str | None) -> int | None:
    """The number, None for what is none; a number that no column holds is none either."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
