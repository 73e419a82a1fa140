"""Quotas, the endorsement of a slate, the columns of its summary, and what they find in a slate; pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from lixiang.programmes.rules.kind import Kind, Say, few_to_many, joined
from lixiang.programmes.rules.kinds import Closing, late
from lixiang.workflow.findings import Finding

ENDORSEMENTS = {"either": "本人登录审签或者上传签字扫描件", "account": "本人登录审签", "scan": "上传签字扫描件"}
WHOLE = "共"
LEAST = ("under_minimum", "too_few_")
COLUMNS = {"order": "序号", "nominating_organisation": "申报单位"}


@dataclass(frozen=True, kw_only=True)
class Quota(Kind):
    """How many projects an organisation of a group nominates (R3): least, most, least and most per category.

    `where_below` restricts the row to organisations that have a subordinate of that kind; the first that fits counts.
    """

    TITLE = "申报名额"
    REFERS = {
        "group": ("programmes.group",),
        "where_below": ("people.kind",),
        "at_least": ("projects.category",),
        "at_most": ("projects.category",),
    }

    group: str
    title: str
    minimum: int
    maximum: int
    at_least: dict[str, int] = field(default_factory=dict)
    at_most: dict[str, int] = field(default_factory=dict)
    where_below: str = ""

    def in_words(self, say: Say) -> str:
        below = f"（下设{say('people.kind', self.where_below)}的）" if self.where_below else ""
        least = [f"至少{count}个{say('projects.category', code)}" for code, count in self.at_least.items()]
        most = [f"至多{count}个{say('projects.category', code)}" for code, count in self.at_most.items()]
        more = f"，其中{joined(least + most)}" if least or most else ""
        return f"{self.title}{below}申报{few_to_many(self.minimum, self.maximum, '个')}项目{more}。"

    def faults(self) -> Iterator[str]:
        if not 0 <= self.minimum <= self.maximum:
            yield f"minimum（{self.minimum}）应不小于0、不大于maximum（{self.maximum}）"
        if sum(self.at_least.values()) > self.maximum:
            yield f"at_least 合计{sum(self.at_least.values())}个，超过maximum（{self.maximum}）"
        for code, least in self.at_least.items():
            if least > self.at_most.get(code, least):
                yield f"{code}：at_least（{least}）大于at_most（{self.at_most[code]}）"
        if min((0, *self.at_least.values(), *self.at_most.values())) < 0:
            yield "at_least 和 at_most 不能为负数"

    @classmethod
    def faults_between(cls, rows: tuple[Self, ...]) -> Iterator[tuple[int, str]]:
        """The first row that fits counts, so nothing of a group may follow its row without a condition."""
        closed: set[str] = set()
        for place, row in enumerate(rows):
            if row.group in closed:
                yield place, f"“{row.group}”前面已有不附条件的名额，本项不会生效"
            if not row.where_below:
                closed.add(row.group)


@dataclass(frozen=True, kw_only=True)
class Endorsement(Kind):
    """How the responsible leader endorses a slate: by account, by a signed sheet scanned in, or either."""

    TITLE = "主要负责同志审签"
    ONCE = True
    REFERS = {"by": ("nominations.endorsement",)}

    by: str = "either"

    def in_words(self, say: Say) -> str:
        return f"推荐名单报送前须经本单位党组织主要负责同志审签，方式：{say('nominations.endorsement', self.by)}。"


@dataclass(frozen=True, kw_only=True)
class SummaryColumn(Kind):
    """One column of the 申报汇总表: its title, the field it shows, its width in characters."""

    TITLE = "申报汇总表栏目"
    IS_RULE = False
    LISTED = "申报汇总表依次设{rows}栏。"
    REFERS = {"shows": ("projects.field", "nominations.column")}

    title: str
    shows: str
    width: int = 20

    def in_words(self, say: Say) -> str:
        return f"申报汇总表设“{self.title}”一栏。"

    def faults(self) -> Iterator[str]:
        if not 1 <= self.width <= 200:
            yield "width 应在1至200之间"


@dataclass(frozen=True)
class Seat:
    """A project that holds, or would hold, a seat of the quota."""

    ref: str
    category: str


@dataclass(frozen=True)
class SlateView:
    """What the rules may know of a slate: seats already held, projects chosen now, endorsement, deadline, moment."""

    quota: Quota | None
    at: datetime
    held: tuple[Seat, ...] = ()
    chosen: tuple[Seat, ...] = ()
    closing: Closing | None = None
    endorsement: Endorsement | None = None
    is_endorsed: bool = False

    was_endorsed: bool = False

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Held and chosen together, each project once."""
        return tuple({seat.ref: seat for seat in (*self.held, *self.chosen)}.values())


