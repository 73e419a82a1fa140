"""The reports that are so long overdue that the next circular notice names them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from lixiang.delivery.models import Escalation, Report
from lixiang.delivery.queries.due_reports import overdue_reports
from lixiang.people.models import by_bearer
from lixiang.programmes.models import Programme


def put_up_in(programme: Programme, at: datetime) -> QuerySet[Report]:
    """Put up by the ladder, still overdue, named by no circular yet: organisations in official order."""
    put_up = Escalation.objects.filter(report=OuterRef("pk"), audience="circular")
    rows = overdue_reports(at).filter(Exists(put_up), programme=programme, circular=None)
    order = (*by_bearer("project__nominating_organisation"), "project__number", "pk")
    return rows.select_related("project__nominating_organisation", "version", "request").order_by(*order)
