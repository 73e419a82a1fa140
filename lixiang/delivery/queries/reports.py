"""Lists of reports: a period with its counts, line by line; the reports of one project; the periods to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lixiang.access.keys import key_in
from lixiang.delivery.models import Escalation, Report, ReportRequest
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.rules.report_kinds import AUDIENCES, ReportSchedule
from lixiang.delivery.rules.reports import HANDED_OVER, Period, due_words, open_periods, periods
from lixiang.delivery.states.reports import HANDED, OPEN, TONES, Status
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import edited_days, settings_by_kind, version_in_force
from lixiang.projects.models import Project

ROWS = 50
MOST_REQUESTS = 50
NO_RUNG = "none"
SHOWN = {
    "": "全部",
    "missing": "未报送",
    "overdue": "逾期未报",
    "handed": "待审核",
    "returned": "退回修改",
    "accepted": "已接收",
    "late": "逾期报送",
    "excused": "免予汇报",
}


@dataclass(frozen=True)
class Choice:
    """One period or request that the list can be narrowed to; `key` stands in the address."""

    key: str
    title: str


@dataclass(frozen=True)
class Counts:
    """How a period stands: n of m handed in; m leaves out what was excused."""

    owed: int
    handed: int
    waiting: int
    overdue: int
    accepted: int
    late: int


@dataclass(frozen=True, slots=True)
class Line:
    """One report in the list."""

    ref: str
    title: str
    project: str
    organisation: str
    word: str
    tone: str
    due_at: datetime
    due: str
    is_overdue: bool
    is_late: bool
    since: datetime
    reminders: int


@dataclass(frozen=True)
class Page:
    """One page of lines, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def choices_of(programme: Programme, at: datetime) -> tuple[Choice, ...]:
    """The periods that have opened, the latest first, after the ad-hoc requests; three queries."""
    version, edited = version_in_force(programme, at), edited_days()
    opened = [
        (period.from_on, Choice(f"{schedule.code}:{period.from_on.isoformat()}", period.title))
        for schedule in settings_by_kind(version, ReportSchedule)
        for period in open_periods(schedule, at, edited)
    ]
    asked = ReportRequest.objects.filter(programme=programme).order_by("-pk").values_list("pk", "title")
    requests = [Choice(f"r:{pk}", f"临时汇报：{title}") for pk, title in asked[:MOST_REQUESTS]]
    return (*(choice for _, choice in sorted(opened, key=lambda pair: pair[0], reverse=True)), *requests)


def narrowed_to(rows: QuerySet[Report], key: str) -> QuerySet[Report]:
    """The reports of one period or request; a key that is none narrows nothing."""
    code, _, rest = key.partition(":")
    if code == "r":
        return rows.filter(request=key_in(rest) or 0)
    try:
        first = date.fromisoformat(rest)
    except ValueError:
        return rows
    return rows.filter(schedule=code, period_from=first)


