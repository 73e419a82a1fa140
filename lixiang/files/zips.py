"""Writes a ZIP that may be longer than memory and outlive the process: after a kill it goes on from the last mark."""

import fcntl
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

CHUNK = 1024 * 1024
FIRST_YEAR = 1980  # that a ZIP can write
PLAIN_FILE = 0o100644 << 16


class Busy(RuntimeError):  # noqa: N818 - it is what happened
    """Another process of this machine is writing the file."""


class CutShort(RuntimeError):  # noqa: N818 - it is what happened
    """The file on disk ends before the last mark: it was lost or belongs to another machine."""


@dataclass(frozen=True)
class Entry:
    """What the list at the end of a ZIP says of one file."""

    name: str
    offset: int
    packed: int
    size: int
    crc: int
    way: int
    at: tuple[int, ...]

    def as_row(self) -> list[Any]:
        return [*astuple(self)]

    @classmethod
    def of_row(cls, row: list[Any]) -> "Entry":
        return cls(*row[:6], tuple(row[6]))


class Growing:
    """A ZIP that is being written; `mark` says how far it is good."""

    def __init__(self, file: zipfile.ZipFile, stream: BinaryIO) -> None:
        self._file, self._stream = file, stream
        self._told = len(file.filelist)

    def add(self, name: str, content: BinaryIO, *, size: int, at: datetime, packed: bool) -> str:
        """Copy a stream in by pieces; returns the SHA-256 of what was copied."""
        listed = zipfile.ZipInfo(name, _as_zip_has_it(at))
        listed.external_attr, listed.file_size = PLAIN_FILE, size
        listed.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        hashed = hashlib.sha256()
        with self._file.open(listed, "w") as target:
            while chunk := content.read(CHUNK):
                hashed.update(chunk)
                target.write(chunk)
        return hashed.hexdigest()

    def mark(self) -> tuple[int, list[Entry]]:
        """Bring everything to disk; where it ends, and the entries added since the last mark."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        added = [_entry_of(listed) for listed in self._file.filelist[self._told :]]
        self._told = len(self._file.filelist)
        return self._file.start_dir, added


def _entry_of(listed: zipfile.ZipInfo) -> Entry:
    numbers = (listed.header_offset, listed.compress_size, listed.file_size, listed.CRC, listed.compress_type)
    return Entry(listed.filename, *numbers, listed.date_time)


def _as_zip_has_it(at: datetime) -> tuple[int, int, int, int, int, int]:
    return (max(at.year, FIRST_YEAR), at.month, at.day, at.hour, at.minute, at.second)


@contextmanager
def growing(path: Path, *, ends_at: int = 0, entries: Iterable[Entry] = ()) -> Iterator[Growing]:
    """The ZIP at a path, cut to the mark and written on; its list of contents is added when all went well.

    What was written after the mark is dropped. Raises Busy, and CutShort where the file does not reach the mark.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "x+b") as stream:
        _lock(stream)
        if stream.seek(0, os.SEEK_END) < ends_at:
            raise CutShort(str(path))
        stream.truncate(ends_at)
        stream.seek(ends_at)
        file = zipfile.ZipFile(stream, "w")
        for entry in entries:
            listed = _info_of(entry)
            file.filelist.append(listed)
            file.NameToInfo[listed.filename] = listed
        made = Growing(file, stream)
        try:
            yield made
        except BaseException:
            file.fp = None  # no list of contents at the end of what is not whole
            raise
        file.close()
        stream.flush()
        os.fsync(stream.fileno())


def _lock(stream: BinaryIO) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        raise Busy("另一个进程正在写同一个归档包") from taken


def _info_of(entry: Entry) -> zipfile.ZipInfo:
    listed = zipfile.ZipInfo(entry.name, entry.at)  # type: ignore[arg-type]
    listed.header_offset, listed.compress_size, listed.file_size = entry.offset, entry.packed, entry.size
    listed.CRC, listed.compress_type, listed.external_attr = entry.crc, entry.way, PLAIN_FILE
    return listed
