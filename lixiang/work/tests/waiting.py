"""Waiting for a fact that another process brings about, instead of for a time in which it should have."""

import time
from collections.abc import Callable


def wait_for(condition: Callable[[], object], seconds: float = 120) -> None:
    """The end is only for what never comes: however busy a machine is, no test fails by it."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)
