"""What of people happens by the clock."""

from datetime import datetime

from lixiang.people import actions


def keep_deputations(at: datetime) -> int:
    """Begin and end the deputations that are due; how many."""
    return actions.keep_deputations(by=None, at=at)
