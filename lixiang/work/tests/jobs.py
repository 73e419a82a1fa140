"""Jobs for the tests: quick, slow in steps, failing; their list stands where that of the product stands otherwise."""

import time as clock
from datetime import datetime, time
from uuid import uuid4

from lixiang.people.models import LogInFailures
from lixiang.work.jobs import Progress
from lixiang.work.rhythm import Job

STEPS = 20
LET_GO = "let go"
HERE = "lixiang.work.tests.jobs"


def note(at: datetime) -> str:
    """One row for each time that it ran."""
    LogInFailures.objects.create(username=f"note {uuid4().hex}", last_at=at)
    return "记下一行"


def climb(at: datetime, progress: Progress, pause: float = 0.0, held_after: int = 0) -> str:
    """Twenty steps, each one a row of its own; begun again, it goes on after the last that stands.

    Held after one of them, it goes no further before a row tells it to.
    """
    progress.of(STEPS)
    for number in range(STEPS):
        LogInFailures.objects.get_or_create(username=f"step {number}", defaults={"last_at": at})
        progress.step(message=f"第{number + 1}步")
        clock.sleep(pause)
        while number + 1 == held_after and not LogInFailures.objects.filter(username=LET_GO).exists():
            clock.sleep(0.05)
    return "到顶"


def stumble(at: datetime) -> None:
    raise ValueError("绊倒了\nDETAIL: 密")


JOBS = (
    Job("note", "记一行", f"{HERE}.note", every=10),
    Job("daily", "每天", f"{HERE}.note", daily_at=time(8, 0)),
    Job("climb", "爬楼", f"{HERE}.climb", long=True),
    Job("stumble", "绊倒", f"{HERE}.stumble", attempts=2),
    Job("once", "试一次", f"{HERE}.note", attempts=1),
)
