"""What runs by itself: deliver what waits, remind of what is due, send what leaves the house."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from lixiang.messaging import actions


@dataclass(frozen=True)
class Delivered:
    """What one run did; an event that could not be told stays pending and is named in the log."""

    reminded: int
    told: int
    failed: int


def remind_of_due(at: datetime) -> str:
    """Puts the reminders that are due on record."""
    return f"新发催办{actions.remind_of_due(by=None, at=at)}条"


def tell_pending(at: datetime) -> str:
    """Tells all that waits; what could not be told waits on, and is no failure, lest all others wait as long."""
    told, failed = _tell_all(at)
    return f"投递{told}条进展" + (f"，{failed}条未能投递，原因见服务器日志" if failed else "")


def send_due(at: datetime) -> str:
    """Sends what is due outside, letter by letter; the clock goes on meanwhile."""
    letters, begun = 0, time.monotonic()
    while actions.send_next(by=None, at=at + timedelta(seconds=time.monotonic() - begun)):
        letters += 1
    return f"办理外发{letters}件"


def deliver_pending(at: datetime) -> Delivered:
    """Remind of what is due, then tell all that waits, a batch per transaction."""
    reminded = actions.remind_of_due(by=None, at=at)
    return Delivered(reminded, *_tell_all(at))


def _tell_all(at: datetime) -> tuple[int, int]:
    """How many events were told, and how many could not be."""
    told, failed = 0, []
    while True:
        done, broken = actions.deliver(by=None, at=at, but=failed)
        told, failed = told + done, failed + broken
        if not done and not broken:
            return told, len(failed)
