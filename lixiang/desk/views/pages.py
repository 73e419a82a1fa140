"""The worklist, the dossier of a project, the dashboard and its wall, and the switch of programmes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.desk.queries import dossier as dossiers
from lixiang.desk.queries import tabs
from lixiang.desk.queries.dashboard import dashboard_of
from lixiang.desk.queries.delivery_board import delivery_board_of
from lixiang.desk.queries.furniture import CHOICE, place_of, works_or_follows
from lixiang.desk.queries.parts import part_of
from lixiang.desk.queries.viewpoint import sentences_of, viewpoint
from lixiang.desk.queries.worklist import calendar_of, worklist_of
from lixiang.desk.rules.items import since_words
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.projects import permissions as projects
from lixiang.projects.models import Project
from lixiang.ui.pages import page

APPROVAL, DELIVERY = "approval", "delivery"
BOARDS = ((APPROVAL, "立项"), (DELIVERY, "实施"))
BOARD_OF = {
    APPROVAL: lambda user, programme, at: dashboard_of(user, programme, version_in_force(programme, at)),
    DELIVERY: lambda user, programme, at: delivery_board_of(viewpoint(user, programme, at)),
}


@signed_in(methods=("GET",))
def worklist(request: HttpRequest) -> HttpResponse:
    if request.programme is None:
        return page(request, "desk/no_programme.html", {})
    view = viewpoint(request.user, request.programme, request.arrived_at)
    found = worklist_of(view)
    context = {
        "at": view.at,
        "worklist": found,
        "follows": works_or_follows(request.user),
        "waited": since_words,
        "calendar": calendar_of(view),
        "sentences": sentences_of(view.version),
        **tabs.chosen_of(request.GET, request.user, found, view.at),
    }
    return page(request, "desk/worklist.html", context)


@page_for(Project, may=projects.may_see, methods=("GET",))
def dossier(request: HttpRequest, project: Project) -> HttpResponse:
    shown = dossiers.tabs_for(request.user, project)
    tab = tabs.tab_of(request.GET, shown)
    context = {
        **dossiers.head_of(request.user, project),
        "at": request.arrived_at,
        "waited": since_words,
        "standing": dossiers.standing_of(request.user, project, request.arrived_at),
        "sentences": sentences_of(project.version),
        "tab": tab,
        "tabs": tabs.links_of(shown, tab),
        "part": part_of(tab, request.user, project, request.arrived_at),
    }
    return page(request, "desk/dossier.html", context)


@signed_in(may=works_or_follows, methods=("GET",))
def dashboard(request: HttpRequest) -> HttpResponse:
    return _figures(request, "desk/dashboard.html")


@signed_in(may=works_or_follows, methods=("GET",))
def wall(request: HttpRequest) -> HttpResponse:
    return _figures(request, "desk/wall.html")


def _figures(request: Any, template: str) -> HttpResponse:
    if request.programme is None:
        return page(request, "desk/no_programme.html", {})
    tab = tabs.tab_of(request.GET, BOARDS)
    chosen = {"tab": tab, "tabs": tabs.links_of(BOARDS, tab), "charts": f"desk/_{tab}_charts.html"}
    board = BOARD_OF[tab](request.user, request.programme, request.arrived_at)
    context = {"board": board, "programme": request.programme, "at": request.arrived_at, **chosen}
    return page(request, template, context)


@page_for(Programme, methods=("POST",))
def switch(request: HttpRequest, programme: Programme) -> HttpResponse:
    request.session[CHOICE] = programme.ref
    origin = f"{request.scheme}://{request.get_host()}"
    came_from = request.headers.get("Referer", "").removeprefix(origin).partition("?")[0]
    return redirect(place_of(request.user, came_from))
