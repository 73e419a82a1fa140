"""What is archived of a project, as values: an item (件) with its files, its acts and what it relates to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

HTML, JSON = "text/html", "application/json"
# The folders of a project in the order of its life; a later stage adds its own.
SECTIONS = {
    "application": "01申报书",
    "review": "02审核审批",
    "documents": "03公文",
    "agreement": "04责任书",
    "progress": "05实施进度",
    "reports": "06定期汇报",
    "meetings": "07会议",
    "inspections": "08督导整改",
    "changes": "09变更",
    "money": "10经费",
    "closing": "11结项",
    "appraisal": "12验收考核",
    "ranking": "13排名等次",
    "outcomes": "14成果运用",
    "history": "15办理轨迹",
}


@dataclass(frozen=True)
class Stored:
    """A file of the store, by the hash that it is kept under."""

    sha256: str
    size: int
    path: str


@dataclass(frozen=True)
class Piece:
    """One file of an item: kept in the store, or made for the archive when its turn comes."""

    name: str
    media_type: str
    stored: Stored | None = None
    make: Callable[[], bytes] | None = None


@dataclass(frozen=True)
class Act:
    """One step of business (业务行为): what was done, when, by whom, what was said."""

    verb: str
    at: datetime | None
    by: str
    words: str = ""


@dataclass(frozen=True)
class Relation:
    """How an item relates to another, named by its code or title: 更正, 依据, 附于."""

    kind: str
    to: str


@dataclass(frozen=True)
class Table:
    """A table of a record, for a page of its own."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Item:
    """One item of a project's folder; `note` says in the index what is particular about it."""

    section: str
    title: str
    form: str
    responsible: str
    on: date
    code: str = ""
    pieces: tuple[Piece, ...] = ()
    acts: tuple[Act, ...] = ()
    relations: tuple[Relation, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Packed:
    """One file as it lies in the archive, relative to the project's folder."""

    path: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PackedItem:
    """An item with the files that were written of it."""

    number: int
    item: Item
    files: tuple[Packed, ...]


@dataclass(frozen=True)
class About:
    """What is said of the project and the programme as a whole."""

    title: str
    code: str
    year: int
    programme: str
    notice_number: str
    category: str
    status: str
    nominating: str
    implementing: str
    leader: str
    managing: str
    begun_on: date
    ended_on: date
    retention: str
    security: str
    fonds_code: str
    fonds: str
    affair: str
    clause: str
    head: str
    made_at: datetime
    program: str

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The lines at the top of the index."""
        return (
            ("项目名称", self.title),
            ("项目编号", self.code),
            ("批次", self.programme),
            ("类别", self.category),
            ("申报单位", self.nominating),
            ("责任单位", self.implementing),
            ("项目负责人", self.leader),
            ("主管单位", self.managing),
            ("办结状态", self.status),
            ("起止日期", f"{self.begun_on.isoformat()} 至 {self.ended_on.isoformat()}"),
            ("保管期限", self.retention),
            ("密级", self.security),
        )
