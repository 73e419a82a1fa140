"""The small frozen shapes that views fill and macros print; a macro reads only these names."""

from dataclasses import dataclass
from datetime import date, datetime

from lixiang.ui.furniture import Link

__all__ = ["Action", "Column", "Entry", "Figure", "Gauge", "Link", "Stage", "StoredFile"]


@dataclass(frozen=True, slots=True)
class Action:
    """One verb offered as a button. `reason`: "" none, "optional", "required". `phrases` fill the reason at a click."""

    label: str
    url: str
    tone: str = "plain"
    confirm: str = ""
    reason: str = ""
    reason_label: str = "理由"
    phrases: tuple[str, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    disabled_because: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A head cell. `align`: start, end, center; `size`: "", narrow, date, wide; `sort_url` makes it a link."""

    label: str
    align: str = "start"
    sort_url: str = ""
    sorted: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a rail. `state`: done, now, to_come, off; `on` is its day or moment."""

    label: str
    state: str
    on: date | datetime | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: who did what when, and what they said."""

    at: datetime
    by: str
    words: str
    opinion: str = ""
    tone: str = "neutral"
    note: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """One part of a meter: `value` of `most`, at least `least`."""

    label: str
    value: int
    most: int
    least: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A tile: one number, its unit, what it counts, and the list it leads to."""

    label: str
    value: int | str
    unit: str = ""
    note: str = ""
    url: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a list. `hash` is shown shortened; `state` with its tone, e.g. 已核验."""

    name: str
    url: str = ""
    size: int = 0
    hash: str = ""
    by: str = ""
    at: datetime | None = None
    state: str = ""
    tone: str = "neutral"
    remove_url: str = ""
