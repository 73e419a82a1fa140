"""The job that the bench of background work performs: one row in one transaction, so that a second time would show."""

from datetime import datetime
from uuid import uuid4

from lixiang.people.models import LogInFailures
from lixiang.work.jobs import Progress
from lixiang.work.rhythm import Job


def write_row(at: datetime, progress: Progress | None = None, number: int = 0) -> None:
    """A row of its own for every performance."""
    LogInFailures.objects.create(username=f"{number} {uuid4()}", last_at=at)


JOBS = (Job("write_row", "写一行", "bench.work_jobs.write_row", long=True),)
