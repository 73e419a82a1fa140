"""A Gantt chart as places and lengths on paper, for a template to draw; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

HEAD, ROW, BAR, FOOT = 34, 30, 14, 8
LONGEST_LABEL = 17
LEAST_BAR = 4.0
GAP, WORD = 13, 76
WIDTH, LABELS, RIGHT = 960, 250, GAP + WORD + 6  # room right of every bar for its word
MOST_TICKS = 10


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
    """One step in its place; `done_x` is where it was done; its word stands right of both."""

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
    length = max(LEAST_BAR, round(end - start, 1))
    return Bar(
        title=step.title,
        label=_short(step.title),
        state=step.state,
        word=step.word,
        x=start,
        y=top + (ROW - BAR) // 2,
        length=length,
        text_y=top + ROW // 2 + 5,
        done_x=done_x,
        word_x=round(max(start + length, done_x or start) + GAP, 1),
    )


def _ticks(scale: _Scale) -> Iterator[Tick]:
    """Every month while there is room for its name, else some, evenly; the year stands where it is another one."""
    months = list(_months(scale.first, scale.last))
    year = 0
    for month in months[:: -(-len(months) // MOST_TICKS)]:
        word = f"{month.month}月" if month.year == year else f"{month.year}年{month.month}月"
        year = month.year
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
