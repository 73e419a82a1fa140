"""Carries a plan over to a new approved revision: what stays, what is new, what is retired; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")
Row = dict[str, Any]


@dataclass(frozen=True)
class Carried(Generic[Kept]):
    """Pairs of a row of the new content with the kept thing of the same name (None: it is new), and what is left."""

    pairs: tuple[tuple[Row, Kept | None], ...]
    left: tuple[Kept, ...]


def carried_over(rows: Iterable[Row], cell: str, kept: Iterable[Kept], name_of: Callable[[Kept], str]) -> Carried[Kept]:
    """Match by name, blanks aside; of several with one name the first goes to the first, and none goes twice."""
    waiting: dict[str, list[Kept]] = defaultdict(list)
    for each in kept:
        waiting[_plain(name_of(each))].append(each)
    pairs = tuple((row, _next(waiting[_plain(str(row.get(cell, "")))])) for row in rows)
    return Carried(pairs, tuple(each for several in waiting.values() for each in several))


def _next(several: list[Kept]) -> Kept | None:
    return several.pop(0) if several else None


def _plain(name: str) -> str:
    return "".join(name.split())


def day_in(row: Row, cell: str) -> date | None:
    """The day in a cell of a revision's row; None for what is empty or no day."""
    try:
        return date.fromisoformat(str(row.get(cell, "")))
    except ValueError:
        return None
