"""The verbs of a run: plan what is due, start by hand, take, report, finish, fail; each one short transaction.

A queue may lose an order, deliver it twice or late: the row of the run decides. `take` gives a run to one holder for
the length of a lease; whoever comes with an older number of attempts changes nothing any more.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from lixiang.work.models import UNFINISHED, Run
from lixiang.work.queries import job_of, jobs
from lixiang.work.rhythm import Job, wait_after
from lixiang.workflow.findings import Finding, Refused

LOST = "工作进程中断，次数已达上限"
TAKEN_AGAIN = 2  # times it is begun at least, where the worker died and the job did not fail
LONGEST_FAILURE, LONGEST_MESSAGE = 500, 200


def _lease() -> timedelta:
    return timedelta(seconds=settings.LEASE_SECONDS)


def plan(listed: Iterable[Job], *, by: Any, at: datetime) -> set[str]:
    """Make the run of every slot that has come; returns the codes whose slot stands, by whomever it was made.

    Two workers at once insert the same row, and one of them inserts nothing. While an earlier run of a job is not
    finished, its next slot waits; the codes that lack theirs are those not returned.
    """
    slots = {job.code: job.slot_at(at) for job in listed if job.is_scheduled}
    if not slots:
        return set()
    rows = [Run(code=code, slot=slot, created_at=at, due_at=at) for code, slot in slots.items()]
    Run.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = Q(pk__in=[])
    for code, slot in slots.items():
        wanted |= Q(code=code, slot=slot)
    return set(Run.objects.filter(wanted).values_list("code", flat=True))


def order(*, by: Any, at: datetime, limit: int = 100) -> list[int]:
    """Mark ready runs as ordered and return their keys, for the queue; an order that was lost is given again."""
    lapsed = Q(enqueued_at__isnull=True) | Q(enqueued_at__lte=at - _lease())
    waiting = Run.ready(at).filter(lapsed, code__in=[job.code for job in jobs()])
    if not waiting.exists():  # so that an idle worker writes nothing
        return []
    with transaction.atomic():
        ready = waiting.select_for_update(skip_locked=True, no_key=True).order_by("due_at", "pk")
        keys = list(ready.values_list("pk", flat=True)[:limit])
        Run.objects.filter(pk__in=keys).update(enqueued_at=at)
    return keys


def take_back(keys: Iterable[int], *, by: Any, at: datetime) -> None:
    """Orders that the queue did not accept: given again the next time, and not only when a lease has passed."""
    Run.objects.filter(UNFINISHED, pk__in=keys).update(enqueued_at=None)


def start(code: str, *, by: Any, at: datetime, **arguments: Any) -> Run:
    """Have a job run as soon as a worker is free; the row that comes back is what its page shows.

    Refused while one with the same words is under way, so that a second click starts nothing.
    """
    job_of(code)
    try:
        with transaction.atomic():
            return Run.objects.create(code=code, arguments=arguments, by=by, created_at=at, due_at=at)
    except IntegrityError as twice:
        raise Refused(Finding("already_running", "该项作业正在运行或者等待运行，请稍后再看。")) from twice


@transaction.atomic
def take(pk: int, *, worker: str, by: Any, at: datetime) -> Run | None:
    """The run, leased to this worker; None where it is finished, not due, or somebody else's."""
    run = Run.ready(at).select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
    if run is None:
        return None
    attempts = job_of(run.code).attempts
    if run.attempts >= (attempts if run.failure else max(attempts, TAKEN_AGAIN)):
        run.finished_at, run.is_failed, run.failed_at, run.failure = at, True, at, run.failure or LOST
        run.save(update_fields=["finished_at", "is_failed", "failed_at", "failure"])
        return None
    run.attempts, run.worker, run.started_at, run.lease_until = run.attempts + 1, worker, at, at + _lease()
    run.save(update_fields=["attempts", "worker", "started_at", "lease_until"])
    return run


def renew(run: Run, *, by: Any, at: datetime) -> bool:
    """Go on holding the run; False where another worker has taken it since."""
    return bool(_held(run).update(lease_until=at + _lease()))


def report(run: Run, *, done: int, total: int | None, message: str = "", by: Any, at: datetime) -> bool:
    """How far it is, for the bar; also a sign of life."""
    words = {"done": done, "total": total, "message": message[:LONGEST_MESSAGE]}
    return bool(_held(run).update(lease_until=at + _lease(), **words))


def finish(run: Run, *, message: str = "", by: Any, at: datetime) -> bool:
    words = {"message": message[:LONGEST_MESSAGE]} if message else {}
    return bool(_held(run).update(finished_at=at, lease_until=None, **words))


def fail(run: Run, *, failure: str, by: Any, at: datetime) -> bool:
    """Keep what went wrong; try again after a while, or give up after as many attempts as the job has."""
    words = {"failure": failure[:LONGEST_FAILURE], "failed_at": at, "lease_until": None}
    if run.attempts >= job_of(run.code).attempts:
        return bool(_held(run).update(finished_at=at, is_failed=True, **words))
    return bool(_held(run).update(due_at=at + wait_after(run.attempts), enqueued_at=None, **words))


def _held(run: Run) -> Any:
    """The row, as long as this attempt is still the last."""
    return Run.objects.filter(UNFINISHED, pk=run.pk, attempts=run.attempts)


def tidy_up(*, by: Any, at: datetime) -> tuple[int, int]:
    """Drop finished runs of frequent jobs after a day and all others after 90; failures stay 90 days.

    Also what the database queue keeps of tasks that ended, or whose worker died. Returns how many of each were dropped.
    """
    day = at - timedelta(days=1)
    frequent = [job.code for job in jobs() if job.every and job.every < 3600]
    over = Q(finished_at__lt=day, code__in=frequent, failed_at=None)
    runs, _ = Run.objects.filter(over | Q(finished_at__lt=at - timedelta(days=90))).delete()
    tasks, _ = DBTaskResult.objects.filter(Q(finished_at__lt=day) | Q(started_at__lt=day)).delete()
    return runs, tasks
