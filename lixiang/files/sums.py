"""Lists of SHA-256 as `sha256sum -c` reads them, and what of a package does not equal its list."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

LIST = "sha256sum.txt"
CHUNK = 1024 * 1024
LONGEST_LIST = 256 * CHUNK
LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
KINDS = {
    "broken": "内容与校验值不符",
    "missing": "清单所列的文件缺失",
    "added": "清单以外多出的文件",
    "listed": "校验清单本身不合规",
}


def shown(name: str) -> str:
    """A name as it can be printed: what would move the cursor or turn the letters round becomes a box."""
    return "".join(sign if sign.isprintable() else "□" for sign in name[:200])


@dataclass(frozen=True)
class Fault:
    """One file that is not as the list says."""

    kind: str
    name: str

    @property
    def sentence(self) -> str:
        return f"{shown(self.name)}：{KINDS[self.kind]}"


class Package(Protocol):
    """Files by their names with `/` between folders, wherever they lie."""

    def names(self) -> Iterable[str]: ...

    def size_of(self, name: str) -> int: ...

    def open(self, name: str) -> BinaryIO: ...


def written(rows: Iterable[tuple[str, str]]) -> str:
    """(hash, name) line by line; a name that would need escaping is refused, since no name of ours has one."""
    return "".join(f"{_proved(sha256)}  {_plain(name)}\n" for sha256, name in rows)


def _proved(sha256: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(f"{sha256!r} is no SHA-256")
    return sha256


def _plain(name: str) -> str:
    if not name or "\\" in name or "\n" in name or "\r" in name:
        raise ValueError(f"{name!r} cannot stand in a list of hashes")
    return name


def sha256_of(stream: BinaryIO) -> str:
    hashed = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()


def faults(package: Package) -> Iterator[Fault]:
    """What is broken or missing in the order of the list, then what was added; the whole package is read once."""
    held = set(package.names())
    if LIST not in held:
        yield Fault("missing", LIST)
        return
    expected = _listed(package)
    if expected is None:
        yield Fault("listed", LIST)
        return
    for name, sha256 in expected.items():
        if name not in held:
            yield Fault("missing", name)
        elif _hash_in(package, name) != sha256:
            yield Fault("broken", name)
    yield from (Fault("added", name) for name in sorted(held - expected.keys() - {LIST}))


def _listed(package: Package) -> dict[str, str] | None:
    """Name -> hash; None where a line is none, a name stands twice, or the list is no text."""
    if package.size_of(LIST) > LONGEST_LIST:
        return None
    found: dict[str, str] = {}
    try:
        with package.open(LIST) as stream:
            lines = stream.read().decode().split("\n")
    except (UnicodeDecodeError, *UNREADABLE):
        return None
    for line in lines[:-1] if lines[-1] == "" else lines:
        parts = LINE.fullmatch(line)
        if parts is None or parts[2] in found:
            return None
        found[parts[2]] = parts[1]
    return found or None


UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def _hash_in(package: Package, name: str) -> str:
    """The hash of what can be read, "" where it cannot be."""
    try:
        with package.open(name) as stream:
            return sha256_of(stream)
    except UNREADABLE:
        return ""
