"""Money across projects: the programme, its organisations, payment orders, spendings, and what finance takes away."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from lixiang.access.doors import page_for, signed_in
from lixiang.files import sending
from lixiang.funds import permissions, queries
from lixiang.funds.states.spendings import Status as SpendingStatus
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page
from lixiang.ui.shapes import Column


@signed_in(methods=("GET",))
def show_money(request: HttpRequest) -> HttpResponse:
    programme, shown = request.programme, request.GET.get("shown", "")
    organisation = request.GET.get("organisation", "")
    waiting = queries.waiting_for(programme, shown, request.arrived_at) if programme else None
    narrowed = {"organisation": organisation, "after": request.GET.get("after", ""), "waiting": waiting}
    context = {
        **_about(request, programme),
        "organisation": organisation,
        "shown": shown if waiting is not None else "",
        "choices": queries.waits_of(programme, request.arrived_at) if programme else (),
        "found": queries.page_of_projects(request.user, programme, **narrowed) if programme else None,
        "totals": queries.totals_of(request.user, programme, organisation=organisation) if programme else None,
    }
    return page(request, "funds/money.html", context)


@signed_in(methods=("GET",))
def show_organisations(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    rows = queries.totals_by_organisation(request.user, programme) if programme else ()
    return page(request, "funds/organisations.html", {**_about(request, programme), "rows": rows})


@signed_in(methods=("GET",))
def show_orders(request: HttpRequest) -> HttpResponse:
    programme, shown, words = request.programme, request.GET.get("shown", ""), request.GET.get("q", "").strip()
    narrowed = {"shown": shown, "words": words, "after": request.GET.get("after", "")}
    at = request.arrived_at
    context = {
        "programme": programme,
        "shown": shown,
        "words": words,
        "choices": {key: label for key, (label, _) in queries.SHOWN.items()},
        "found": queries.page_of_orders(request.user, programme, at, **narrowed) if programme else None,
        "to_pay": queries.to_pay_total(request.user, programme) if programme and shown == "to_pay" else 0,
    }
    return page(request, "funds/orders.html", context)


@signed_in(methods=("GET",))
def show_spendings(request: HttpRequest) -> HttpResponse:
    programme, shown = request.programme, request.GET.get("shown", "")
    project, heading = request.GET.get("project", ""), request.GET.get("heading", "")
    narrowed = {"status": shown, "heading": heading, "project": project, "after": request.GET.get("after", "")}
    at = request.arrived_at
    context = {
        "programme": programme,
        "shown": shown,
        "project": project,
        "heading": heading,
        "choices": (("", "全部"), *SpendingStatus.choices),
        "found": queries.page_of_spendings(request.user, programme, at, **narrowed) if programme else None,
    }
    return page(request, "funds/spendings.html", context)


@page_for(Programme, may=permissions.may_export, methods=("GET",))
def workbook(request: HttpRequest, programme: Programme) -> FileResponse:
    name = f"{programme.title}经费.xlsx"
    return sending.workbook(name, lambda target: queries.write_workbook(request.user, programme, target))


@page_for(Programme, may=permissions.may_export, methods=("GET",))
def csv_file(request: HttpRequest, programme: Programme) -> StreamingHttpResponse:
    response = StreamingHttpResponse(queries.csv_lines(request.user, programme), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{programme.title}收支明细.csv")
    return response


def _about(request: HttpRequest, programme: Programme | None) -> dict[str, Any]:
    may_export = programme is not None and permissions.may_export(request.user, programme)
    columns = [Column(f"{label}（万元）", "end") for label, _ in queries.FIGURES]
    return {"programme": programme, "figures": queries.FIGURES, "columns": columns, "may_export": may_export}
