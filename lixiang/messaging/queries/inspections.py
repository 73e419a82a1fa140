"""What an event of an inspection or of a rectification ticket is about and whom it concerns."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from lixiang.delivery.models import Inspection, Rectification
from lixiang.delivery.states.inspections import COUNTED, Status
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matter import Matter
from lixiang.programmes.rules.days import end_of


def of_inspection(event: Event, at: datetime) -> Matter | None:
    """No project is named: one sentence goes to several organisations, and each finds its own on the page."""
    related = ("programme__managing_organisation", "version", "entered_by", "entered_for")
    inspection = Inspection.objects.select_related(*related).filter(pk=event.subject_id).first()
    if inspection is None:
        return None
    said = event.detail.get("planned_on")
    values = {
        "managing": inspection.programme.managing_organisation.short_name,
        "day": _day(date.fromisoformat(said) if said else inspection.visited_on or inspection.planned_on),
        "title": str(inspection),
        "by_when": "",
        "ground": rules.ground(inspection.clause),
    }
    named = inspection.inspectors.values_list("pk", flat=True)
    sides = {
        "managing": frozenset({inspection.programme.managing_organisation_id}),
        "inspectors": frozenset(named),
        "entered_for": frozenset({inspection.entered_for_id} if inspection.entered_for_id else ()),
        **_visited(inspection),
    }
    return Matter(values, sides, {"delivery:inspection": inspection.ref})


def _visited(inspection: Inspection) -> dict[str, frozenset[int]]:
    """The organisations that may know of it: of announced plans all, of a record that counts those visited."""
    rows = inspection.observations.all()
    if inspection.status in COUNTED:
        rows = rows.exclude(text="")
    elif not (inspection.is_announced and inspection.status in (Status.PLANNED, Status.CANCELLED)):
        rows = rows.none()
    found = list(rows.values_list("project__drafting_organisation", "project__nominating_organisation"))
    return {"drafting": frozenset(pk for pk, _ in found), "nominating": frozenset(pk for _, pk in found)}


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def of_rectification(event: Event, at: datetime) -> Matter | None:
    """The date that the event itself set stands, whatever became of the ticket since."""
    related = ("project__programme__managing_organisation", "organisation", "observation__inspection__version")
    related += ("report__version", "report__request")
    ticket = Rectification.objects.select_related(*related).filter(pk=event.subject_id).first()
    if ticket is None:
        return None
    project, said = ticket.project, event.detail.get("due_on")
    values = {
        "title": str(project),
        "responsible": ticket.organisation.short_name,
        "managing": project.programme.managing_organisation.short_name,
        "by_when": rules.by_when(end_of(date.fromisoformat(said) if said else ticket.due_on), event.at),
        "ground": rules.ground(ticket.clause),
    }
    sides = {
        "drafting": frozenset({project.drafting_organisation_id}),
        "nominating": frozenset({project.nominating_organisation_id}),
        "managing": frozenset({project.programme.managing_organisation_id}),
        "inspectors": _inspectors(ticket),
    }
    return Matter(values, sides, {"delivery": ticket.ref, "desk": project.ref})


def _inspectors(ticket: Rectification) -> frozenset[int]:
    """Those who went there; after a 中期检查 nobody did."""
    if ticket.observation is None:
        return frozenset()
    return frozenset(ticket.observation.inspection.inspectors.values_list("pk", flat=True))


def rectifications_due(at: datetime) -> QuerySet[Rectification]:
    """Tickets that the organisation still has and whose day is still to come."""
    today = timezone.localtime(at).date()
    return Rectification.objects.filter(status=TicketStatus.OPEN, due_on__gte=today).select_related("project")
