"""All slates of a programme as the section sees them: who has reported, who has not, and whom a change touches."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from lixiang.nominations.models import Slate
from lixiang.nominations.queries.slates import quota_of
from lixiang.nominations.rules import Quota, Seat, SlateView, meter
from lixiang.nominations.states import Status
from lixiang.people.models import Organisation
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Extension, Programme, Version
from lixiang.programmes.rules.kinds import Closing
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category
from lixiang.projects.states import ENDED, SEATED
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ui.shapes import Figure

NOT_BEGUN = "未编制"


@dataclass(frozen=True)
class SlateRow:
    """One organisation: where its slate stands, how much of its quota is taken, until when it may report."""

    pk: int
    name: str
    ref: str
    word: str
    tone: str
    gauges: str
    is_met: bool
    handed_in_at: datetime | None
    until: datetime | None
    is_extended: bool
    is_late: bool

    @property
    def has_reported(self) -> bool:
        return self.handed_in_at is not None


@dataclass(frozen=True)
class Overview:
    """The rows in official order and the figures over them."""

    rows: tuple[SlateRow, ...]
    counts: dict[str, int]

    @property
    def missing(self) -> tuple[SlateRow, ...]:
        return tuple(row for row in self.rows if not row.has_reported)

    def shown(self, which: str) -> tuple[SlateRow, ...]:
        """All rows, those that have reported, or those that have not."""
        if which == "reported":
            return tuple(row for row in self.rows if row.has_reported)
        return self.missing if which == "missing" else self.rows

    def figures(self, address: str) -> tuple[Figure, ...]:
        late = sum(row.is_late for row in self.missing)
        return (
            Figure("应报单位", len(self.rows), "个", url=address),
            Figure("已报送", len(self.rows) - len(self.missing), "个", tone="good", url=f"{address}?show=reported"),
            Figure(
                "未报送",
                len(self.missing),
                "个",
                note=f"其中逾期{late}个" if late else "",
                tone="bad" if late else ("attention" if self.missing else "plain"),
                url=f"{address}?show=missing",
            ),
            Figure(
                "申报项目", sum(self.counts.values()), "个", note="，".join(f"{t}{n}个" for t, n in self.counts.items())
            ),
        )


def nominators_of(version: Version) -> list[Organisation]:
    """The organisations that the notice gives a quota, in official order."""
    codes = tuple(dict.fromkeys(quota.group for quota in programmes.settings_by_kind(version, Quota)))
    return programmes.organisations_of(version, codes)


def overview(programme: Programme, at: datetime) -> Overview:
    """Every organisation that the notice gives a quota, in official order: a constant number of queries."""
    version = programmes.version_in_force(programme, at)
    organisations = nominators_of(version)
    slates = {slate.organisation_id: slate for slate in Slate.objects.filter(programme=programme)}
    seats = _seats(programme)
    closings = _closings(version, organisations)
    rows = tuple(
        _row(each, slates.get(each.pk), seats[each.pk], closings[each.pk], quota_of(version, each), at)
        for each in organisations
    )
    return Overview(rows, _counts(version, seats))


def _counts(version: Version, seats: dict[int, Counter[str]]) -> dict[str, int]:
    """Category as people call it -> projects that hold a seat."""
    total = sum(seats.values(), Counter[str]())
    return {each.called(): total[each.code] for each in programmes.settings_by_kind(version, Category)}


def _seats(programme: Programme) -> dict[int, Counter[str]]:
    """Organisation -> category -> projects that hold a seat; counted by the database, never read one by one."""
    found = Project.objects.filter(programme=programme, status__in=SEATED).order_by()
    seats: dict[int, Counter[str]] = defaultdict(Counter)
    for pk, category, count in found.values_list("nominating_organisation", "category").annotate(count=Count("pk")):
        seats[pk][category] = count
    return seats


def _closings(version: Version, organisations: Iterable[Organisation]) -> dict[int, Closing | None]:
    """The deadline of each organisation, its own extension and everybody's included: one query for all."""
    deadline = programmes.deadline_of(version, "nomination")
    if deadline is None:
        return {each.pk: None for each in organisations}
    granted = Extension.objects.filter(programme=version.programme_id, step="nomination").order_by()
    latest = dict(granted.values_list("organisation").annotate(last=Max("until")))
    closings: dict[int, Closing | None] = {}
    for each in organisations:
        until = max(deadline.until, *(latest.get(pk, deadline.until) for pk in (each.pk, None)))
        is_extended = until > deadline.until
        closings[each.pk] = Closing("nomination", until, deadline.grace_seconds, deadline.clause, is_extended)
    return closings


def _row(
    organisation: Organisation,
    slate: Slate | None,
    seats: Counter[str],
    closing: Closing | None,
    quota: Quota | None,
    at: datetime,
) -> SlateRow:
    held = tuple(Seat(f"{code}{n}", code) for code, count in seats.items() for n in range(count))
    gauges = meter(SlateView(quota, at, held=held))
    has_reported = slate is not None and slate.status == Status.HANDED_IN
    return SlateRow(
        pk=organisation.pk,
        name=organisation.both_names,
        ref=slate.ref if slate else "",
        word=slate.get_status_display() if slate else NOT_BEGUN,
        tone=slate.tone if slate else "neutral",
        gauges=" · ".join(f"{gauge.label} {gauge.count}/{gauge.maximum}" for gauge in gauges),
        is_met=all(gauge.is_met for gauge in gauges),
        handed_in_at=slate.status_since if slate and has_reported else None,
        until=closing.until if closing else None,
        is_extended=bool(closing and closing.is_extended),
        is_late=bool(closing and closing.is_past(at) and not has_reported),
    )


MOVES_TO_THE_NEW = (ProjectStatus.DRAFT, ProjectStatus.WITH_NOMINATOR, ProjectStatus.RETURNED_BY_NOMINATOR)


def touched_by(version: Version) -> list[tuple[str, int, int]]:
    """Whom a change touches: organisation, projects that will meet the new version, projects that keep theirs.

    What was nominated goes on by the version of its hand-in. Projects not yet nominated are counted, never named.
    """
    organisations = programmes.organisations_touched(version, programmes.changes_to(version))
    projects = Project.objects.filter(programme=version.programme_id).exclude(status__in=ENDED).order_by()
    meets, keeps = (
        Count("pk", filter=Q(status__in=MOVES_TO_THE_NEW)),
        Count("pk", filter=~Q(status__in=MOVES_TO_THE_NEW)),
    )
    counts = {
        pk: (moving, keeping)
        for pk, moving, keeping in projects.values_list("nominating_organisation").annotate(meets=meets, keeps=keeps)
    }
    return [(each.both_names, *counts.get(each.pk, (0, 0))) for each in organisations]
