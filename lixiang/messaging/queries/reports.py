"""What an event of a report is about and whom it concerns."""

from datetime import datetime

from django.db.models import QuerySet

from lixiang.access.prepared import Prepared
from lixiang.delivery.models import Report
from lixiang.delivery.models.report_facts import form_of
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matter import Matter


def of_report(event: Event, at: datetime) -> Matter | None:
    """One query; the date and the clause that the event itself names stand, whatever became of the report since."""
    report = REPORTS.first(report=event.subject_id)
    if report is None:
        return None
    project, said = report.project, event.detail.get("due_at")
    values = {
        "title": str(project),
        "report": report.title,
        "drafting": project.drafting_organisation.short_name,
        "nominating": project.nominating_organisation.short_name,
        "managing": project.programme.managing_organisation.short_name,
        "by_when": rules.by_when(datetime.fromisoformat(said) if said else report.due_at, event.at),
        "days": event.detail.get("days", 0),
        "ground": rules.ground(event.detail.get("clause") or form_of(report).clause),
    }
    sides = {
        "drafting": frozenset({project.drafting_organisation_id}),
        "nominating": frozenset({project.nominating_organisation_id}),
        "managing": frozenset({project.programme.managing_organisation_id}),
    }
    return Matter(values, sides, {"delivery": report.ref, "desk": project.ref})


def _reports(report: int) -> QuerySet[Report]:
    related = ("project__programme__managing_organisation", "project__drafting_organisation", "version", "request")
    return Report.objects.select_related(*related, "project__nominating_organisation").filter(pk=report)[:1]


REPORTS = Prepared(_reports)
