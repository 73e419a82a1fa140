"""Background work on PostgreSQL: a run through the queue against its bare function, four workers against one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

from django.conf import settings
from django.utils import timezone

from bench.lines import Line
from bench.work_jobs import write_row
from lixiang.people.models import LogInFailures
from lixiang.work.models import UNFINISHED, Run

RUNS, WORKERS = 200, 4
WORK = """
import django
django.setup()
from django.conf import settings
settings.JOBS = "bench.work_jobs.JOBS"
from lixiang.command.main import main
main(["worker", "--interval", "0.05"])
"""


def run(folder: Path) -> Iterator[Line]:
    """Workers are up before the runs come, so that their start is not measured; by turns, twice each."""
    settings.JOBS = "bench.work_jobs.JOBS"
    bare = _bare() / RUNS
    times: dict[int, list[float]] = {1: [], WORKERS: []}
    for _ in range(2):
        for count in times:
            times[count].append(_performed_by(count))
    one, four = min(times[1]), min(times[WORKERS])
    note = f"{one / RUNS * 1000:.1f} ms against {bare * 1000:.1f} ms a run, {RUNS / one:.0f} runs/s"
    yield Line("a run through the queue against the bare function", one / RUNS / bare, 12.0, note).tell()
    note = f"{RUNS / four:.0f} runs/s against {RUNS / one:.0f} on {os.cpu_count()} cores"
    yield Line(f"{WORKERS} workers against one", one / four, 1.3, note, at_least=True).tell()
    performed = [name.split()[0] for name in LogInFailures.objects.values_list("username", flat=True)]
    yield Line(f"{WORKERS} workers: runs lost", RUNS * 5 - len(set(performed)), 0, f"of {RUNS * 5}").tell()
    yield Line(f"{WORKERS} workers: runs doubled", len(performed) - len(set(performed)), 0).tell()


def _bare() -> float:
    begun = perf_counter()
    for number in range(RUNS):
        write_row(timezone.now(), number=-1 - number)
    return perf_counter() - begun


def _performed_by(count: int) -> float:
    """Seconds from the coming of the runs to the end of the last."""
    with _workers(count):
        sleep(4)
        at, first = timezone.now(), Run.objects.count()
        rows = (Run(code="write_row", arguments={"number": first + n}, created_at=at, due_at=at) for n in range(RUNS))
        begun = perf_counter()
        Run.objects.bulk_create(rows)
        while Run.objects.filter(UNFINISHED).exists():
            sleep(0.02)
        return perf_counter() - begun


@contextmanager
def _workers(count: int) -> Iterator[None]:
    own = {"DATABASE_URL": os.environ["DATABASE_URL"], "PYTHONPATH": os.pathsep.join(sys.path)}
    started = [subprocess.Popen([sys.executable, "-c", WORK], env=os.environ | own) for _ in range(count)]
    try:
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait()
