"""Which reports are to be made, which are overdue: bounded, by key, never a programme at once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from lixiang.delivery.models.report_facts import schedule_of
from lixiang.delivery.models.reports import REPORTING, Report
from lixiang.delivery.rules.report_kinds import ReportSchedule
from lixiang.delivery.rules.reports import RECTIFY, Period, open_periods, period_from
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.delivery.states.reports import OPEN, Status
from lixiang.programmes.models import Version
from lixiang.programmes.queries import edited_days, settings_by_kind
from lixiang.projects.models import Project

LOOK_AHEAD = timedelta(days=10)
PASSED = "pass"


def versions_that_report() -> Iterator[Version]:
    """The versions that projects under way follow and that ask for reports, one by one."""
    running = Project.objects.filter(version=OuterRef("pk"), status__in=REPORTING)
    for version in Version.objects.filter(Exists(running)).select_related("programme").order_by("pk"):
        if settings_by_kind(version, ReportSchedule):
            yield version


def periods_open_in(version: Version, at: datetime) -> Iterator[tuple[ReportSchedule, Period]]:
    """Every schedule of the version with every period of it that has opened; one query, for the holidays."""
    edited = edited_days()
    for schedule in settings_by_kind(version, ReportSchedule):
        for period in open_periods(schedule, at, edited):
            yield schedule, period


def projects_that_owe(version: Version, schedule: ReportSchedule, period: Period) -> QuerySet[Project]:
    """Projects under way that began by the last day of the period and have no report of it yet."""
    made = Report.objects.filter(
        project=OuterRef("pk"), schedule=schedule.code, period_from=period.from_on, request=None
    )
    rows = Project.objects.filter(
        version=version, status__in=REPORTING, agreement__in_force_on__lte=period.until_on
    ).exclude(Exists(made))
    return rows.filter(category__in=schedule.categories) if schedule.categories else rows


def period_of(project: Project, code: str, first: date) -> tuple[ReportSchedule, Period] | None:
    """The schedule and the period that a project's version has under this code and day; None where it has none."""
    schedule = schedule_of(project.version, code)
    if schedule is None or (schedule.categories and project.category not in schedule.categories):
        return None
    period = period_from(schedule, first, edited_days())
    return (schedule, period) if period else None


def overdue_reports(at: datetime) -> QuerySet[Report]:
    """What projects under way still owe although it was due."""
    return Report.objects.filter(status__in=OPEN, due_at__lt=at, project__status__in=REPORTING)


def reports_due(at: datetime) -> QuerySet[Report]:
    """What is due within days: for the reminders before the date, the earliest of which lies inside."""
    near = (at, at + LOOK_AHEAD)
    return Report.objects.filter(status__in=OPEN, due_at__range=near, project__status__in=REPORTING)


# --- for other slices ----------------------------------------------------------------------------------------------
def oldest_overdue(projects: QuerySet[Project] | list[int], at: datetime) -> dict[int, datetime]:
    """Project id -> the due date of its oldest overdue report; projects without one are left out. One query."""
    rows = overdue_reports(at).filter(project__in=projects).order_by()
    return dict(rows.values_list("project").annotate(oldest=Min("due_at")))


def reports_on_time(projects: QuerySet[Project] | list[int], at: datetime) -> dict[int, tuple[int, int]]:
    """Project id -> (reports handed in by their date, reports that were due by `at`); excused ones do not count.

    For the appraisal's automatic items. One query.
    """
    rows = Report.objects.filter(project__in=projects, first_due_at__lte=at).exclude(status=Status.EXCUSED).order_by()
    counts: dict[int, tuple[int, int]] = {}
    for project, is_late, handed_in_at in rows.values_list("project", "is_late", "first_handed_in_at").iterator():
        on_time, due = counts.get(project, (0, 0))
        counts[project] = (on_time + (handed_in_at is not None and not is_late), due + 1)
    return counts


def last_accepted(projects: QuerySet[Project] | list[int]) -> dict[int, Report]:
    """Project id -> its last accepted report, by the end of its period. One query."""
    later = Report.objects.filter(project=OuterRef("project"), status=Status.ACCEPTED).filter(
        Q(period_until__gt=OuterRef("period_until")) | Q(period_until=OuterRef("period_until"), pk__gt=OuterRef("pk"))
    )
    rows = Report.objects.filter(project__in=projects, status=Status.ACCEPTED).exclude(Exists(later))
    return {report.project_id: report for report in rows.select_related("version", "request")}


def midterm_result(project: Any) -> str:
    """pass, rectify, fail: the last result of a 中期检查; empty before there is one."""
    rows = Report.objects.filter(project=project, status=Status.ACCEPTED).exclude(result="")
    return rows.order_by("-period_until", "-pk").values_list("result", flat=True).first() or ""


def midterm_passed_on(project: Any) -> date | None:
    """The day on which the last 中期检查 was accepted as passed, or what it asked for was put right; None before."""
    rows = Report.objects.filter(project=project, status=Status.ACCEPTED).exclude(result="")
    last = rows.order_by("-period_until", "-pk").first()
    if last is None or last.result == PASSED:
        return timezone.localtime(last.status_since).date() if last else None
    return _put_right_on(last) if last.result == RECTIFY else None


def _put_right_on(report: Report) -> date | None:
    """The day on which the last of its tickets was closed; None while one stands open, or none was closed."""
    tickets = report.rectifications.exclude(status=TicketStatus.CANCELLED).values_list("status", "status_since")
    if any(status != TicketStatus.CLOSED for status, _ in tickets):
        return None
    return max((timezone.localtime(since).date() for _, since in tickets), default=None)
