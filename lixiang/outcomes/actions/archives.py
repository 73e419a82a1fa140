"""The verbs of the archive: close a concluded project's file, begin the archive of a year, go on after a stop."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.outcomes import permissions, queries
from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.outcomes.queries.archives import JOB
from lixiang.outcomes.rules.kinds import ArchiveTerms
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.work import actions as work
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move

NO_TERMS = Finding("no_terms", "本批次的方案没有“归档”设置，请先在方案中写明保管期限和密级。")
FROZEN = ("retention", "security", "fonds_code", "fonds", "affair", "clause")


def archive(project: Project, *, by: Any, at: datetime) -> Project:
    """Close the file of a concluded project; fraud that is found later can still be answered."""
    return move(project, "archive", by=by, at=at)


@transaction.atomic
def archive_all(programme: Programme, *, by: Any, at: datetime, limit: int = 50) -> tuple[int, int]:
    """Close the files of concluded projects in their order; how many were closed, and how many are left."""
    if not permissions.makes_archives(by, programme):
        raise PermissionDenied
    waiting = queries.to_archive(programme)
    closed = [archive(project, by=by, at=at) for project in waiting.select_related("programme")[:limit]]
    return len(closed), waiting.count()


@transaction.atomic
def begin_archive(programme: Programme, *, by: Any, at: datetime) -> Archive:
    """Fix what goes into the archive and have it made in the background.

    Refused without terms, without a project that has ended, and while an earlier archive is not finished.
    """
    if not permissions.makes_archives(by, programme):
        raise PermissionDenied
    programme = locked(programme)
    terms, counts = queries.terms_of(programme, at), queries.counts_of(programme)
    refuse_if(_standing(programme, terms, counts))
    assert terms is not None
    number = (programme.archives.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    made = Archive.objects.create(
        ref=f"{programme.ref}-archive-{number}",
        number=number,
        programme=programme,
        terms={name: getattr(terms, name) for name in FROZEN},
        begun_at=at,
        begun_by=by,
        begun_by_name=by.name,
        projects=counts.ready,
        left_out=counts.concluded + counts.under_way,
    )
    _take_in(made)
    record(made, "begin_archive", by=by, at=at, detail={"programme": programme.ref, "projects": counts.ready})
    work.start(JOB, by=by, at=at, archive=made.pk)
    return made


def _standing(programme: Programme, terms: ArchiveTerms | None, counts: queries.Count) -> tuple[Finding, ...]:
    if terms is None:
        return (NO_TERMS,)
    if queries.archive_in_the_making(programme) is not None:
        sentence = "上一版归档包尚未完成，请等它完成，或者继续制作。"
        return (Finding("unfinished", sentence, terms.clause),)
    if counts.ready == 0:
        sentence = "本批次还没有可以归档的项目：已结项的项目先办理归档；终止、不予立项等办结的项目直接列入。"
        return (Finding("nothing_ended", sentence, terms.clause),)
    return ()


def _take_in(made: Archive) -> None:
    """One row per project in its order; what ends later waits for the next archive."""
    ended = Project.objects.filter(queries.ENDED_FOR_GOOD, programme=made.programme_id)
    keys = ended.order_by("number").values_list("pk", flat=True)
    rows = (ArchiveFolder(archive=made, project_id=pk, place=place) for place, pk in enumerate(keys, 1))
    ArchiveFolder.objects.bulk_create(rows, batch_size=500)


@transaction.atomic
def go_on(made: Archive, *, by: Any, at: datetime) -> None:
    """Have an archive written on whose run was given up; folders that were finished stay as they are."""
    if not permissions.makes_archives(by, made.programme):
        raise PermissionDenied
    made = locked(made)
    if made.is_finished:
        raise Refused(Finding("finished", "归档包已经完成，不必继续制作。"))
    work.start(JOB, by=by, at=at, archive=made.pk)
    record(made, "go_on", by=by, at=at)
