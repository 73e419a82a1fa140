"""The compendia of a programme: the list with both files of each, and the verbs of the section."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.files.store import download
from lixiang.outcomes.actions import compendia as actions
from lixiang.outcomes.models import Compendium
from lixiang.outcomes.permissions import compendia as permissions
from lixiang.outcomes.queries import compendia as queries
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page

POST = ("POST",)


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, before = request.programme, key_in(request.GET.get("before"))
    compiles = programme is not None and permissions.compiles(request.user, programme)
    current = queries.in_the_making(programme) if compiles else None
    context = {
        "programme": programme,
        "found": queries.page_of_compendia(request.user, programme, before=before) if programme else None,
        "compiles": compiles,
        "current": current,
        "run": queries.run_of(current) if current else None,
        "ready": len(queries.published_of(programme)) if compiles else 0,
    }
    return page(request, "outcomes/compendia.html", context)


@page_for(Programme, may=permissions.compiles, methods=POST)
def begin_compendium(request: HttpRequest, programme: Programme) -> HttpResponse:
    actions.begin_compendium(programme, by=request.user, at=request.arrived_at)
    messages.info(request, "已开始汇编，可以离开本页，稍后再看。")
    return redirect("outcomes:compendia")


@page_for(Compendium, methods=POST)
def recompile(request: HttpRequest, compendium: Compendium) -> HttpResponse:
    actions.recompile(compendium, by=request.user, at=request.arrived_at)
    messages.info(request, "已继续汇编。")
    return redirect("outcomes:compendia")


@page_for(Compendium, methods=("GET",))
def compendium_pdf(request: HttpRequest, compendium: Compendium) -> FileResponse:
    if compendium.pdf is None:
        raise Http404
    return download(compendium.pdf, f"{compendium}.pdf", inline=True)


@page_for(Compendium, methods=("GET",))
def compendium_docx(request: HttpRequest, compendium: Compendium) -> FileResponse:
    if compendium.docx is None:
        raise Http404
    return download(compendium.docx, f"{compendium}.docx")
