"""Additions beside the sheets: the list of a programme, entering one of a project, withdrawing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.ranking import actions, permissions
from lixiang.ranking.forms import BonusForm
from lixiang.ranking.models import GivenBonus
from lixiang.ranking.queries import bonuses as queries
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@page_for(Programme, may=permissions.runs_ranking, methods=("GET",))
def show_bonuses(request: HttpRequest, programme: Programme) -> HttpResponse:
    settings = queries.bonus_settings(programme, request.arrived_at)
    context = {
        "programme": programme,
        "settings": settings,
        "found": queries.bonuses_in(request.user, programme, settings, after=request.GET.get("after", "")),
    }
    return page(request, "ranking/bonuses.html", context)


@page_for(Project, may=permissions.runs_ranking)
def enter_bonus(request: HttpRequest, project: Project) -> HttpResponse:
    settings = queries.bonus_settings(project.programme, request.arrived_at)
    form = BonusForm(request.POST or None, settings=settings)
    if form.is_valid():
        words = {"by": request.user, "at": request.arrived_at}
        if tried(form, actions.enter_bonus, project, **form.cleaned_data, **words):
            messages.success(request, "附加分已登记，重新计算排名后计入得分。")
            return redirect("ranking:of_project", ref=project.ref)
    context = {"project": project, "form": form, "settings": settings}
    return page(request, "ranking/enter_bonus.html", context, status=refused(form))


@page_for(GivenBonus, key="pk", methods=POST)
def withdraw_bonus(request: HttpRequest, given: GivenBonus) -> HttpResponse:
    actions.withdraw_bonus(given, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "附加分已撤销登记，重新计算排名后不再计入得分。")
    return redirect("ranking:of_project", ref=given.project.ref)
