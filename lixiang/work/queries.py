"""Reads of background work: the list of jobs, what each did last, what runs now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.module_loading import import_string

from lixiang.work.models import UNFINISHED, Run
from lixiang.work.rhythm import Job

SHOWN_RUNS = 30


def jobs() -> tuple[Job, ...]:
    """The one list of config/stages.py."""
    return tuple(import_string(settings.JOBS))


def job_of(code: str) -> Job:
    """LookupError for a code that the list does not have."""
    found = next((job for job in jobs() if job.code == code), None)
    if found is None:
        raise LookupError(f"no job {code}")
    return found


@dataclass(frozen=True)
class Line:
    """A job as the page of operations shows it; `last` is its newest run, `failures` those of a day."""

    job: Job
    last: Run | None
    next_at: datetime | None
    failures: int
    failure: str
    failed_at: datetime | None


def lines(at: datetime) -> tuple[Line, ...]:
    """Every job with its last run; three queries however many there are."""
    since = at - timedelta(days=1)
    recent = Q(failed_at__gte=since)
    per_code = Run.objects.filter(code__in=[job.code for job in jobs()]).values("code")
    figures = {
        row["code"]: row
        for row in per_code.annotate(last=Max("pk"), failures=Count("pk", filter=recent), bad=Max("pk", filter=recent))
    }
    wanted = {pk for row in figures.values() for pk in (row["last"], row["bad"]) if pk}
    runs = Run.objects.in_bulk(wanted)
    return tuple(_line(job, figures.get(job.code, {}), runs, at) for job in jobs())


def _line(job: Job, figures: dict, runs: dict[int, Run], at: datetime) -> Line:
    bad = runs.get(figures.get("bad") or 0)
    return Line(
        job,
        runs.get(figures.get("last", 0)),
        job.next_after(at),
        figures.get("failures", 0),
        bad.failure if bad else "",
        bad.failed_at if bad else None,
    )


def long_runs() -> list[Run]:
    """Long ones: those under way first, then the newest."""
    codes = [job.code for job in jobs() if job.long]
    found: QuerySet[Run] = Run.objects.filter(code__in=codes).select_related("by")
    running = list(found.filter(UNFINISHED).order_by("pk")[:SHOWN_RUNS])
    return [*running, *found.exclude(UNFINISHED).order_by("-pk")[: SHOWN_RUNS - len(running)]]


def failed_runs() -> list[Run]:
    """The newest that were given up."""
    return list(Run.objects.filter(is_failed=True).order_by("-finished_at")[:SHOWN_RUNS])


def titles(listed: Iterable[Job] | None = None) -> dict[str, str]:
    return {job.code: job.title for job in listed or jobs()}


def title_of(run: Run) -> str:
    """A run outlives its job: one that is listed no more goes by its code."""
    return titles().get(run.code, run.code)


def by_hand() -> frozenset[str]:
    """The codes of the jobs that need no words of their own, so that a button starts them."""
    return frozenset(job.code for job in jobs() if job.is_scheduled)


def how_far_behind(at: datetime) -> timedelta:
    """How long the oldest run that is due has waited for a worker: more than moments mean that none works."""
    oldest = Run.ready(at).order_by("due_at").values_list("due_at", flat=True).first()
    stale = Run.objects.order_by("-pk").values_list("created_at", flat=True).first()
    beat = min((job.every for job in jobs() if job.every), default=0)
    silent = at - stale - timedelta(seconds=beat) if stale and beat else timedelta(0)
    return max(timedelta(0), silent, at - oldest if oldest else timedelta(0))
