"""Writes an archive: project by project into one growing ZIP, each marked when whole, then proved and kept."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from lixiang.files.packages import opened_zip
from lixiang.files.store import keep
from lixiang.files.sums import faults
from lixiang.files.zips import Entry, Growing, growing
from lixiang.history.record import record
from lixiang.outcomes import queries
from lixiang.outcomes.documents import Damaged, close, pack
from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.workflow.moves import locked

__all__ = ["Damaged", "Spoilt", "Taken", "build"]

ZIP = "application/zip"
CLOSING_STEPS = 2  # proving the whole, and keeping it
log = logging.getLogger(__name__)


class Taken(RuntimeError):  # noqa: N818 - it is what happened
    """Another process has taken the archive over; this one leaves no trace."""


class Spoilt(RuntimeError):  # noqa: N818 - it is what happened
    """What was written does not equal its own list; it is written anew."""


class Counter(Protocol):
    """Told how far the archive is."""

    def of(self, total: int) -> None: ...

    def step(self, more: int = 1, message: str = "") -> None: ...


def build(key: int, counter: Counter, *, by: Any, at: datetime) -> str:
    """Write what is not yet written; one that was finished before is left as it is.

    Raises Damaged, Spoilt, Taken and files.zips.Busy; whoever comes next goes on from the last folder that was whole.
    """
    made = _take_over(key)
    if made.is_finished:
        return f"{made}早已完成"
    path = _path_of(made)
    _forget_what_was_lost(made, path)
    done = made.folders.filter(ends_at__isnull=False).count()
    counter.of(made.projects + CLOSING_STEPS)
    counter.step(done)
    _write(made, path, counter)
    files = _prove(made, path)
    counter.step(message="已核验，正在入库")
    made = _keep(made, path, files, by=by, at=at)
    counter.step()
    return f"{made}已完成：{made.projects}个项目，{made.files}个文件"


@transaction.atomic
def _take_over(key: int) -> Archive:
    made = locked(Archive(pk=key))
    made.maker = uuid4().hex
    made.save(update_fields=["maker"])
    return made


def _path_of(made: Archive) -> Path:
    return settings.ARCHIVES / f"{made.ref}.zip"


def _forget_what_was_lost(made: Archive, path: Path) -> None:
    """Where the file does not reach the last mark (another machine wrote it, or a disk was lost), all begins anew."""
    size = path.stat().st_size if path.exists() else 0
    if size < _ends_at(made):
        log.warning("%s: the file ends before its last mark, all is written anew", made.ref)
        _begin_anew(made)


def _begin_anew(made: Archive) -> None:
    made.folders.update(ends_at=None, entries=[], sums=[], row=[], items=0, size=0)


def _ends_at(made: Archive) -> int:
    return (
        made.folders.order_by("-ends_at").filter(ends_at__isnull=False).values_list("ends_at", flat=True).first() or 0
    )


def _entries(made: Archive) -> Iterator[Entry]:
    written = made.folders.filter(ends_at__isnull=False).order_by("ends_at")
    for rows in written.values_list("entries", flat=True).iterator(chunk_size=50):
        yield from map(Entry.of_row, rows)


def _write(made: Archive, path: Path, counter: Counter) -> None:
    with growing(path, ends_at=_ends_at(made), entries=_entries(made)) as target:
        for folder in queries.to_pack(made):
            _mark(made, pack(folder, made, target), target)
            counter.step(message=f"正在打包：{folder.name}")
        close(made, target)


@transaction.atomic
def _mark(made: Archive, folder: ArchiveFolder, target: Growing) -> None:
    """The folder is whole on disk: say so, unless somebody else writes the archive now."""
    ends_at, entries = target.mark()
    if locked(made).maker != made.maker:
        raise Taken(made.ref)
    folder.ends_at, folder.entries = ends_at, [entry.as_row() for entry in entries]
    folder.save(update_fields=["name", "items", "size", "ends_at", "entries", "sums", "row"])


def _prove(made: Archive, path: Path) -> int:
    """Read the whole once more as anybody could: what does not equal its list is not kept. How many files it has."""
    with path.open("rb") as stream, opened_zip(stream) as package:
        wrong, files = list(faults(package)), sum(1 for _ in package.names())
    if wrong:
        _begin_anew(made)
        raise Spoilt(f"制作后核验有{len(wrong)}处不符，首处：{wrong[0].sentence}，将重新制作")
    return files


def _keep(made: Archive, path: Path, files: int, *, by: Any, at: datetime) -> Archive:
    """Into the store under its hash; then the working copy goes."""
    with path.open("rb") as stream:
        file = keep(stream, media_type=ZIP, at=at)
    with transaction.atomic():
        fresh = locked(made)
        if fresh.maker != made.maker:
            raise Taken(made.ref)
        fresh.file, fresh.finished_at, fresh.files = file, at, files
        fresh.save(update_fields=["file", "finished_at", "files"])
        record(fresh, "keep_archive", by=by, at=at, detail={"sha256": file.sha256, "size": file.size})
    path.unlink()
    return fresh
