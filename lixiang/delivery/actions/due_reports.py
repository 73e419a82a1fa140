"""Makes the reports that have become due, in batches under the programme's lock, and one ahead of its time."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.delivery import permissions
from lixiang.delivery.models import Report
from lixiang.delivery.models.report_facts import clause_of
from lixiang.delivery.models.reports import REPORTING
from lixiang.delivery.queries import due_reports as due
from lixiang.delivery.rules.report_kinds import ReportSchedule
from lixiang.delivery.rules.reports import Period
from lixiang.history.firsts import record_firsts
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.rules.kind import day_in_words
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked

BATCH = 500


def make_reports(version: Version, schedule: ReportSchedule, period: Period, *, by: Any, at: datetime) -> int:
    """Make what is still missing of one period; how many were made. Begun again or twice at once, it makes the rest.

    Each batch reads anew under the lock of the programme, so that no project gets two reports of one period.
    """
    made = 0
    while True:
        with transaction.atomic():
            Programme.objects.select_for_update(no_key=True).get(pk=version.programme_id)
            batch = list(due.projects_that_owe(version, schedule, period).order_by("pk")[:BATCH])
            reports = [_report(project, version, schedule, period, at) for project in batch]
            made += len(keep(reports, by=by, at=at))
        if len(batch) < BATCH:
            return made


def keep(reports: Sequence[Report], *, by: Any, at: datetime) -> Sequence[Report]:
    """New reports with the event that asks for each, inside the caller's transaction."""
    Report.objects.bulk_create(reports)
    details = [{"title": each.title, "due_at": each.due_at.isoformat()} for each in reports]
    record_firsts(reports, "ask", by=by, at=at, details=details)
    return reports


@transaction.atomic
def open_report(project: Project, *, schedule: str, first: date, by: Any, at: datetime) -> Report:
    """Open the report of a period before its time, once the period has begun; open already, it is returned.

    Raises Refused for a period that the programme does not have, that has not begun, or ended before the project did
    begin, and where the project does not run.
    """
    if not (permissions.carries_out(by, project) or permissions.runs_delivery(by, project.programme)):
        raise PermissionDenied
    locked(project.programme)
    project = Project.objects.select_related("programme", "version", "agreement").get(pk=project.pk)
    earlier = Report.objects.filter(project=project, schedule=schedule, period_from=first, request=None).first()
    if earlier is not None:
        return earlier
    found = due.period_of(project, schedule, first)
    if found is None:
        raise Refused(Finding("no_such_period", "本批次没有这一期汇报。", clause_of(project.version)))
    _refuse_closed(project, *found, at)
    return keep([_report(project, project.version, *found, at)], by=by, at=at)[0]


def _refuse_closed(project: Project, schedule: ReportSchedule, period: Period, at: datetime) -> None:
    if project.status not in REPORTING:
        sentence = f"“{project}”当前为“{project.get_status_display()}”，暂不需要汇报。"
        raise Refused(Finding("project_not_running", sentence, schedule.clause))
    if timezone.localtime(at).date() < period.from_on:
        sentence = f"“{period.title}”自{day_in_words(period.from_on)}开始，现在还不能填报。"
        raise Refused(Finding("too_early", sentence, schedule.clause))
    if project.agreement.in_force_on > period.until_on:
        raise Refused(Finding("before_the_start", "项目启动于这一期之后，不需要汇报这一期。", schedule.clause))


def _report(project: Project, version: Version, schedule: ReportSchedule, period: Period, at: datetime) -> Report:
    return Report(
        ref=f"{project.ref}-{schedule.code}-{period.from_on:%Y%m%d}".lower(),
        programme_id=version.programme_id,
        project=project,
        version=version,
        schedule=schedule.code,
        title=period.title,
        period_from=period.from_on,
        period_until=period.until_on,
        made_at=at,
        first_due_at=period.due_at,
        due_at=period.due_at,
        status_since=at,
    )
