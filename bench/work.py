"""Background work on PostgreSQL: a run against a bare task of the library, four workers against one, none doubled."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from django.conf import settings
from django.utils import timezone

from bench.lines import Line
from bench.work_jobs import bare_task
from lixiang.command.worker import Hands
from lixiang.people.models import LogInFailures
from lixiang.work.models import UNFINISHED, Run

AT_ONCE, ROUNDS, RUNS, WORKERS = 50, 5, 300, 4
# On two quiet cores four workers do 1.7 times what one does: the database, which takes its share of the same cores, is
# the rest. Where other work fills both cores there is nothing for the other three to take: measure on a quiet machine.
FOUR_AGAINST_ONE = 1.2
WORK = """
import django
django.setup()
from django.conf import settings
settings.JOBS = "bench.work_jobs.JOBS"
from lixiang.command.main import main
main(["worker", "--interval", "0.02"])
"""


def run(folder: Path) -> Iterator[Line]:
    """In one process first, by turns; then by processes that are up and warm before the runs come."""
    settings.JOBS = "bench.work_jobs.JOBS"
    hands = Hands()
    pairs = [(_timed(hands, _order_tasks), _timed(hands, _order_runs)) for _ in range(ROUNDS + 1)][1:]
    floor, ours = (median(times) / AT_ONCE * 1000 for times in zip(*pairs, strict=True))
    note = f"{ours:.1f} ms against {floor:.1f} ms"
    yield Line("a run of a job against a bare task of the library", ours / floor, 3.0, note).tell()
    times: dict[int, list[float]] = {1: [], WORKERS: []}
    for _ in range(2):
        for count in times:
            times[count].append(_performed_by(count))
    one, many = min(times[1]), min(times[WORKERS])
    note = f"{RUNS / many:.0f} runs/s against {RUNS / one:.0f} on {os.cpu_count()} cores"
    yield Line(f"{WORKERS} workers against one", one / many, FOUR_AGAINST_ONE, note, at_least=True).tell()
    wanted = set(Run.objects.values_list("arguments__number", flat=True))
    performed = [int(name.split()[0]) for name in LogInFailures.objects.values_list("username", flat=True)]
    performed = [number for number in performed if number >= 0]
    yield Line(f"{WORKERS} workers: runs lost", len(wanted - set(performed)), 0, f"of {len(wanted)}").tell()
    yield Line(f"{WORKERS} workers: runs doubled", len(performed) - len(set(performed)), 0).tell()


def _timed(hands: Hands, order: Callable[[], None]) -> float:
    begun = perf_counter()
    order()
    while hands.round():
        continue
    return perf_counter() - begun


def _order_tasks() -> None:
    for _ in range(AT_ONCE):
        bare_task.enqueue(-1)


def _order_runs(count: int = AT_ONCE) -> None:
    at, first = timezone.now(), Run.objects.count()
    numbers = range(first, first + count)
    Run.objects.bulk_create(
        Run(code="write_row", arguments={"number": number}, created_at=at, due_at=at) for number in numbers
    )


def _performed_by(count: int) -> float:
    """Seconds from the coming of the runs to the end of the last."""
    before = Run.objects.count()
    with _workers(count):
        while Run.objects.filter(pk__gt=before).values("worker").exclude(worker="").distinct().count() < count:
            _order_runs(count * 4)
            _finish()
        begun = perf_counter()
        _order_runs(RUNS)
        _finish()
        return perf_counter() - begun


def _finish() -> None:
    while Run.objects.filter(UNFINISHED).exists():
        sleep(0.02)


@contextmanager
def _workers(count: int) -> Iterator[None]:
    own = {"PYTHONPATH": os.pathsep.join(sys.path)}
    command, silent = [sys.executable, "-c", WORK], subprocess.DEVNULL
    started = [subprocess.Popen(command, env=os.environ | own, stdout=silent) for _ in range(count)]
    try:
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait()
