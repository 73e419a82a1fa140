"""What runs by itself: deliver what waits, remind of what is due."""

from dataclasses import dataclass
from datetime import datetime

from lixiang.messaging import actions


@dataclass(frozen=True)
class Delivered:
    """What one run did; an event that could not be told stays pending and is named in the log."""

    reminded: int
    told: int
    failed: int


def deliver_pending(at: datetime) -> Delivered:
    """Remind of what is due, then tell all that waits, a batch per transaction."""
    reminded, told, failed = actions.remind_of_due(by=None, at=at), 0, []
    while True:
        done, broken = actions.deliver(by=None, at=at, but=failed)
        told, failed = told + done, failed + broken
        if not done and not broken:
            return Delivered(reminded, told, len(failed))
