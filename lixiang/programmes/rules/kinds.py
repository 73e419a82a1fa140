"""The kinds of setting that belong to the programme itself, and the pack as pure values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lixiang.people.rules import OrganisationFacts
from lixiang.programmes.rules.kind import Kind, Moment, Say, joined
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Finding

STEPS = {"application": "实施主体提交申报书", "nomination": "申报单位报送推荐名单"}
STEP_ORDER = tuple(STEPS)


@dataclass(frozen=True, kw_only=True)
class Letterhead(Kind):
    """The organ that issues the programme's documents, the series that its numbers come from, and the imprint."""

    TITLE = "发文机关"
    IS_RULE = False
    ONCE = True
    LONGEST = {"series": 20}

    organisation: str
    mark: str
    series: str
    first_number: int = 1
    copies_to: str = ""
    printer: str

    def in_words(self, say: Say) -> str:
        copies = f"抄送{self.copies_to}，" if self.copies_to else ""
        return (
            f"公文由{self.organisation}印发，版头“{self.mark}”，"
            f"发文字号从{self.series}第{self.first_number}号起，{copies}印发机关{self.printer}。"
        )

    def faults(self) -> Iterator[str]:
        if not 1 <= self.first_number <= 9999:
            yield "first_number 应在1至9999之间"


@dataclass(frozen=True, kw_only=True)
class Wording(Kind):
    """The words of one official document, with placeholders in braces; wording is data, never code."""

    TITLE = "公文文字"
    IS_RULE = False
    NAMED_BY = "document"
    REFERS = {"document": ("programmes.document",)}
    LONGEST = {"title": 200, "attachment": 200}

    document: str
    title: str
    attachment: str = ""
    paragraphs: tuple[str, ...]

    def in_words(self, say: Say) -> str:
        attached = f"，附《{self.attachment}》" if self.attachment else ""
        paper = say("programmes.document", self.document)
        return f"{paper}题为“{self.title}”，正文{len(self.paragraphs)}段{attached}。"

    def worded(self) -> tuple[str, tuple[str, ...]]:
        return self.document, (self.title, self.attachment, *self.paragraphs)


@dataclass(frozen=True, kw_only=True)
class Group(Kind):
    """Organisations that the notice speaks of as one (各县（区）委): by kind, level and whether directly managed."""

    TITLE = "单位范围"
    IS_RULE = False
    NAMED_BY = "code"
    REFERS = {"kinds": ("people.kind",), "levels": ("people.level",)}

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

    def in_words(self, say: Say) -> str:
        levels = joined([say("people.level", level) for level in self.levels])
        kinds = joined([say("people.kind", kind) for kind in self.kinds])
        return f"“{self.title}”指{'主管党委直接管理的' if self.directly_managed else ''}{levels}{kinds}。"


@dataclass(frozen=True, kw_only=True)
class Receivers(Kind):
    """主送机关 as the opening notice words it, and the groups that it means."""

    TITLE = "主送机关"
    IS_RULE = False
    ONCE = True
    REFERS = {"groups": ("programmes.group",)}

    text: str
    groups: tuple[str, ...]

    def in_words(self, say: Say) -> str:
        groups = joined([f"“{say('programmes.group', code)}”" for code in self.groups])
        return f"启动通知主送“{self.text}”，即{groups}，各单位签收。"


@dataclass(frozen=True, kw_only=True)
class Deadline(Kind):
    """The last moment of a step (application, nomination), in force to the second, with a grace in seconds (R7)."""

    TITLE = "截止时间"
    NAMED_BY = "step"
    REFERS = {"step": ("programmes.step",)}

    step: str
    until: datetime
    grace_seconds: int = 0

    def called(self) -> str:
        return STEPS.get(self.step, self.step)

    def in_words(self, say: Say) -> str:
        grace = f"，逾时{self.grace_seconds}秒以内仍予接收" if self.grace_seconds else ""
        return f"{say('programmes.step', self.step)}截止到{in_shanghai(self.until)}{grace}；逾期须经批准延期。"

    def faults(self) -> Iterator[str]:
        if self.grace_seconds < 0:
            yield "grace_seconds 不能为负数"

    def moments(self) -> tuple[Moment, ...]:
        place = STEP_ORDER.index(self.step) + 2 if self.step in STEPS else 2
        return (Moment(place, f"{STEPS.get(self.step, self.step)}截止", self.until),)


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
    """A programme as one value: what a pack file holds and what a version freezes.

    Settings of a stage stand together, and in it those of a kind, as in the tables of a file.
    """

    about: About
    clauses: tuple[ClauseText, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    settings: tuple[tuple[str, Kind], ...] = field(default=())

    def __post_init__(self) -> None:
        kinds = list(dict.fromkeys(kind for kind, _ in self.settings))
        stages = list(dict.fromkeys(kind.partition(".")[0] for kind in kinds))
        in_tables = sorted(self.settings, key=lambda row: (stages.index(row[0].partition(".")[0]), kinds.index(row[0])))
        object.__setattr__(self, "settings", tuple(in_tables))

    def of(self, kind: type) -> tuple[Any, ...]:
        """The settings of one kind, in their order."""
        return tuple(setting for _, setting in self.settings if isinstance(setting, kind))


def in_shanghai(moment: datetime) -> str:
    """2018年4月4日23:59:59, to the second."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M:%S}"


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
    words = in_shanghai(closing.until)
    extended = "（已含延期）" if closing.is_extended else ""
    sentence = f"已于{words}截止{extended}，不再接收；已填内容均已保存，确需补报的，请向主管单位申请延期。"
    return (Finding("late", sentence, closing.clause),)


def group_of(organisation: OrganisationFacts, groups: tuple[Group, ...]) -> Group | None:
    """The first group, in the order of the notice, that an organisation belongs to."""
    return next((group for group in groups if group.has(organisation)), None)
