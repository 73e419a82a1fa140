"""Panels: what one has to do with appraisal, one panel as the section or a judge sees it, who sits, what is scored."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.appraisal import actions, forms, permissions
from lixiang.appraisal.models import Panel
from lixiang.appraisal.queries import panels as queries
from lixiang.appraisal.queries import results, tasks
from lixiang.appraisal.queries.assigning import proposal_for
from lixiang.appraisal.rules.kinds import Scoring
from lixiang.appraisal.views.offers import entries_of, verbs_for
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting, version_in_force
from lixiang.projects.rules.kinds import Category
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@signed_in(permissions.enters, methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    user, programme = request.user, request.programme
    shown = request.GET.get("shown", "")
    asked = {"shown": shown, "after": request.GET.get("after", "")}
    context = {
        "programme": programme,
        "shown": shown,
        "choices": tasks.SHOWN,
        "runs": bool(programme) and permissions.runs_appraisal(user, programme),
        "seats": tasks.judgeships_of(user, programme) if programme else (),
        "rows": queries.panel_rows(user, programme) if programme else (),
        "found": tasks.tasks_page(tasks.side_tasks(user, programme), **asked) if programme else None,
    }
    return page(request, "appraisal/list.html", context)


@page_for(Programme, may=permissions.runs_appraisal)
def draw_up(request: HttpRequest, programme: Programme) -> HttpResponse:
    version = version_in_force(programme, request.arrived_at)
    rule = the_setting(version, Scoring)
    initial = {"sheets": rule.sheets if rule else None}
    form = forms.PanelForm(request.POST or None, categories=settings_by_kind(version, Category), initial=initial)
    if form.is_valid():
        made = tried(form, actions.draw_up, programme, **form.cleaned_data, **_who(request))
        if made:
            messages.success(request, "评审组已建立，请安排评委和受评项目。")
            return redirect("appraisal:panel", ref=made.ref)
    context = {"programme": programme, "form": form, "clause": rule.clause if rule else ""}
    return page(request, "appraisal/draw_up.html", context, status=refused(form))


@page_for(Panel, methods=("GET",))
def show_panel(request: HttpRequest, panel: Panel) -> HttpResponse:
    if permissions.oversees(request.user, panel):
        return _section_page(request, panel)
    seat = queries.judge_of(request.user, panel)
    if seat is None:
        raise Http404
    return _judge_page(request, panel, seat)


def _section_page(request: HttpRequest, panel: Panel, **attempt: Form) -> HttpResponse:
    runs, shown = permissions.runs_appraisal(request.user, panel), queries.panel_page(panel)
    sees = results.shown_to(request.user, panel, None)
    context = {
        "panel": panel,
        "shown": shown,
        "runs": runs,
        "is_open": queries.may_change(panel),
        "judge_form": attempt.get("judge_form") or forms.JudgeForm(users=queries.users_to_seat(panel)),
        "projects_form": attempt.get("projects_form") or forms.ProjectsForm(projects=queries.projects_to_add(panel)),
        "most_offered": queries.MOST_OFFERED,
        "verbs": verbs_for(request.user, panel),
        "entries": entries_of(shown.trail),
        "sees": sees,
        "scores": results.score_rows(panel) if sees else (),
    }
    status = 422 if any(form.errors for form in attempt.values()) else 200
    return page(request, "appraisal/panel.html", context, status=status)


def _judge_page(request: HttpRequest, panel: Panel, seat: Any) -> HttpResponse:
    asked = {"shown": request.GET.get("shown", ""), "after": request.GET.get("after", "")}
    away = queries.hidden_from(seat, request.arrived_at)
    rows = tasks.own_tasks(request.user, panel).exclude(project__in=away)
    sees = results.shown_to(request.user, panel, seat)
    context = {
        "panel": panel,
        "seat": seat,
        "found": tasks.tasks_page(rows, **asked),
        "shown": asked["shown"],
        "choices": tasks.SHOWN,
        "may_declare": queries.may_declare(seat),
        "overview": queries.panel_page(panel, without=away) if seat.is_chair and seat.declared_at else None,
        "sees": sees,
        "scores": results.score_rows(panel, without=away) if sees else (),
    }
    return page(request, "appraisal/judge_panel.html", context)


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def add_judge(request: HttpRequest, panel: Panel) -> HttpResponse:
    form = forms.JudgeForm(request.POST, users=queries.users_to_seat(panel))
    if form.is_valid():
        words = {"is_chair": form.cleaned_data["is_chair"], **_who(request)}
        if tried(form, actions.add_judge, panel, form.chosen(), **words):
            return _back(request, panel, "已安排评委。")
    return _section_page(request, panel, judge_form=form)


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def remove_judge(request: HttpRequest, panel: Panel, number: int) -> HttpResponse:
    judge = queries.judge_on(panel, number)
    if judge is None:
        raise Http404
    actions.remove_judge(judge, **_who(request))
    return _back(request, panel, "已取消评委安排。")


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def name_chair(request: HttpRequest, panel: Panel, number: int) -> HttpResponse:
    judge = queries.judge_on(panel, number)
    if judge is None:
        raise Http404
    actions.name_chair(judge, **_who(request))
    return _back(request, panel, "已指定组长。")


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def add_projects(request: HttpRequest, panel: Panel) -> HttpResponse:
    form = forms.ProjectsForm(request.POST, projects=queries.projects_to_add(panel))
    if form.is_valid() and tried(form, actions.add_projects, panel, form.chosen(), **_who(request)):
        return _back(request, panel, "已安排受评项目。")
    return _section_page(request, panel, projects_form=form)


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def remove_project(request: HttpRequest, panel: Panel, project: str) -> HttpResponse:
    entry = queries.entry_on(panel, project)
    if entry is None:
        raise Http404
    actions.remove_project(entry, **_who(request))
    return _back(request, panel, "已取消受评安排。")


@page_for(Panel, may=permissions.runs_appraisal)
def assign(request: HttpRequest, panel: Panel) -> HttpResponse:
    """Look at what the optimiser proposes; sent with its fingerprint, it is made."""
    anew = (request.POST or request.GET).get("anew") == "1"
    if request.method == "POST":
        made = actions.assign(panel, anew=anew, seen=request.POST.get("seen", "-"), **_who(request))
        return _back(request, panel, f"已分配：新增{len(made.plan.pairs)}项评分任务。")
    context = {"panel": panel, "proposal": proposal_for(panel, request.arrived_at, anew=anew), "anew": anew}
    return page(request, "appraisal/assign.html", context)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _back(request: HttpRequest, panel: Panel, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("appraisal:panel", ref=panel.ref)
