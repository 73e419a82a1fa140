"""The live meeting of a panel: drawing the order, presenting, showing scores; the page renews its turns by itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.appraisal import actions, permissions
from lixiang.appraisal.forms import SeedForm
from lixiang.appraisal.models import Panel, PanelProject
from lixiang.appraisal.queries.meetings import meeting_of
from lixiang.appraisal.queries.panels import entry_on, judge_of
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@page_for(Panel, methods=("GET",))
def live(request: HttpRequest, panel: Panel) -> HttpResponse:
    return _page(request, panel, SeedForm())


def _page(request: HttpRequest, panel: Panel, form: SeedForm) -> HttpResponse:
    seat = judge_of(request.user, panel)
    if not permissions.oversees(request.user, panel) and (seat is None or seat.declared_at is None):
        raise Http404
    context = {"panel": panel, "meeting": meeting_of(request.user, panel, seat, request.arrived_at), "form": form}
    return page(request, "appraisal/live.html", context, block="turns", status=refused(form))


@page_for(Panel, methods=POST)
def draw_order(request: HttpRequest, panel: Panel) -> HttpResponse:
    form = SeedForm(request.POST)
    if form.is_valid() and tried(form, actions.draw_order, panel, seed=form.cleaned_data["seed"], **_who(request)):
        messages.success(request, "汇报顺序已抽定。")
        return redirect("appraisal:live", ref=panel.ref)
    return _page(request, panel, form)


@page_for(Panel, methods=POST)
def present(request: HttpRequest, panel: Panel, project: str) -> HttpResponse:
    actions.present(_entry(panel, project), **_who(request))
    return redirect("appraisal:live", ref=panel.ref)


@page_for(Panel, methods=POST)
def show_scores(request: HttpRequest, panel: Panel, project: str) -> HttpResponse:
    actions.show_scores(_entry(panel, project), **_who(request))
    return redirect("appraisal:live", ref=panel.ref)


def _entry(panel: Panel, project: str) -> PanelProject:
    entry = entry_on(panel, project)
    if entry is None:
        raise Http404
    return entry


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}
