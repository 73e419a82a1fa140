"""What the ranking made of one project, and its result: concluded, or ordered to rectify."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.projects import permissions as project_permissions
from lixiang.projects.models import Project
from lixiang.ranking import actions, permissions
from lixiang.ranking.queries import pages as queries
from lixiang.ranking.queries.bonuses import bonus_settings, bonuses_of
from lixiang.ranking.queries.completion import completion_of
from lixiang.ranking.queries.results import cut_of, rectify_by, results_of, verb_for
from lixiang.ranking.rules.points import written
from lixiang.ranking.views.offers import bonuses_for, offers_annulment, results_for
from lixiang.ui.pages import page

POST = ("POST",)


@page_for(Project, methods=("GET",))
def of_project(request: HttpRequest, project: Project) -> HttpResponse:
    user, runs = request.user, permissions.runs_ranking(request.user, project)
    place, results = queries.newest_for(user, project), results_of(project)
    settings = bonus_settings(project.programme, request.arrived_at) if runs else []
    context = {
        "project": project,
        "place": place,
        "total": written(place.total) if place else "",
        "firm": queries.firm_words(place) if place else "",
        "rectify_by": rectify_by(project),
        "cut": cut_of(place) if place else None,
        "verbs": results_for(user, project, verb_for(project, place, next(iter(results), None))),
        "results": results,
        "certificate": completion_of(project, results),
        "may_annul": offers_annulment(user, project),
        "bonuses": bonuses_for(bonuses_of(user, project, settings)) if runs else (),
        "may_add": bool(settings),
    }
    return page(request, "ranking/of_project.html", context)


@page_for(Project, may=project_permissions.decides, methods=POST)
def conclude(request: HttpRequest, project: Project) -> HttpResponse:
    actions.conclude(project, by=request.user, at=request.arrived_at)
    messages.success(request, "项目已结项。")
    return redirect("ranking:of_project", ref=project.ref)


@page_for(Project, may=project_permissions.decides, methods=POST)
def order_rectification(request: HttpRequest, project: Project) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.order_rectification(project, reason=reason, by=request.user, at=request.arrived_at)
    messages.success(request, "已责令限期整改。")
    return redirect("ranking:of_project", ref=project.ref)


@page_for(Project, may=project_permissions.decides, methods=POST)
def correct_result(request: HttpRequest, project: Project) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.correct_result(project, reason=reason, by=request.user, at=request.arrived_at)
    messages.success(request, "已按更正的通报更正结项结果。")
    return redirect("ranking:of_project", ref=project.ref)