def with_rung(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Each with `rung`, the audience of the highest rung taken for it; None where none was."""
    taken = Escalation.objects.filter(report=OuterRef("pk")).order_by("-days", "-pk")
    return rows.annotate(rung=Subquery(taken.values("audience")[:1]))


def on_rung(rows: QuerySet[Report], audience: str) -> QuerySet[Report]:
    """Those whose highest rung is an audience's, or NO_RUNG; what is no audience narrows nothing."""
    if audience == NO_RUNG:
        return with_rung(rows).filter(rung=None)
    return with_rung(rows).filter(rung=audience) if audience in AUDIENCES else rows


def counts_of(rows: QuerySet[Report], at: datetime) -> Counts:
    """One query over the reports of a period."""
    running = Q(project__status__in=REPORTING)
    found = rows.order_by().aggregate(
        owed=Count("pk", filter=Q(status__in=HANDED) | (Q(status__in=OPEN) & running)),
        handed=Count("pk", filter=Q(status__in=HANDED)),
        waiting=Count("pk", filter=Q(status=Status.HANDED_IN)),
        overdue=Count("pk", filter=Q(status__in=OPEN, due_at__lt=at) & running),
        accepted=Count("pk", filter=Q(status=Status.ACCEPTED)),
        late=Count("pk", filter=Q(is_late=True)),
    )
    return Counts(**found)


def page_of(rows: QuerySet[Report], at: datetime, *, shown: str = "", words: str = "", after: str = "") -> Page:
    """By the number of the project, then the report's key; one query."""
    rows = _shown(rows, shown, at)
    if words:
        called = Organisation.objects.called(words).values("pk")
        rows = rows.filter(Q(project__title__icontains=words) | Q(project__nominating_organisation__in=called))
    number, _, pk = after.partition("-")
    if key_in(number) is not None and key_in(pk) is not None:
        rows = rows.filter(Q(project__number__gt=number) | Q(project__number=number, pk__gt=pk))
    found = list(rows.order_by("project__number", "pk").values_list(*COLUMNS)[: ROWS + 1])
    lines = found[:ROWS]
    return Page(
        tuple(_line(row[2:], at) for row in lines), f"{lines[-1][0]}-{lines[-1][1]}" if len(found) > ROWS else ""
    )


COLUMNS = (
    "project__number",
    "pk",
    "ref",
    "title",
    "project__title",
    "project__nominating_organisation__short_name",
    "status",
    "project__status",
    "due_at",
    "is_late",
    "status_since",
    "reminders",
)


def _shown(rows: QuerySet[Report], shown: str, at: datetime) -> QuerySet[Report]:
    owed = Q(status__in=OPEN, project__status__in=REPORTING)
    narrowed = {
        "missing": owed,
        "overdue": owed & Q(due_at__lt=at),
        "handed": Q(status=Status.HANDED_IN),
        "returned": Q(status=Status.RETURNED),
        "accepted": Q(status=Status.ACCEPTED),
        "late": Q(is_late=True),
        "excused": Q(status=Status.EXCUSED),
    }
    return rows.filter(narrowed[shown]) if shown in narrowed else rows


def _line(row: tuple, at: datetime) -> Line:
    ref, title, project, organisation, status, project_status, due_at, is_late, since, reminders = row
    state = Status(status)
    owed = state in OPEN and project_status in REPORTING
    due = due_words(due_at, at) if owed else ""
    word, tone = str(state.label), TONES[state]
    return Line(
        ref, title, project, organisation, word, tone, due_at, due, owed and due_at < at, is_late, since, reminders
    )


def reports_of(user: Any, project: Project) -> QuerySet[Report]:
    """The reports of one project that this person may read, the latest first."""
    return Report.readable_by(user).filter(project=project).order_by("-period_until", "-pk")


def as_handed_over(found: Page) -> Page:
    """A page as a former unit reads it: that they were handed in, and nothing of where they stand today."""
    plain: dict[str, Any] = {"word": HANDED_OVER, "tone": "closed", "due": "", "due_at": None, "is_overdue": False}
    return replace(found, lines=tuple(replace(line, **plain, reminders=0) for line in found.lines))


def still_to_open(project: Project, at: datetime) -> Iterator[tuple[str, Period]]:
    """The periods under way of which the project has no report yet, by schedule; two queries."""
    made = set(Report.objects.filter(project=project, request=None).values_list("schedule", "period_from"))
    edited, today = edited_days(), timezone.localtime(at).date()
    for schedule in settings_by_kind(project.version, ReportSchedule):
        if not schedule.categories or project.category in schedule.categories:
            for period in periods(schedule, edited):
                if period.from_on > today:
                    break
                if period.until_on >= today and (schedule.code, period.from_on) not in made:
                    yield schedule.code, period


def picked(user: Any, refs: list[str]) -> list[Report]:
    """Those of the references that this person sees, at most a page of them."""
    return list(Report.visible_to(user).filter(ref__in=refs[: ROWS * 2]).order_by("project__number", "pk"))
