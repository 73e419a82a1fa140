"""The archive of a year: its memory at the full size against a quarter of it, and what a kill half-way costs.

BENCH_ARCHIVE="200 10" makes 200 projects with 10 MB each, the 2 GB of the promise; the default is a tenth of that.
"""

import hashlib
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.files.storage import default_storage

from bench.data import AT, grow, the_cast
from bench.lines import Line
from lixiang.files.models import File
from lixiang.files.store import claim
from lixiang.outcomes import actions
from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.permissions import scan_part
from lixiang.projects.states import Status
from lixiang.rehearsal.cast import Cast

SIZE = "20 10"
MB = 1024 * 1024
# The bytes of the files pass through by pieces. What grows is the list of contents, some two kB a file while the ZIP is
# proved: four times as many projects take less than twice the memory, and 2 GB of them a few MB.
MEMORY_LIMIT, MEMORY_MB = 2.0, 32
RANDOM = 64 * 1024  # bytes of each file that are no hole, so that no two are alike


class Killed(BaseException):
    """Stands for a kill: nothing of ours catches it."""


class Counter:
    """Breaks off after so many projects."""

    def __init__(self, breaks_after: int = 0) -> None:
        self.done, self.breaks_after = 0, breaks_after

    def of(self, total: int) -> None:
        self.done = 0

    def step(self, more: int = 1, message: str = "") -> None:
        self.done += more
        if self.breaks_after and self.done >= self.breaks_after:
            raise Killed


def run(folder: Path) -> Iterator[Line]:
    """Memory is that of Python's own allocations; the files vanish with the data folder of the bench."""
    count, each = (int(word) for word in os.environ.get("BENCH_ARCHIVE", SIZE).split())
    cast = the_cast()
    grow(cast, count)
    for project in Project.objects.filter(nominated_at__isnull=False).order_by("number"):
        _bring(project, each * MB)
    projects = Project.objects.filter(nominated_at__isnull=False).order_by("number")
    keys = list(projects.values_list("pk", flat=True))
    peaks = []
    for part in (keys[:1], keys[: len(keys) // 4], keys):  # fonts and settings are read once per process, by the first
        Project.objects.filter(pk__in=part).update(status=Status.TERMINATED)
        made = _begun(cast)
        peaks.append(_peak_of(lambda made=made: actions.build(made.pk, Counter(), by=None, at=AT)))
    size, (quarter, whole) = Archive.objects.latest("pk").file.size, peaks[1:]
    note = f"{whole / 1e6:.1f} MB against {quarter / 1e6:.1f} MB; {len(keys)} projects, {size / 1e9:.2f} GB"
    yield Line("archive: MB of memory while it is made", whole / MB, MEMORY_MB, f"{size / 1e9:.2f} GB").tell()
    yield Line("archive: memory against a quarter of it", whole / quarter, MEMORY_LIMIT, note).tell()
    yield _killed(cast, len(keys)).tell()


def _killed(cast: Cast, count: int) -> Line:
    made = _begun(cast)
    began = perf_counter()
    try:
        actions.build(made.pk, Counter(count // 2), by=None, at=AT)
    except Killed:
        before = _written(made)
    half = perf_counter() - began
    actions.build(made.pk, Counter(), by=None, at=AT)
    note = f"{len(before)} were whole after {half:.1f} s, {perf_counter() - began:.1f} s in all"
    again = len(before - _written(made))
    if not Archive.objects.get(pk=made.pk).is_finished or list(settings.ARCHIVES.iterdir()):
        raise RuntimeError("the archive is not finished, or left its working copy behind")
    return Line("archive: projects written again after a kill half-way", again, 0, note)


def _written(made: Archive) -> set[tuple[int, int]]:
    rows = ArchiveFolder.objects.filter(archive=made, ends_at__isnull=False)
    return set(rows.values_list("project", "ends_at"))


def _begun(cast: Cast) -> Archive:
    return actions.begin_archive(cast.programme, by=cast.user(Role.SECTION_CLERK), at=AT)


def _bring(project: Project, size: int) -> None:
    """One file of the store, mostly a hole on disk, claimed as a scan of the application."""
    body, hashed = os.urandom(RANDOM), hashlib.sha256()
    hashed.update(body)
    for _ in range(0, size - RANDOM, RANDOM):
        hashed.update(bytes(RANDOM))
    length = RANDOM + len(range(0, size - RANDOM, RANDOM)) * RANDOM
    file = File(sha256=hashed.hexdigest(), size=length, media_type="image/png", kept_at=AT)
    path = Path(default_storage.path(file.path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        target.write(body)
        target.truncate(length)
    file.save()
    claim(file, project, part=scan_part("unit"), name="签章扫描件.png", by=None, at=AT)


def _peak_of(call: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
