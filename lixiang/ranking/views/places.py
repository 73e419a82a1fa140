"""Why a project has its place, down to each sheet; objections to it and their answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.ranking import actions, permissions
from lixiang.ranking.forms import ObjectionForm
from lixiang.ranking.models import Place, PlaceObjection, Ranking
from lixiang.ranking.queries import pages as queries
from lixiang.ranking.queries.explained import explained
from lixiang.ranking.rules.points import written
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


def _place(request: HttpRequest, ranking: Ranking, ref: str) -> Place:
    place = queries.place_for(request.user, ranking, ref)
    if place is None:
        raise Http404
    return place


@page_for(Ranking, methods=("GET",))
def show_place(request: HttpRequest, ranking: Ranking, project: str) -> HttpResponse:
    place, sees = _place(request, ranking, project), queries.sees_of(request.user, ranking)
    objects = permissions.may_object(request.user, place)
    context = {
        "ranking": ranking,
        "place": place,
        "sees": sees,
        "said": explained(place, sees),
        "total": written(place.total),
        "raw": written(place.raw),
        "firm": queries.firm_words(place),
        "may_object": objects and queries.is_in_publicity(ranking, request.arrived_at),
    }
    return page(request, "ranking/place.html", context)


@page_for(Ranking)
def object_to(request: HttpRequest, ranking: Ranking, project: str) -> HttpResponse:
    place = _place(request, ranking, project)
    if not permissions.may_object(request.user, place):
        raise Http404
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        words = {"text": form.cleaned_data["text"], "by": request.user, "at": request.arrived_at}
        if tried(form, actions.object_to, place, **words):
            messages.success(request, "异议已提出，主管单位复核后在排名页面答复。")
            return redirect("ranking:ranking", ref=ranking.ref)
    context = {"ranking": ranking, "place": place, "form": form}
    return page(request, "ranking/object_to.html", context, status=refused(form))


@page_for(PlaceObjection, key="pk", may=permissions.answers, methods=POST)
def uphold(request: HttpRequest, objection: PlaceObjection) -> HttpResponse:
    actions.uphold(objection, answer=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "已认定异议成立，请更正评分表后重新计算排名。")
    return redirect("ranking:ranking", ref=objection.place.ranking.ref)


@page_for(PlaceObjection, key="pk", may=permissions.answers, methods=POST)
def dismiss(request: HttpRequest, objection: PlaceObjection) -> HttpResponse:
    actions.dismiss(objection, answer=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "已认定异议不成立。")
    return redirect("ranking:ranking", ref=objection.place.ranking.ref)
