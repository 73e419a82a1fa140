"""Who has what since when: everything that waits for somebody, the longest wait first; by key, and as a workbook."""

import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from lixiang.delivery.permissions import inspects
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.queries.waiting_nouns import KINDS, NOUNS, SIDES, Noun
from lixiang.desk.rules.items import days_between, due_words, tone_of
from lixiang.files.tables import Column, write_table
from lixiang.programmes.permissions import may_edit
from lixiang.programmes.rules.days import end_of
from lixiang.ui.addresses import address
from lixiang.ui.written import chinese_date

ROWS = 50
CHUNK = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY = re.compile(r"(\d{1,17})-(\d{1,2})-(\d{1,18})")
LONGEST = {"": 0, "7": 7, "15": 15, "30": 30}


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to: a kind, a side, so many days of waiting at least; `after` is a key."""

    kind: str = ""
    side: str = ""
    days: str = ""
    after: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.side or self.days)

    def query(self, after: str = "") -> str:
        """The same list from another key, as the query of an address."""
        return urlencode({name: value for name, value in vars(replace(self, after=after)).items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: for whom since when, how many days, until when."""

    kind: str
    words: str
    project: str
    side: str
    holder: str
    since: datetime
    days: int
    due_at: datetime | None
    due: str
    tone: str
    url: str
    remind_url: str
    reminders: int


@dataclass(frozen=True)
class Page:
    """One page of lines, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


Found = tuple[tuple[datetime, int, int], dict[str, Any]]


def chosen_from(asked: Any) -> Chosen:
    """The filters of an address; what is none narrows nothing."""
    kind, side, days = asked.get("kind", ""), asked.get("side", ""), asked.get("days", "")
    return Chosen(
        kind if kind in KINDS else "",
        side if side in SIDES else "",
        days if days in LONGEST else "",
        asked.get("after", ""),
    )


def waiting_page(view: Viewpoint, chosen: Chosen) -> Page:
    """One query per noun, each at most a page long, whatever there is."""
    start = _start(chosen.after)
    parts = [_found(place, rows[: ROWS + 1]) for place, rows in _rows(view, chosen, start)]
    found = sorted((row for part in parts for row in part), key=lambda row: row[0])[: ROWS + 1]
    lines = tuple(_lines(view, found[:ROWS]))
    return Page(lines, _key(*found[ROWS - 1][0]) if len(found) > ROWS else "")


def _rows(view: Viewpoint, chosen: Chosen, start: tuple[datetime, int, int] | None) -> Iterator[tuple[int, QuerySet]]:
    """Each noun's place and its rows after a key, the longest wait first."""
    for place, noun in enumerate(NOUNS):
        turns = [code for code, turn in noun.turns.items() if chosen.side in ("", turn.side)]
        if turns and chosen.kind in ("", noun.kind):
            rows = noun.rows(view).filter(**{f"{noun.turn}__in": turns})
            if chosen.days:
                last = view.at - timedelta(days=LONGEST[chosen.days])
                rows = rows.filter(**{f"{noun.since}__lte": last})
            yield place, rows.filter(_after(noun, place, start)).order_by(noun.since, "pk").values(*_columns(noun))


def _after(noun: Noun, place: int, start: tuple[datetime, int, int] | None) -> Q:
    """What follows a key in the order of moment, noun, number."""
    if start is None:
        return Q()
    since, of, pk = start
    later, same = Q(**{f"{noun.since}__gt": since}), Q(**{noun.since: since})
    if place == of:
        return later | (same & Q(pk__gt=pk))
    return later if place < of else later | same


def _columns(noun: Noun) -> set[str]:
    named = {"pk", noun.ref, noun.what, noun.project, noun.turn, noun.since, noun.due}
    sides = {noun.holders[turn.side] for turn in noun.turns.values()}
    return {name for name in named | sides if name} | ({"reminders"} if noun.remind else set())


def _found(place: int, rows: Iterable[dict[str, Any]]) -> Iterator[Found]:
    return (((row[NOUNS[place].since], place, row["pk"]), row) for row in rows)


def _key(since: datetime, place: int, pk: int) -> str:
    return f"{(since - EPOCH) // timedelta(microseconds=1)}-{place}-{pk}"


def _start(key: str) -> tuple[datetime, int, int] | None:
    """The moment, noun and number of a key; None for one that is none."""
    match = KEY.fullmatch(key) if key.isascii() else None
    if match is None:
        return None
    try:
        return EPOCH + timedelta(microseconds=int(match[1])), int(match[2]), int(match[3])
    except OverflowError:
        return None


def _lines(view: Viewpoint, found: Iterable[Found]) -> Iterator[Line]:
    section, inspector = may_edit(view.user, view.programme), inspects(view.user, view.programme)
    for (since, place, _), row in found:
        noun = NOUNS[place]
        yield _line(view, noun, row, since, inspector if noun.by_inspectors else section)


def _line(view: Viewpoint, noun: Noun, row: dict[str, Any], since: datetime, may_remind: bool) -> Line:
    turn, due_at = noun.turns[row[noun.turn]], _moment(row.get(noun.due))
    can_remind = may_remind and noun.remind and turn.side in noun.reminded
    return Line(
        noun.label,
        turn.words.format(what=row[noun.what] or ""),
        (row[noun.project] or "") if noun.project else "",
        SIDES[turn.side],
        f"{row[noun.holders[turn.side]] or ''} {turn.who}".strip(),
        since,
        max(0, days_between(since, view.at)),
        due_at,
        due_words(due_at, view.at),
        tone_of(due_at, view.at),
        address(noun.route, ref=row[noun.ref]),
        address(noun.remind, ref=row[noun.ref]) if can_remind else "",
        row.get("reminders", 0),
    )


def _moment(due: date | datetime | None) -> datetime | None:
    """A day is due at its end."""
    if due is None or isinstance(due, datetime):
        return due
    return end_of(due)


# --- the workbook ----------------------------------------------------------------------------------------------------
COLUMNS: tuple[Column, ...] = (
    ("类别", 10, lambda line: line.kind),
    ("待办事项", 40, lambda line: line.words),
    ("项目", 40, lambda line: line.project),
    ("在谁手上", 24, lambda line: line.holder),
    ("哪一方", 10, lambda line: line.side),
    ("自何时起", 16, lambda line: chinese_date(line.since)),
    ("已等天数", 9, lambda line: line.days),
    ("期限", 16, lambda line: chinese_date(line.due_at)),
    ("期限情况", 12, lambda line: line.due),
    ("催办次数", 9, lambda line: line.reminders),
)


def write_waiting(view: Viewpoint, chosen: Chosen, target: BinaryIO) -> None:
    """The chosen rows as a workbook for A4 across; every noun is read once, row by row."""
    parts = (_found(place, rows.iterator(CHUNK)) for place, rows in _rows(view, chosen, None))
    found = heapq.merge(*parts, key=lambda row: row[0])
    title = f"{view.programme.title}待办理事项（{chinese_date(view.at)}）"
    write_table(target, "久未办理", title, COLUMNS, _lines(view, found))
