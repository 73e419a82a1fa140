"""Measures a finished .pdf or .docx against GB/T 9704-2012, item by item, without knowing who made it."""

import zlib
from dataclasses import dataclass
from zipfile import BadZipFile

from . import pdf, word
from .items import ITEMS
from .observed import Observed
from .roles import find_roles
from .verdict import NOT_APPLICABLE, OK, SHORT

__all__ = ["NOT_APPLICABLE", "OK", "SHORT", "Result", "Unreadable", "check"]

MOST_BYTES = 50 * 1024 * 1024


class Unreadable(Exception):  # noqa: N818 - a refusal is no error of the program
    """A file that cannot be measured, with the sentence for the person."""


@dataclass(frozen=True)
class Result:
    """One item: its code, its Chinese name, ok, short or not applicable, and what was measured."""

    code: str
    name: str
    status: str
    measured: str


def check(content: bytes) -> tuple[Result, ...]:
    """Every item in the order of the standard. Raises Unreadable for what is no sound PDF or .docx."""
    seen = _observed(content)
    roles = find_roles(seen)
    return tuple(
        Result(item.code, item.name, verdict.status, verdict.measured)
        for item in ITEMS
        for verdict in (item.judge(seen, roles),)
    )


def _observed(content: bytes) -> Observed:
    if len(content) > MOST_BYTES:
        raise Unreadable("文件超过50MB，不作检查。")
    if content.startswith(b"%PDF-"):
        return _read(pdf.read, content, "PDF")
    if content.startswith(b"PK\x03\x04"):
        return _read(word.read, content, "Word（.docx）")
    raise Unreadable("不是 PDF 或者 .docx 文件，不能检查；.doc、.wps 请先另存为 .docx 或者 PDF。")


def _read(reader, content: bytes, name: str) -> Observed:
    """The parsers meet hostile files: whatever they raise means that the file cannot be measured."""
    try:
        seen = reader(content)
    except (BadZipFile, zlib.error) as error:
        raise Unreadable(f"不是完好的 {name} 文件，不能检查。") from error
    except Exception as error:
        raise Unreadable(f"不是完好的 {name} 文件，不能检查：{str(error)[:80] or type(error).__name__}。") from error
    if not seen.lines:
        raise Unreadable(f"{name} 文件里没有文字（可能是扫描件），不能检查。")
    return seen
