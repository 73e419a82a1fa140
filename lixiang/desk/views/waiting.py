"""The stale list: what waits for whom since when, on screen and as a workbook."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from lixiang.access.doors import signed_in
from lixiang.desk.queries.furniture import works_or_follows
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.waiting import LONGEST, chosen_from, waiting_page, write_waiting
from lixiang.desk.queries.waiting_nouns import KINDS, SIDES
from lixiang.files.sending import workbook
from lixiang.programmes.permissions import may_edit
from lixiang.ui.pages import page


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
    if request.programme is None:
        raise Http404
    view = viewpoint(request.user, request.programme, request.arrived_at)
    chosen, name = chosen_from(request.GET), f"{view.programme.title}久未办理.xlsx"
    return workbook(name, lambda target: write_waiting(view, chosen, target))
