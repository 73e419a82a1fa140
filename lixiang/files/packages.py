"""Opens a ZIP or a folder that came from anywhere: what could do harm is refused with a sentence before it is read."""

import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NoReturn

from lixiang.files.sums import shown

MOST_FILES = 1_000_000
MOST_BYTES = 1 << 40
MOST_PACKED = 200  # times that a file may be larger than it is packed; texts and tables reach some thirty
SMALL = 1 << 20  # below this nothing can be a bomb
LOCAL_HEAD = 30  # bytes before the name of a file
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1


class Hostile(Exception):  # noqa: N818 - a refusal of what came from outside
    """A package that is not read, with the sentence for the person."""


class ZipPackage:
    """A ZIP whose list of contents was looked over."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        entries = archive.infolist()
        _refuse_hostile(entries, archive.start_dir)
        self._files = {entry.filename: entry for entry in entries if not entry.is_dir()}

    def names(self) -> Iterator[str]:
        yield from self._files

    def size_of(self, name: str) -> int:
        return self._files[name].file_size

    def open(self, name: str) -> BinaryIO:
        return self._archive.open(self._files[name])  # type: ignore[return-value]


class FolderPackage:
    """A folder with everything below it; links are not followed but refused."""

    def __init__(self, folder: Path) -> None:
        self._files = dict(_files_below(folder))

    def names(self) -> Iterator[str]:
        yield from self._files

    def size_of(self, name: str) -> int:
        return self._files[name].stat().st_size

    def open(self, name: str) -> BinaryIO:
        return self._files[name].open("rb")


@contextmanager
def opened(path: Path) -> Iterator[ZipPackage | FolderPackage]:
    """The package at a path; raises Hostile, FileNotFoundError, and OSError where it cannot be read."""
    if path.is_dir():
        yield FolderPackage(path)
        return
    with path.open("rb") as stream, opened_zip(stream) as package:
        yield package


@contextmanager
def opened_zip(stream: BinaryIO) -> Iterator[ZipPackage]:
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError, EOFError) as broken:
        raise Hostile("不是完好的 ZIP 文件，不能核验。") from broken
    with archive:
        yield ZipPackage(archive)


def _refuse_hostile(entries: list[zipfile.ZipInfo], ends_at: int) -> None:
    if len(entries) > MOST_FILES:
        raise Hostile(f"压缩包内有{len(entries)}个文件，超过{MOST_FILES}个的上限，未打开。")
    seen: dict[str, str] = {}
    for entry in entries:
        _refuse_name(entry.orig_filename)
        _refuse_kind(entry)
        key = unicodedata.normalize("NFC", entry.filename).casefold()
        if key in seen:
            raise Hostile(f"压缩包内“{shown(entry.filename)}”与“{shown(seen[key])}”重名，未打开。")
        seen[key] = entry.filename
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Hostile("压缩包解开后超过1TB，未打开。")
    _refuse_overlaps(entries, ends_at)


def _refuse_name(name: str) -> None:
    """No name leads out of the folder that the package is unpacked into, on any system."""
    parts = name.removesuffix("/").split("/")
    is_plain = all(part not in ("", ".", "..") for part in parts) and ":" not in name and "\\" not in name
    if not is_plain or any(ord(character) < 32 or ord(character) == 127 for character in name):
        raise Hostile(f"压缩包内的文件名“{shown(name)}”会写到文件夹以外，未打开。")


def _refuse_kind(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Hostile(f"压缩包内的“{shown(entry.filename)}”是链接或者特殊文件，未打开。")
    if entry.flag_bits & ENCRYPTED:
        raise Hostile(f"压缩包内的“{shown(entry.filename)}”已加密，不能核验。")
    if entry.compress_type not in WAYS:
        raise Hostile(f"压缩包内的“{shown(entry.filename)}”用了不支持的压缩方法，未打开。")
    if entry.file_size > SMALL and entry.file_size > entry.compress_size * MOST_PACKED:
        raise Hostile(f"压缩包内的“{shown(entry.filename)}”解开后过大，疑为压缩炸弹，未打开。")


def _refuse_overlaps(entries: list[zipfile.ZipInfo], ends_at: int) -> None:
    """Two names for the same bytes make a small package large; each file has bytes of its own, before the list."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end or entry.header_offset + LOCAL_HEAD + entry.compress_size > ends_at:
            raise Hostile(f"压缩包内的“{shown(entry.filename)}”与其他文件重叠，疑为压缩炸弹，未打开。")
        end = entry.header_offset + LOCAL_HEAD + entry.compress_size


def _files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    for where, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        for name in (*folders, *sorted(files)):
            path = Path(where, name)
            mode = path.lstat().st_mode
            inside = path.relative_to(folder).as_posix()
            if not inside.isprintable():
                raise Hostile(f"文件夹内的文件名“{shown(inside)}”含有不能显示的字符，未核验。")
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise Hostile(f"文件夹内的“{shown(inside)}”是链接或者特殊文件，未核验。")
            if stat.S_ISREG(mode):
                yield inside, path


def _raise(error: OSError) -> NoReturn:
    """A folder that cannot be read is no folder without files."""
    raise error
