"""Hands for a queue on Redis or Valkey; imported only where that is the queue, since its packages are optional."""

from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django_rq.workers import get_worker
from rq.job import Job
from rq.queue import Queue
from rq.worker import SimpleWorker


class Hands(SimpleWorker):
    """Works in its own process: one more for every job costs ten times the job (adr/0028).

    What dies with it is taken again by its lease.
    """

    def execute_job(self, job: Job, queue: Queue) -> None:
        close_old_connections()  # a database that was away is asked anew
        super().execute_job(job, queue)


def hands() -> Any:
    """A worker of the one queue, by the settings."""
    serializer = settings.RQ_QUEUES["default"]["SERIALIZER"]
    return get_worker("default", worker_class=Hands, job_class="django_tasks_rq.Job", serializer=serializer)
