"""The faces of an official document, and which characters of a document are printed in which face."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from . import blocks as b
from .numbering import attachment_label, heading_level
from .printed import CONTENTS


@dataclass(frozen=True)
class Face:
    """A face that GB/T 9704 names: families that are it, free stand-ins of the same kind, the last resort."""

    name: str
    own: tuple[str, ...]
    stand_in: str
    last_resort: str
    word: str
    weight: int = 400

    @property
    def chain(self) -> tuple[str, ...]:
        return (*self.own, self.stand_in, self.last_resort)


FACES = {
    "title": Face(
        "小标宋",
        ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
        "FandolSong",
        "Noto Serif SC",
        "方正小标宋简体",
        weight=700,
    ),
    "body": Face(
        "仿宋",
        ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S", "FZFangSong-Z02"),
        "FandolFang R",
        "Noto Serif SC",
        "仿宋",
    ),
    "level1": Face(
        "黑体", ("SimHei", "黑体", "STHeiti", "FZHei-B01S", "FZHei-B01"), "FandolHei", "Noto Sans SC", "黑体"
    ),
    "level2": Face(
        "楷体",
        ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FZKai-Z03S", "FZKai-Z03"),
        "FandolKai",
        "Noto Serif SC",
        "楷体",
    ),
    "page": Face("宋体", ("SimSun", "宋体", "STSong", "FZShuSong-Z01S"), "FandolSong", "Noto Serif SC", "宋体"),
}
HEADING_FACES = {1: "level1", 2: "level2", 3: "body", 4: "body"}


def lead_face(lead: str) -> str:
    """A lead that opens a paragraph wears the face of the level its number claims."""
    return HEADING_FACES.get(heading_level(lead) or 3, "body")


def letters_by_face(document: b.Document) -> dict[str, set[str]]:
    """Every character that will be printed, under the face it is printed in."""
    letters: dict[str, set[str]] = defaultdict(set)
    letters["page"].update("— 0123456789")
    letters["level1"].update(document.mark)
    for block in document.blocks:
        for face, text in _texts(block):
            letters[face].update(text.replace("\n", ""))
    return letters


def _texts(block: b.Block) -> Iterator[tuple[str, str]]:
    """(face, text) of one block, with the words that the writers add to it."""
    if isinstance(block, b.Attachment):
        yield from (("level1", attachment_label(block.number)), ("title", block.title))
        yield from (pair for inner in block.blocks for pair in _texts(inner))
    elif isinstance(block, b.Chapter):
        yield "title", block.title
        yield from (pair for inner in block.blocks for pair in _texts(inner))
    elif isinstance(block, b.Paragraph):
        yield from ((lead_face(block.lead), block.lead), ("body", block.text))
    elif isinstance(block, b.Heading):
        yield HEADING_FACES[block.level], block.text
    else:
        titled, text = _PLAIN[type(block)](block)
        yield from (*titled, ("body", text))


def _all(block: b.Block) -> str:
    """Every text of a block and of the blocks within it."""
    return "".join(_flat(getattr(block, field.name)) for field in fields(block))


def _flat(value: Any) -> str:
    if isinstance(value, b.Block):
        return _all(value)
    if isinstance(value, tuple):
        return "".join(_flat(item) for item in value)
    return value if isinstance(value, str) else ""


# What is set in a face of its own, and the rest, which is 仿宋.
_PLAIN: dict[type, Callable[[Any], tuple[tuple[tuple[str, str], ...], str]]] = {
    b.Head: lambda block: ((("title", block.organisation),), ""),
    b.Title: lambda block: ((("title", block.text),), ""),
    b.Number: lambda block: ((), block.text),
    b.Addressee: lambda block: ((), f"{block.text}："),
    b.Table: lambda block: ((("level1", "".join(c.title for c in block.columns)),), _flat(block.rows)),
    b.AttachmentNote: lambda block: ((), "附件：0123456789." + _flat(block.names)),
    b.AttendanceList: lambda block: (
        (("level1", "：" + "".join(label for label, _ in block.rows)),),
        _flat(tuple(names for _, names in block.rows)),
    ),
    b.SignOff: lambda block: ((), _all(block)),
    b.Note: lambda block: ((), f"（{block.text}）"),
    b.Imprint: lambda block: ((), "抄送：。印发" + _all(block)),
    b.Cover: lambda block: ((("title", block.title),), "：" + _flat(block.rows)),
    b.Contents: lambda block: ((("title", CONTENTS),), _flat(block.rows)),
    b.FormTable: lambda block: ((("level1", block.title + _stacked_labels(block)),), _flat(block.rows)),
    b.OpinionField: lambda block: ((("level1", block.title),), "签字（盖章）：年月日" + _all(block)),
    b.SignatureTable: lambda block: ((), "（盖章）代表人：签字日期年月日" + _flat(block.parties)),
}


def _stacked_labels(block: b.FormTable) -> str:
    return "".join(cell.label for row in block.rows for cell in row.cells if cell.stacked)
