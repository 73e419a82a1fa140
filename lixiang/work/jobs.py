"""Performs runs: the task that a queue carries, the sign of life while a function works, and the round of a worker."""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from lixiang.history.models import Head
from lixiang.history.verify import broken_chains
from lixiang.work import actions, queries
from lixiang.work.models import Run
from lixiang.work.rhythm import Job

TOLD_EVERY = 1.0  # seconds between two writes of a bar
log = logging.getLogger(__name__)


class LeaseLost(RuntimeError):  # noqa: N818 - it is what happened, and ends the run here
    """Another worker has taken the run; this one stops without a trace."""


class QueueAway(RuntimeError):  # noqa: N818 - as above; tried again, for the rows wait
    """The queue accepts no order now."""


@dataclass
class Progress:
    """Handed to a long job: `step` tells the page how far it is; LeaseLost where the run is no longer ours."""

    run: Run
    done: int = 0
    total: int | None = None
    told: float = 0

    def of(self, total: int) -> None:
        """How many there are in all."""
        self.total, self.done = total, 0
        self._tell("")

    def step(self, more: int = 1, message: str = "") -> None:
        """Count on; written at most once a second, and at the end."""
        self.done += more
        if self.done == self.total or time.monotonic() - self.told >= TOLD_EVERY:
            self._tell(message)

    def _tell(self, message: str) -> None:
        self.told = time.monotonic()
        kept = {"done": self.done, "total": self.total, "message": message}
        if not actions.report(self.run, **kept, by=None, at=timezone.now()):
            raise LeaseLost(str(self.run))


@task()
def perform(pk: int) -> str:
    """Perform the run with this key, if it still waits to be: what a queue delivers twice or late changes nothing."""
    run = actions.take(pk, worker=worker_name(), by=None, at=timezone.now())
    if run is None:
        return "nothing to do"
    job = queries.job_of(run.code)
    try:
        with _sign_of_life(run):
            outcome = _call(job, run)
    except LeaseLost:
        log.warning("%s was taken over", run)
        return "taken over"
    except Exception as error:  # whatever it is, it is kept with the run and tried again
        log.exception("%s failed", run)
        actions.fail(run, failure=_in_words(error), by=None, at=timezone.now())
        return "failed"
    actions.finish(run, message=outcome, by=None, at=timezone.now())
    return "done"


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _call(job: Job, run: Run) -> str:
    function: Any = import_string(job.function)
    words = {"progress": Progress(run), **run.arguments} if job.long else run.arguments
    outcome = function(timezone.now(), **words)
    if isinstance(outcome, int):
        return f"办理{outcome}件"
    return str(outcome) if outcome is not None else ""


def _in_words(error: Exception) -> str:
    """The kind of an error and its first line: what a database adds below names values of rows."""
    first = str(error).strip().split("\n")[0]
    return f"{type(error).__name__}：{first}" if first else type(error).__name__


@contextmanager
def _sign_of_life(run: Run) -> Iterator[None]:
    """Renews the lease three times in its length from a thread, so that a function need not think of it."""
    stop = threading.Event()
    every = settings.LEASE_SECONDS / 3

    def renew() -> None:
        while not stop.wait(every):
            try:
                actions.renew(run, by=None, at=timezone.now())
            except DatabaseError as error:  # the next time may be in time
                log.warning("%s: lease not renewed: %s", run, error)
        connection.close()

    thread = threading.Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@dataclass
class Planner:
    """Plans slots and gives orders; remembers the slots it has seen made, so that an idle round writes nothing."""

    known: dict[str, datetime] = field(default_factory=dict)

    def round(self, at: datetime) -> list[int]:
        """The keys that were ordered."""
        due = [job for job in queries.jobs() if job.is_scheduled and self.known.get(job.code) != job.slot_at(at)]
        made = actions.plan(due, by=None, at=at)
        self.known |= {job.code: slot for job in due if job.code in made and (slot := job.slot_at(at))}
        keys = actions.order(by=None, at=at)
        try:
            for key in keys:
                perform.enqueue(key)
        except DatabaseError:  # the queue is in the database
            raise
        except Exception as error:  # whatever the client of a queue raises
            actions.take_back(keys, by=None, at=at)
            raise QueueAway(_in_words(error)) from error
        return keys


def tidy(at: datetime) -> str:
    """Drops old runs and what the queue keeps of old tasks."""
    runs, tasks = actions.tidy_up(by=None, at=at)
    return f"清理运行记录{runs}条、队列记录{tasks}条"


def verify_history(at: datetime, progress: Progress) -> str:
    """核验办理轨迹, as `lixiang verify-history` does; fails with the first chain that is broken."""
    progress.of(Head.objects.count())
    broken = [
        f"{each.subject_kind} {each.subject_id} 第{each.sequence}条{each.why}" for each in broken_chains(progress)
    ]
    if broken:
        raise ValueError(f"{len(broken)}处不符，首处：{broken[0]}")
    return f"{progress.done}个事项的办理轨迹全部一致"
