"""A Gantt chart as places and lengths on paper, for a template to draw; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, LABELS, RIGHT = 960, 250, 14
HEAD, ROW, BAR, FOOT = 34, 30, 14, 8
LONGEST_LABEL = 17
LEAST_BAR = 4.0
GAP, WORD = 13, 76


@dataclass(frozen=True)
class Step:
    """One line of the chart: `state` is done, late, open or retired."""

    title: str
    from_on: date
    due_on: date
    state: str
    word: str
    done_on: date | None = None


@dataclass(frozen=True)
class Bar:
    """One step in its place; `done_x` is where it was done, the word stands right of it where there is room."""

    title: str
    label: str
    state: str
    word: str
    x: float
    y: int
    length: float
    text_y: int
    done_x: float | None
    word_x: float
    word_anchor: str


@dataclass(frozen=True)
class Tick:
    """The first day of a month: where, and what it says."""

    x: float
    label: str


@dataclass(frozen=True)
class Gantt:
    """The whole drawing in units of its own; `today_x` is None where today lies outside."""

    width: int
    height: int
    left: int
    bar: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None
    right: int = WIDTH - RIGHT
    head: int = HEAD


def gantt_of(steps: Iterable[Step], from_on: date, due_on: date, today: date) -> Gantt | None:
    """The steps below each other between whole months; nothing to draw without steps."""
    steps = tuple(steps)
    if not steps:
        return None
    days = [from_on, due_on, *(day for step in steps for day in (step.from_on, step.due_on, step.done_on) if day)]
    first, last = _start_of_month(min(days)), _end_of_month(max(days))
    scale = _Scale(first, last)
    return Gantt(
        width=WIDTH,
        height=HEAD + ROW * len(steps) + FOOT,
        left=LABELS,
        bar=BAR,
        bars=tuple(_bar(step, place, scale) for place, step in enumerate(steps)),
        ticks=tuple(_ticks(scale)),
        today_x=scale.x(today) if first <= today <= last else None,
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        share = (day - self.first).days / ((self.last - self.first).days or 1)
        return round(LABELS + share * (WIDTH - LABELS - RIGHT), 1)


def _bar(step: Step, place: int, scale: _Scale) -> Bar:
    top = HEAD + ROW * place
    start, end = scale.x(min(step.from_on, step.due_on)), scale.x(step.due_on)
    done_x = scale.x(step.done_on) if step.done_on else None
    after = max(end, done_x or end) + GAP
    has_room = after + WORD <= WIDTH - RIGHT
    return Bar(
        title=step.title,
        label=_short(step.title),
        state=step.state,
        word=step.word,
        x=start,
        y=top + (ROW - BAR) // 2,
        length=max(LEAST_BAR, round(end - start, 1)),
        text_y=top + ROW // 2 + 5,
        done_x=done_x,
        word_x=round(after, 1) if has_room else round(min(start, done_x or start) - GAP, 1),
        word_anchor="start" if has_room else "end",
    )


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """Every month while there is room for its name, else every third."""
    months = list(_months(scale.first, scale.last))
    every = -(-len(months) // 14)
    for month in months[::every]:
        word = f"{month.year}年{month.month}月" if month.month == 1 or month is months[0] else f"{month.month}月"
        yield Tick(scale.x(month), word)


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = _start_of_month(month + timedelta(days=32))


def _start_of_month(day: date) -> date:
    return day.replace(day=1)


def _end_of_month(day: date) -> date:
    return _start_of_month(day.replace(day=1) + timedelta(days=32)) - timedelta(days=1)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_LABEL else f"{title[: LONGEST_LABEL - 1]}…"
