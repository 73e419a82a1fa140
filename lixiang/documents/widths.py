"""Widths of the columns of a table, once for both writers: by share, but no title, number or date is torn apart."""

import re

from . import blocks as b
from .dates import date_of

LETTER = 12 / 72 * 25.4  # mm, 小四
ROOM = 2.6  # mm, left and right of the text together
LONGEST = 9  # letters that a column may claim for one word


def column_widths(table: b.Table, total: float) -> tuple[float, ...]:
    """Widths in mm that add up to `total`; columns that are too narrow by their share take from the widest."""
    shares = [max(column.share, 0.01) for column in table.columns]
    least = [_least(table, place) for place in range(len(table.columns))]
    if sum(least) >= total:
        return tuple(width * total / sum(least) for width in least)
    widths = [share * total / sum(shares) for share in shares]
    for _ in widths:
        lack = sum(max(0.0, need - width) for need, width in zip(least, widths, strict=True))
        if lack < 0.01:
            break
        spare = sum(max(0.0, width - need) for need, width in zip(least, widths, strict=True))
        widths = [
            need if width < need else width - (width - need) / spare * lack
            for need, width in zip(least, widths, strict=True)
        ]
    return tuple(widths)


def _least(table: b.Table, place: int) -> float:
    title = max(map(len, table.columns[place].title.split("\n")))
    words = [title if title <= 5 else (title + 1) // 2]
    for row in table.rows:
        words += [len(word) / 2 for word in re.findall(r"[!-~]+", row[place])]
        if len(row[place]) <= 4 or date_of(row[place]):
            words.append(sum(0.5 if letter.isascii() else 1 for letter in row[place]))
    return min(LONGEST, max(words)) * LETTER + ROOM
