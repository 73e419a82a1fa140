"""Quotas, the endorsement of a slate, the columns of its summary, and what they find in a slate; pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lixiang.programmes.rules.kinds import Closing, Kind, late
from lixiang.workflow.findings import Finding


@dataclass(frozen=True, kw_only=True)
class Quota(Kind):
    """How many projects an organisation of a group nominates (R3): least, most, least and most per category.

    `where_below` restricts the row to organisations that have a subordinate of that kind; the first row that fits counts.
    """

    group: str
    title: str
    minimum: int
    maximum: int
    at_least: dict[str, int] = field(default_factory=dict)
    at_most: dict[str, int] = field(default_factory=dict)
    where_below: str = ""


@dataclass(frozen=True, kw_only=True)
class Endorsement(Kind):
    """How the responsible leader endorses a slate: by account, by a signed sheet scanned in, or either."""

    by: str = "either"


@dataclass(frozen=True, kw_only=True)
class SummaryColumn(Kind):
    """One column of the 申报汇总表: its title, the field it shows, its width in characters."""

    title: str
    shows: str
    width: int = 20


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
        Gauge(f"{code}类", counts[code], quota.at_least.get(code, 0), quota.at_most.get(code, quota.maximum))
        for code in categories
    )
    return (*by_category, Gauge("共", len(view.seats), quota.minimum, quota.maximum))


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
    return (Finding("not_endorsed", sentence, view.endorsement.clause, view.endorsement.strictness),)


def minimum_findings(view: SlateView) -> tuple[Finding, ...]:
    """What a withdrawal before the deadline would break: the least number, the least of a category."""
    return tuple(
        finding
        for finding in quota_findings(view)
        if finding.code == "under_minimum" or finding.code.startswith("too_few_")
    )
