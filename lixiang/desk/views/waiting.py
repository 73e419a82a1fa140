"""The stale list: what waits for whom since when, on screen and as a workbook."""

import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from lixiang.access.doors import signed_in
from lixiang.desk.queries.furniture import works_or_follows
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.waiting import LONGEST, chosen_from, waiting_page, write_waiting
from lixiang.desk.queries.waiting_nouns import KINDS, SIDES
from lixiang.programmes.permissions import may_edit
from lixiang.ui.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in(may=works_or_follows, methods=("GET",))
def waiting(request: HttpRequest) -> HttpResponse:
    if request.programme is None:
        return page(request, "desk/no_programme.html", {})
    view, chosen = viewpoint(request.user, request.programme, request.arrived_at), chosen_from(request.GET)
    context = {
        "found": waiting_page(view, chosen),
        "chosen": chosen,
        "programme": view.programme,
        "runs": may_edit(view.user, view.programme),
        "kinds": KINDS,
        "sides": SIDES,
        "longest": LONGEST,
    }
    return page(request, "desk/waiting.html", context)


@signed_in(may=works_or_follows, methods=("GET",))
def waiting_workbook(request: HttpRequest) -> FileResponse:
    """Written into a file that vanishes when it is closed, however many rows there are."""
    if request.programme is None:
        raise Http404
    view = viewpoint(request.user, request.programme, request.arrived_at)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_waiting(view, chosen_from(request.GET), target)
    target.seek(0)
    name = f"{view.programme.title}久未办理.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
