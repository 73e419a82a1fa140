"""What an official document consists of, in reading order: frozen blocks that know nothing of PDF, Word or Django.

Every text is cleaned when its block is made, so that both writers, the checks and the frozen context hold the same
characters. A newline inside a paragraph starts a new paragraph, inside a cell or a title a new line.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from .dates import official_date
from .plain_text import clean

LAYOUTS = ("official", "agreement", "form")
REHEARSAL_MARK = "演练，非正式文件"


def _printable(value: Any) -> Any:
    """Text cleaned, dates in official form, sequences as tuples; blocks and numbers as they are."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, date):
        return official_date(value)
    if isinstance(value, list | tuple):
        return tuple(_printable(item) for item in value)
    return value


@dataclass(frozen=True)
class Block:
    """Base of all blocks: cleans every text field once."""

    def __post_init__(self):
        for field in fields(self):
            object.__setattr__(self, field.name, _printable(getattr(self, field.name)))


@dataclass(frozen=True)
class Head(Block):
    """发文机关标志 in red, whole, e.g. 中共淮南市委组织部文件; the red line follows the number."""

    organisation: str


@dataclass(frozen=True)
class Number(Block):
    """发文字号, e.g. 淮组通字〔2018〕27号."""

    text: str


@dataclass(frozen=True)
class Title(Block):
    text: str


@dataclass(frozen=True)
class Addressee(Block):
    """主送机关, without the colon."""

    text: str

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "text", self.text.strip().rstrip("：:"))


@dataclass(frozen=True)
class Heading(Block):
    """A heading with its number in the text (一、总体原则); level 1 黑体, 2 楷体, 3 and 4 仿宋."""

    level: int
    text: str

    def __post_init__(self):
        super().__post_init__()
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"headings have levels 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Paragraph(Block):
    """Body text; `lead` opens the same paragraph in the face of a heading of level 2 (1.围绕中心，助力发展。)."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Column(Block):
    """A column of a table: its share of the width, and left, center or right."""

    title: str
    share: float = 1.0
    align: str = "center"


@dataclass(frozen=True)
class Table(Block):
    """A ruled table; the row of titles is repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self):
        super().__post_init__()
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has as many cells as the table has columns")


@dataclass(frozen=True)
class AttachmentNote(Block):
    """附件说明 below the text: the names, in order."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Attachment(Block):
    """An attachment on a new page; number 0 when it is the only one."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Contents(Block):
    """目录 on a page of its own: one row per chapter, its title and the page it begins on.

    typst_writer.with_contents() writes it from the chapters of a document, once these were set.
    """

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter(Block):
    """A part of a book (汇编) that begins on a new page and stands in the contents."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class AttendanceList(Block):
    """出席, 请假, 列席 of a 纪要 below its text: rows of (label, names); one without names is left out."""

    rows: tuple[tuple[str, str], ...]

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "rows", tuple(row for row in self.rows if row[1].strip()))


@dataclass(frozen=True)
class SignOff(Block):
    """发文机关署名 and 成文日期; sealed leaves room for the seal above them."""

    organisation: str
    date: str
    sealed: bool = True


@dataclass(frozen=True)
class Note(Block):
    """附注, printed in （ ）."""

    text: str


@dataclass(frozen=True)
class Imprint(Block):
    """版记 at the foot of the last page: 抄送 (may be empty), 印发机关, 印发日期."""

    copies_to: str
    printer: str
    printed_on: str


@dataclass(frozen=True)
class Cover(Block):
    """First page of a form: title in the middle, rows of (label, value) below."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field(Block):
    """A label cell and its value; `stacked` puts the label above the value over the whole width."""

    label: str
    value: str
    stacked: bool = False


@dataclass(frozen=True)
class FieldRow(Block):
    """Fields side by side; a row with fewer of them than the widest gives the rest of the width to its last value."""

    cells: tuple[Field, ...]


@dataclass(frozen=True)
class FormTable(Block):
    """A 申报表: rows of labels and values in one ruled frame, with a heading in 黑体 above it when titled."""

    rows: tuple[FieldRow, ...]
    title: str = ""


@dataclass(frozen=True)
class OpinionField(Block):
    """An opinion with room for signature and seal; an empty date prints as 年 月 日 to be filled in by hand."""

    title: str
    text: str = ""
    signer: str = ""
    date: str = ""


@dataclass(frozen=True)
class Party(Block):
    """甲方, 乙方 or 丙方 of an agreement as it signs; an empty date is filled in by hand."""

    role: str
    name: str
    representative: str = ""
    date: str = ""


@dataclass(frozen=True)
class SignatureTable(Block):
    """Side by side, each party with room for signature, seal and date; never broken across pages."""

    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Document(Block):
    """One paper: kind is the 文种 or the form's name; mark is printed on every page; copy_of_hash on working copies."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
    layout: str = "official"
    mark: str = ""
    copy_of_hash: str = ""

    def __post_init__(self):
        super().__post_init__()
        if self.layout not in LAYOUTS:
            raise ValueError(f"layout is one of {', '.join(LAYOUTS)}, not {self.layout}")
