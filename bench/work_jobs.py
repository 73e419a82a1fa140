"""What the bench of background work performs: one row in one transaction, so that a second time would show."""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone
from django_tasks import task

from lixiang.people.models import LogInFailures
from lixiang.work.jobs import Progress
from lixiang.work.rhythm import Job


def write_row(at: datetime, progress: Progress | None = None, number: int = 0) -> None:
    """A row of its own for every performance."""
    LogInFailures.objects.create(username=f"{number} {uuid4()}", last_at=at)


@task()
def bare_task(number: int) -> None:
    """The same by the library alone, without a run's row."""
    write_row(timezone.now(), number=number)


JOBS = (Job("write_row", "写一行", "bench.work_jobs.write_row", long=True),)
