"""What every kind of setting has, the kinds that belong to the programme itself, and the pack as pure values."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lixiang.people.rules import OrganisationFacts
from lixiang.workflow.findings import Finding, Strictness

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A setting of a programme: its parameters, the clause it rests on, and how hard it is."""

    clause: str
    strictness: Strictness = Strictness.BLOCK
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Letterhead(Kind):
    """The organ that issues the programme's documents, the series that its numbers come from, and the imprint."""

    organisation: str
    mark: str
    series: str
    first_number: int = 1
    copies_to: str = ""
    printer: str


@dataclass(frozen=True, kw_only=True)
class Wording(Kind):
    """The words of one official document, with placeholders in braces; wording is data, never code."""

    document: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group(Kind):
    """Organisations that the notice speaks of as one (各县（区）委): by kind, level and whether directly managed."""

    code: str
    title: str
    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    directly_managed: bool = True

    def has(self, organisation: OrganisationFacts) -> bool:
        """Whether an organisation belongs to the group."""
        return (
            organisation.kind in self.kinds
            and organisation.level in self.levels
            and (organisation.directly_managed or not self.directly_managed)
        )


@dataclass(frozen=True, kw_only=True)
class Receivers(Kind):
    """主送机关 as the opening notice words it, and the groups that it means."""

    text: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class ClauseText:
    """One numbered passage of the notice."""

    id: str
    text: str


@dataclass(frozen=True)
class TopicEntry:
    """One entry of the catalogue."""

    number: int
    title: str


@dataclass(frozen=True, kw_only=True)
class About:
    """What the head of a pack says of the programme."""

    code: str
    title: str
    year: int
    managing_organisation: str
    document_number: str
    issued_on: date
    in_force_from: datetime
    note: str = ""


@dataclass(frozen=True)
class Pack:
    """A programme as one value: what a pack file holds and what a version freezes."""

    about: About
    clauses: tuple[ClauseText, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    settings: tuple[tuple[str, Kind], ...] = field(default=())

    def of(self, kind: type) -> tuple:
        """The settings of one kind, in their order."""
        return tuple(setting for _, setting in self.settings if isinstance(setting, kind))


def clauses_not_found(pack: Pack) -> tuple[tuple[int, str, str], ...]:
    """Settings (place, kind, clause) that cite a clause which the pack does not carry."""
    known = {clause.id for clause in pack.clauses}
    return tuple(
        (place, kind, setting.clause)
        for place, (kind, setting) in enumerate(pack.settings)
        if setting.clause not in known
    )


@dataclass(frozen=True, kw_only=True)
class Deadline(Kind):
    """The last moment of a step (application, nomination), in force to the second, with a grace in seconds (R7)."""

    step: str
    until: datetime
    grace_seconds: int = 0


@dataclass(frozen=True)
class Closing:
    """The deadline of a step as it stands for one organisation, extensions included."""

    step: str
    until: datetime
    grace_seconds: int
    clause: str
    is_extended: bool = False

    def is_past(self, at: datetime) -> bool:
        """Whether a thing that arrives at `at` is late; what arrives within the grace still counts."""
        return at > self.until + timedelta(seconds=self.grace_seconds)


def late(closing: Closing | None, at: datetime) -> tuple[Finding, ...]:
    """The refusal of what comes too late; nothing where the step has no deadline."""
    if closing is None or not closing.is_past(at):
        return ()
    moment = closing.until.astimezone(SHANGHAI)
    words = f"{moment.year}年{moment.month}月{moment.day}日{moment:%H:%M:%S}"
    extended = "（已含延期）" if closing.is_extended else ""
    sentence = f"已于{words}截止{extended}，不再接收；已填内容均已保存，确需补报的，请向主管单位申请延期。"
    return (Finding("late", sentence, closing.clause),)


def group_of(organisation: OrganisationFacts, groups: tuple[Group, ...]) -> Group | None:
    """The first group, in the order of the notice, that an organisation belongs to."""
    return next((group for group in groups if group.has(organisation)), None)
