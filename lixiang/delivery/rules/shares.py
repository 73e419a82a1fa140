"""序时进度 and what was done, as shares in thousandths; pure."""

from datetime import date, timedelta

WHOLE = 1000


def planned_share(from_on: date, due_on: date, today: date) -> int:
    """The share of the time that has elapsed: 0 up to the first day, 1000 from the last on."""
    if today >= due_on:
        return WHOLE
    return max(0, (today - from_on).days) * WHOLE // (due_on - from_on).days if today > from_on else 0


def done_share(done: int, of: int) -> int:
    """The share of the milestones that are done; 0 where there are none."""
    return done * WHOLE // of if of else 0


def first_day_at(share: int, from_on: date, due_on: date) -> date | None:
    """The first day on which the planned share is at least `share` (at least 1); None where it never is."""
    if share > WHOLE:
        return None
    span = max(0, (due_on - from_on).days)
    return min(due_on, from_on + timedelta(days=-(-share * span // WHOLE)))


def percent(share: int) -> str:
    """45%; a part of a percent is not yet one."""
    return f"{share // 10}%"