@dataclass(frozen=True)
class Gauge:
    """One pointer of the quota meter: how many there are, how many there must and may be."""

    label: str
    count: int
    minimum: int
    maximum: int

    @property
    def is_met(self) -> bool:
        return self.minimum <= self.count <= self.maximum


def quota_for(group: str, kinds_below: frozenset[str], quotas: tuple[Quota, ...]) -> Quota | None:
    """The first quota of the group whose condition the organisation meets."""
    return next((q for q in quotas if q.group == group and (not q.where_below or q.where_below in kinds_below)), None)


def meter(view: SlateView) -> tuple[Gauge, ...]:
    """The pointers of the quota meter: one per category with a limit, then the whole."""
    if view.quota is None:
        return ()
    counts = Counter(seat.category for seat in view.seats)
    quota = view.quota
    categories = tuple(dict.fromkeys((*quota.at_least, *quota.at_most)))
    by_category = tuple(
        Gauge(f"{code}类", counts[code], *_least_and_most(quota, code, counts[code])) for code in categories
    )
    return (*by_category, Gauge(WHOLE, len(view.seats), quota.minimum, quota.maximum))


def _least_and_most(quota: Quota, code: str, count: int) -> tuple[int, int]:
    """A category without a most of its own is full when its least is reached: A 1/1; more of it only widens."""
    least = quota.at_least.get(code, 0)
    return least, quota.at_most.get(code, max(least, count))


def findings(view: SlateView) -> tuple[Finding, ...]:
    """Everything that stands against handing the slate in: the deadline, the quota, the endorsement."""
    return (*late(view.closing, view.at), *quota_findings(view), *_endorsement_findings(view))


def quota_findings(view: SlateView) -> tuple[Finding, ...]:
    return tuple(_quota_findings(view))


def _quota_findings(view: SlateView) -> Iterator[Finding]:
    quota = view.quota
    if quota is None:
        yield Finding("no_quota", "本批次没有分配给本单位的申报名额。")
        return
    total = len(view.seats)
    if total > quota.maximum:
        yield _of(
            quota,
            "over_quota",
            f"{quota.title}至多申报{quota.maximum}个项目，现为{total}个，请减少{total - quota.maximum}个。",
        )
    if total < quota.minimum:
        yield _of(
            quota,
            "under_minimum",
            f"{quota.title}至少申报{quota.minimum}个项目，现为{total}个，还差{quota.minimum - total}个。",
        )
    counts = Counter(seat.category for seat in view.seats)
    for code, least in quota.at_least.items():
        if counts[code] < least:
            sentence = f"{quota.title}申报的项目中至少包含{least}个{code}类项目，还差{least - counts[code]}个。"
            yield _of(quota, f"too_few_{code}", sentence)
    for code, most in quota.at_most.items():
        if counts[code] > most:
            yield _of(
                quota,
                f"too_many_{code}",
                f"{quota.title}申报的项目中至多包含{most}个{code}类项目，现为{counts[code]}个。",
            )


def _of(quota: Quota, code: str, sentence: str) -> Finding:
    return Finding(code, sentence, quota.clause, quota.strictness)


def _endorsement_findings(view: SlateView) -> tuple[Finding, ...]:
    if view.endorsement is None or view.is_endorsed:
        return ()
    sentence = "推荐名单尚未经本单位党组织主要负责同志审签。"
    if view.was_endorsed:
        sentence = "审签后推荐名单有变动，应当重新编制并由主要负责同志重新审签。"
    return (Finding("not_endorsed", sentence, view.endorsement.clause, view.endorsement.strictness),)


def minimum_findings(view: SlateView) -> tuple[Finding, ...]:
    """What a withdrawal before the deadline would break: the least number, the least of a category."""
    return tuple(finding for finding in quota_findings(view) if finding.code.startswith(LEAST))


def maximum_findings(view: SlateView) -> tuple[Finding, ...]:
    """What a project that comes back after a return would break of the most."""
    return tuple(finding for finding in quota_findings(view) if not finding.code.startswith(LEAST))


def gap_in_words(view: SlateView) -> str:
    """What is still missing: 还差2个项目（其中A类1个）; nothing where the least is reached."""
    short = {gauge.label: gauge.minimum - gauge.count for gauge in meter(view) if gauge.count < gauge.minimum}
    whole = short.pop(WHOLE, 0)
    parts = [f"{label}{missing}个" for label, missing in short.items()]
    if whole >= sum(short.values()) and whole:
        return f"还差{whole}个项目" + (f"（其中{joined(parts)}）" if parts else "")
    return f"还差{joined([f'{missing}个{label}项目' for label, missing in short.items()])}" if short else ""
