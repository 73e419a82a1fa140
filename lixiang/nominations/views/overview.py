"""All slates of a programme for the section that runs it, and the projects that a change of its rules touches."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.nominations import permissions, queries
from lixiang.programmes import permissions as programme_permissions
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page


@page_for(Programme, may=permissions.may_see_all, methods=("GET",))
def show(request: HttpRequest, programme: Programme) -> HttpResponse:
    address = reverse("nominations:overview", args=[programme.ref])
    found, show = queries.overview(programme, request.arrived_at), request.GET.get("show", "")
    context = {
        "programme": programme,
        "figures": found.figures(address),
        "rows": found.shown(show),
        "address": address,
        "show": show,
        "may_extend": programme_permissions.may_edit(request.user, programme) and programme.is_published,
    }
    return page(request, "nominations/overview.html", context)


@page_for(Programme, may=permissions.may_see_all, methods=("GET",))
def touched(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    """A part of the page of a version; alone, a page of its own."""
    version = programmes.version_for(programme, number, request.user)
    if version is None:
        raise Http404
    context = {"programme": programme, "number": number, "rows": queries.touched_by(version)}
    return page(request, "nominations/touched.html", context, block="content")
