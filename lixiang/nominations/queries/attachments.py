"""All attachments as one ZIP that is never held whole: folders 序号_单位_项目名称, names safe on every system."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.utils import timezone

from lixiang.files.models import File
from lixiang.nominations.models import Slate
from lixiang.nominations.queries.overview import nominators_of
from lixiang.nominations.queries.summary import entries_to_read, nominated_entries
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme

CHUNK = 256 * 1024
BATCH = 200
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
ENDING = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,8}\Z")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
READ = ("slate__organisation__short_name", "project__revision__content", "project__revision__at")
LONGEST_UNIT, LONGEST_TITLE, LONGEST_STEM = 20, 30, 60
MISSING, NOTHING = "缺失的文件.txt", "没有附件.txt"


def safe_name(text: str, longest: int) -> str:
    """A name that no system reads as a path, a device or an order; never empty, never ending in a dot or a blank."""
    clean = FORBIDDEN.sub("_", text).strip(" .")[:longest].strip(" .") or "未命名"
    return f"_{clean}" if RESERVED.fullmatch(clean) else clean


@dataclass
class Names:
    """The names given so far; systems that ignore case must not see one file where there are two."""

    taken: set[str] = field(default_factory=set)

    def free(self, folder: str, name: str) -> str:
        """A path that no file of the archive has yet; the ending of the name stays."""
        ending = match[0] if (match := ENDING.search(name)) else ""
        stem, count = safe_name(name.removesuffix(ending), LONGEST_STEM), 1
        path = f"{folder}/{stem}{ending}"
        while path.casefold() in self.taken:
            count += 1
            path = f"{folder}/{stem}（{count}）{ending}"
        self.taken.add(path.casefold())
        return path


@dataclass(frozen=True)
class Packed:
    """One file on its way into the archive."""

    path: str
    file: File | None
    at: datetime


class _Sink:
    """What zipfile writes into: forgets what was taken out, so that the archive is never in memory."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits below."""

    def take(self) -> bytes:
        taken = b"".join(self.parts)
        self.parts.clear()
        return taken


def stream_attachments_of(slate: Slate, *, is_own: bool = True) -> Iterator[bytes]:
    """The archive of one organisation's slate, piece by piece."""
    return _archive(_packed(entries_to_read(slate, is_own).values_list(*READ).iterator(BATCH)))


def stream_attachments(programme: Programme, at: datetime) -> Iterator[bytes]:
    """The archive of everything nominated, in the order of the summary, piece by piece."""
    nominated, version = nominated_entries(programme), programmes.version_in_force(programme, at)
    rows = (
        row
        for organisation in nominators_of(version)
        for row in nominated.filter(slate__organisation=organisation.pk).values_list(*READ).iterator(BATCH)
    )
    return _archive(_packed(rows))


def _packed(rows: Iterable[tuple[str, dict[str, Any], datetime]]) -> Iterator[Packed]:
    """What each revision names as attached, when it was handed in, in batches of one query for their files."""
    names, numbered = Names(), enumerate(rows, 1)
    while batch := list(islice(numbered, BATCH)):
        attached = [
            (place, unit, content, at, row) for place, (unit, content, at) in batch for row in _files_in(content)
        ]
        files = {file.sha256: file for file in File.objects.filter(sha256__in={each[4]["sha256"] for each in attached})}
        for place, unit, content, at, row in attached:
            title = safe_name(content.get("title", ""), LONGEST_TITLE)
            folder = f"{place:03d}_{safe_name(unit, LONGEST_UNIT)}_{title}"
            yield Packed(names.free(folder, row["name"]), files.get(row["sha256"]), at)


def _files_in(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a revision that name a file."""
    for value in content.values():
        if isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict) and row.get("sha256"))


def _archive(files: Iterable[Packed]) -> Iterator[bytes]:
    """Stored, not packed again: pictures and PDF do not shrink. A file that is gone is named in a list instead;
    an archive of nothing says so, for Windows calls an empty one broken.
    """
    sink, missing = _Sink(), []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[arg-type]
        for packed in files:
            source = _opened(packed.file)
            if source is None:
                missing.append(packed.path)
            else:
                yield from _copied(archive, sink, packed, source)
        if missing:
            archive.writestr(MISSING, "\r\n".join(("下列文件在存储中找不到，请与系统管理员联系：", *missing)))
        elif not archive.namelist():
            archive.writestr(NOTHING, "所列项目均未上传附件。\r\n")
    yield sink.take()


def _opened(file: File | None) -> BinaryIO | None:
    """The bytes, or None where the store has lost them."""
    try:
        return file.open() if file else None
    except FileNotFoundError:
        return None


def _copied(archive: zipfile.ZipFile, sink: _Sink, packed: Packed, source: BinaryIO) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(packed.path, timezone.localtime(packed.at).timetuple()[:6])
    entry.external_attr = 0o644 << 16
    size = packed.file.size if packed.file else 0
    with source, archive.open(entry, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as target:
        while part := source.read(CHUNK):
            target.write(part)
            yield sink.take()
    yield sink.take()
