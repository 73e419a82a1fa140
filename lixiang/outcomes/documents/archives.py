"""What an archive consists of: each project's folder, written into a growing ZIP, and what stands above them all."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.utils import timezone

from lixiang.files.sums import LIST, written
from lixiang.files.zips import Growing
from lixiang.outcomes import queries
from lixiang.outcomes.models import Archive, ArchiveFolder
from lixiang.outcomes.rules import metadata, pages
from lixiang.outcomes.rules.items import HTML, JSON, SECTIONS, Item, Packed, PackedItem, Piece, Stored
from lixiang.outcomes.rules.kinds import RETENTIONS
from lixiang.outcomes.rules.names import Names
from lixiang.projects.models import Project
from lixiang.ui.written import moment, size

XML, TEXT = "application/xml", "text/plain"
TEXTS = {HTML, JSON, XML, TEXT}  # all else is packed already, or was chosen by a stranger


class Damaged(RuntimeError):  # noqa: N818 - it is what happened
    """A file that the record names is not in the store, or is not what it was."""


class Folder:
    """One folder of the ZIP while it is written: names given, hashes counted."""

    def __init__(self, target: Growing, name: str, at: datetime) -> None:
        self._target, self._name, self._at = target, name, timezone.localtime(at)
        self.sums: list[tuple[str, str]] = []
        self.size = 0

    def add(self, path: str, content: bytes, media_type: str) -> Packed:
        """A file that was made here; its path is relative to the folder."""
        return self._copy(path, io.BytesIO(content), len(content), media_type)

    def bring(self, path: str, stored: Stored, media_type: str) -> Packed:
        """A file of the store, proved against its name while it is copied."""
        try:
            with default_storage.open(stored.path, "rb") as stream:
                packed = self._copy(path, stream, stored.size, media_type)
        except FileNotFoundError as lost:
            raise Damaged(_damage(self._name, path, stored, "缺失")) from lost
        if packed.sha256 != stored.sha256:
            raise Damaged(_damage(self._name, path, stored, "损坏"))
        return packed

    def _copy(self, path: str, stream: BinaryIO, length: int, media_type: str) -> Packed:
        inside = f"{self._name}/{path}" if self._name else path
        sha256 = self._target.add(inside, stream, size=length, at=self._at, packed=media_type in TEXTS)
        self.sums.append((sha256, path))
        self.size += length
        return Packed(path, media_type, length, sha256)


def _damage(folder: str, path: str, stored: Stored, what: str) -> str:
    return f"存储中的文件{what}：{folder}/{path}（校验值{stored.sha256[:12]}）。请从备份恢复后继续制作"


def pack(row: ArchiveFolder, made: Archive, target: Growing) -> ArchiveFolder:
    """Everything the record holds of one project; the row then says what was written."""
    project = row.project
    row.name = queries.folder_of(project)
    folder, about = Folder(target, row.name, made.begun_at), queries.about_of(project, made.terms, made.begun_at)
    items = list(_packed(project, folder))
    folder.add(metadata.NAME, metadata.metadata_of(about, items), XML)
    folder.add(pages.NAME, pages.project_index(about, items), HTML)
    folder.add(LIST, written(folder.sums).encode(), TEXT)
    row.items, row.size, row.sums = len(items), folder.size, [[*pair] for pair in folder.sums]
    row.row = [about.code, about.title, about.nominating, about.status]
    return row


def _packed(project: Project, folder: Folder) -> Iterator[PackedItem]:
    """Item by item: what was written is forgotten but for its name and hash."""
    names = Names()
    for number, item in enumerate(queries.items_of(project), 1):
        files = tuple(_put(piece, item, names, folder) for piece in item.pieces)
        yield PackedItem(number, replace(item, pieces=()), files)


def _put(piece: Piece, item: Item, names: Names, folder: Folder) -> Packed:
    path = names.give(SECTIONS[item.section], piece.name)
    if piece.stored is not None:
        return folder.bring(path, piece.stored, piece.media_type)
    assert piece.make is not None
    return folder.add(path, piece.make(), piece.media_type)


def close(made: Archive, target: Growing) -> None:
    """The index of the year, and one list of hashes over everything."""
    top = Folder(target, "", made.begun_at)
    programme = made.programme
    pairs = (
        ("批次", programme.title),
        ("年度", str(programme.year)),
        ("主管单位", programme.managing_organisation.name),
        ("归档包", str(made)),
        ("归档时间", moment(made.begun_at)),
        ("经办人", made.begun_by_name),
        ("项目", f"{made.projects}个；另有{made.left_out}个尚未办结或者尚未归档，不在其中"),
        ("保管期限", RETENTIONS[made.terms["retention"]]),
        ("密级", made.terms["security"]),
    )
    top.add(pages.NAME, pages.programme_index(f"{programme.title}归档目录", pairs, _rows(made)), HTML)
    lines = (written(sums) for sums in (*_sums(made), top.sums))
    top.add(LIST, "".join(lines).encode(), TEXT)


def _rows(made: Archive) -> Iterator[tuple[str, ...]]:
    rows = made.folders.order_by("place").values_list("name", "row", "items", "size")
    for name, (code, title, organisation, status), items, length in rows.iterator(chunk_size=200):
        yield name, code, title, organisation, status, str(items), size(length)


def _sums(made: Archive) -> Iterator[list[tuple[str, str]]]:
    rows = made.folders.order_by("place").values_list("name", "sums")
    for name, sums in rows.iterator(chunk_size=50):
        yield [(sha256, f"{name}/{path}") for sha256, path in sums]
