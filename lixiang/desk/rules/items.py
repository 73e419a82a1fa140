"""One line of a worklist: what to do, why, on what ground, by when; and how lines are ordered and coloured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lixiang.ui.written import SHANGHAI

NEAR_DAYS = 3
# A count stops here: nobody needs to know that it is 9,871, and counting on would cost what the page must not.
MOST_COUNTED = 99


@dataclass(frozen=True)
class Item:
    """`count` is how many things stand behind the line (None: the line is about one); `since` is the oldest of them.

    `remind_url` takes one click that reminds all whom the line waits for.
    """

    words: str
    url: str
    reason: str = ""
    clause: str = ""
    due_at: datetime | None = None
    since: datetime | None = None
    label: str = "去办理"
    count: int | None = None
    remind_url: str = ""

    def is_overdue(self, at: datetime) -> bool:
        return self.due_at is not None and at > self.due_at

    def tone(self, at: datetime) -> str:
        return tone_of(self.due_at, at)

    def due_words(self, at: datetime) -> str:
        return due_words(self.due_at, at)


def tone_of(due_at: datetime | None, at: datetime) -> str:
    """bad once overdue, attention when near, else active."""
    if due_at is None:
        return "active"
    if at > due_at:
        return "bad"
    return "attention" if days_between(at, due_at) <= NEAR_DAYS else "active"


def due_words(due_at: datetime | None, at: datetime) -> str:
    """还剩3天, 今天截止, 已逾期2天: days as a calendar counts them; nothing without a date."""
    if due_at is None:
        return ""
    days = days_between(at, due_at)
    if at > due_at:
        return f"已逾期{-days}天" if days < 0 else "今天已截止"
    return f"还剩{days}天" if days else "今天截止"


def since_words(since: datetime, at: datetime) -> str:
    """已等3天, or 今天 for what came today."""
    days = days_between(since, at)
    return f"已等{days}天" if days > 0 else "今天送到"


def days_between(start: datetime, end: datetime) -> int:
    return (end.astimezone(SHANGHAI).date() - start.astimezone(SHANGHAI).date()).days


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """The nearest date first, so overdue ones lead; then what waits longest."""
    return tuple(sorted(items, key=lambda item: (_moment(item.due_at), _moment(item.since))))


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else float("inf")


def overdue(items: Iterable[Item], at: datetime) -> tuple[Item, ...]:
    return tuple(item for item in items if item.is_overdue(at))


def count_words(count: int) -> str:
    """99+ for whatever is more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
