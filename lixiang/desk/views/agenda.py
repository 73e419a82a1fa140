"""The calendar of everything due, a month at a time."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lixiang.access.doors import signed_in
from lixiang.desk.queries.agenda import STATES, agenda_of
from lixiang.desk.queries.agenda_sources import KINDS
from lixiang.desk.queries.furniture import works_or_follows
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.rules.months import month_named, month_of
from lixiang.ui.pages import page


@signed_in(may=works_or_follows, methods=("GET",))
def calendar(request: HttpRequest) -> HttpResponse:
    if request.programme is None:
        return page(request, "desk/no_programme.html", {})
    view, asked = viewpoint(request.user, request.programme, request.arrived_at), request.GET
    today = timezone.localtime(view.at).date()
    kind, state = asked.get("kind", ""), asked.get("state", "")
    chosen = {"kind": kind if kind in KINDS else "", "state": state if state in STATES else ""}
    context = {
        "agenda": agenda_of(view, month_named(asked.get("month", ""), today), **chosen),
        "this_month": month_of(today),
        "programme": view.programme,
        "kinds": KINDS,
        "states": STATES,
        **chosen,
    }
    return page(request, "desk/calendar.html", context)
