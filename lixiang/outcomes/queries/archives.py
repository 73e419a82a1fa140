"""Lists of archives and what one page of an archive shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count as Counted
from django.db.models import Q, QuerySet, Sum

from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.states import ENDED, Status
from lixiang.work.models import Run

ROWS = 30
JOB = "build_archive"
# Nothing further follows from these, and the section knew the project: what was never nominated is its county's own.
ENDED_FOR_GOOD = Q(nominated_at__isnull=False, status__in=[status for status in ENDED if status != Status.DISCARDED])


@dataclass(frozen=True)
class Count:
    """How many projects of a programme an archive would take in, and which it would not yet."""

    ready: int
    concluded: int
    under_way: int


@dataclass(frozen=True)
class Page:
    """One page of archives, newest first, and the key of the next page."""

    rows: tuple[Archive, ...]
    next_key: int | None


@dataclass(frozen=True)
class Making:
    """How far an archive is: folders written, bytes of them, and the run that writes it."""

    archive: Archive
    written: int
    size: int
    items: int
    run: Run | None

    @property
    def is_running(self) -> bool:
        """A run that was given up must be begun again by a person."""
        return self.run is not None and self.run.finished_at is None

    @property
    def is_stopped(self) -> bool:
        return not self.archive.is_finished and not self.is_running


def counts_of(programme: Programme) -> Count:
    """One query."""
    seen = Project.objects.filter(programme=programme, nominated_at__isnull=False)
    concluded = Q(status=Status.CONCLUDED)
    return Count(
        **seen.aggregate(
            ready=Counted("pk", filter=ENDED_FOR_GOOD),
            concluded=Counted("pk", filter=concluded),
            under_way=Counted("pk", filter=~concluded & ~ENDED_FOR_GOOD),
        )
    )


def page_of_archives(programme: Programme, *, before: int | None = None) -> Page:
    rows = Archive.objects.filter(programme=programme).select_related("file", "programme").order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].number if len(found) > ROWS else None)


def archive_in_the_making(programme: Programme) -> Archive | None:
    return Archive.objects.filter(programme=programme, finished_at=None).first()


def run_of(archive: Archive) -> Run | None:
    """The last run that writes it; runs are tidied away after a while."""
    return Run.objects.filter(code=JOB, arguments__archive=archive.pk).order_by("-pk").first()


def archive_page(archive: Archive) -> Making:
    """Two queries."""
    figures = ArchiveFolder.objects.filter(archive=archive, ends_at__isnull=False).aggregate(
        written=Counted("pk"), size=Sum("size", default=0), items=Sum("items", default=0)
    )
    return Making(archive, run=run_of(archive), **figures)


def to_archive(programme: Programme) -> "QuerySet[Project]":
    """The concluded projects, which wait for the verb."""
    return Project.objects.filter(programme=programme, status=Status.CONCLUDED).order_by("pk")


def to_pack(archive: Archive) -> Iterator[ArchiveFolder]:
    """The folders that are not yet written, in order, one at a time."""
    related = ("project__programme__managing_organisation", "project__version", "project__nominating_organisation")
    rows = ArchiveFolder.objects.filter(archive=archive, ends_at=None).order_by("place")
    for pk in list(rows.values_list("pk", flat=True)):
        yield ArchiveFolder.objects.select_related(*related, "project__implementing_organisation").get(pk=pk)
