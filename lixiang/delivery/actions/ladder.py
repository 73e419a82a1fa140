"""Climbs the overdue ladder: each rung once per report; and reminds by hand."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.agreements.rules import standing_against_reminder
from lixiang.delivery import permissions
from lixiang.delivery.models import Escalation, Report
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.queries.due_reports import overdue_reports
from lixiang.delivery.queries.report_pages import locked_report
from lixiang.delivery.rules import reports as rules
from lixiang.delivery.rules.report_kinds import LadderRung
from lixiang.history.record import record
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind
from lixiang.workflow.findings import Finding, Refused, refuse_if

BATCH = 200
# The verb by which each audience is told, or the report put up for the circular.
VERBS = {
    "clerk": "remind_overdue",
    "nominator": "press_nominator",
    "nominator_leader": "press_leader",
    "circular": "put_up",
}


def escalate_some(*, by: Any, at: datetime, after: int = 0) -> tuple[int, int | None]:
    """Take every rung that is due for the next batch of overdue reports above the key `after`.

    Returns how many rungs were taken and the key to go on from, None at the end.
    """
    rows = overdue_reports(at).filter(pk__gt=after).select_related("version", "project").order_by("pk")
    batch = list(rows.prefetch_related("escalations")[:BATCH])
    taken = sum(_climb(report, by, at) for report in batch)
    return taken, batch[-1].pk if len(batch) == BATCH else None


def _climb(report: Report, by: Any, at: datetime) -> int:
    rungs = settings_by_kind(report.version, LadderRung)
    done = {(each.days, each.audience) for each in report.escalations.all()}
    due = rules.rungs_due(rungs, report.due_at, at, done)
    return sum(_take(report, rung, by, at) for rung in due)


@transaction.atomic
def _take(report: Report, rung: LadderRung, by: Any, at: datetime) -> bool:
    """The unique row decides between two clocks; a report handed in meanwhile is left alone."""
    report = locked_report(report)
    if not report.is_overdue(at):
        return False
    _, is_new = Escalation.objects.get_or_create(
        report=report, days=rung.days, audience=rung.audience, defaults={"at": at}
    )
    if is_new:
        detail = {
            "days": rules.days_overdue(report.due_at, at),
            "due_at": report.due_at.isoformat(),
            "clause": rung.clause,
            "rung": rung.days,
        }
        record(report, VERBS[rung.audience], by=by, at=at, detail=detail, programme_id=report.programme_id)
    return is_new


@transaction.atomic
def remind(report: Report, *, by: Any, at: datetime) -> Report:
    """催办 by one click, to whoever has to write it; once a day."""
    report = locked_report(report)
    if not permissions.reviews_report(by, report):
        raise PermissionDenied
    clause = form_of(report).clause
    if not report.is_open:
        raise Refused(Finding("nothing_to_remind", f"“{report}”{report.get_status_display()}，无须催办。", clause))
    refuse_if(standing_against_reminder(report.reminded_at, at, clause))
    report.reminded_at, report.reminders = at, report.reminders + 1
    report.save(update_fields=["reminded_at", "reminders"])
    detail = {"due_at": report.due_at.isoformat(), "clause": clause}
    record(report, "remind", by=by, at=at, detail=detail, programme_id=report.programme_id)
    return report


def remind_of_overdue(programme: Programme, *, by: Any, at: datetime) -> int:
    """One click for all that is overdue and was not reminded of today; how many were."""
    if not permissions.runs_delivery(by, programme):
        raise PermissionDenied
    reminded = 0
    for report in overdue_reports(at).filter(programme=programme).order_by("pk").iterator(BATCH):
        if standing_against_reminder(report.reminded_at, at, ""):
            continue
        try:
            remind(report, by=by, at=at)
        except Refused:
            continue  # handed in, or reminded of by a colleague, since the list was read
        reminded += 1
    return reminded
