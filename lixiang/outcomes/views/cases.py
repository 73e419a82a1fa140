"""The case studies of a programme, one as it is written, and its verbs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.outcomes.actions import cases as actions
from lixiang.outcomes.forms.cases import CaseForm
from lixiang.outcomes.models import CaseStudy
from lixiang.outcomes.permissions import cases as permissions
from lixiang.outcomes.queries import cases as queries
from lixiang.outcomes.views.offers import entries_of, verbs_for, waits_of
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried
from lixiang.workflow.clashes import EditedMeanwhile

POST = ("POST",)


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, before = request.programme, key_in(request.GET.get("before"))
    found = queries.page_of_cases(request.user, programme, before=before) if programme else None
    return page(request, "outcomes/cases.html", {"programme": programme, "found": found})


@page_for(Project, may=permissions.begins, methods=POST)
def open_case(request: HttpRequest, project: Project) -> HttpResponse:
    case = actions.open_case(project, **_who(request))
    messages.info(request, "案例已按办理记录预先填写，请核对修改。")
    return redirect("outcomes:case", ref=case.ref)


@page_for(CaseStudy)
def show_case(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    form = CaseForm(request.POST or None, case.title, queries.written_of(case))
    clash = None
    if request.POST.get("keep") == "theirs":
        return redirect("outcomes:case", ref=case.ref)
    if form.is_valid():
        try:
            saved = tried(form, actions.save_case, case, form.cleaned_data, expected=form.expected, **_who(request))
        except EditedMeanwhile as meanwhile:
            saved, clash = None, meanwhile.save
        if saved:
            messages.success(request, "案例已保存。")
            return redirect("outcomes:case", ref=case.ref)
    return _shown(request, case, form, clash)


def _shown(request: HttpRequest, case: CaseStudy, form: CaseForm, clash: CaseStudy | None) -> HttpResponse:
    user = request.user
    context = {
        "case": case,
        "form": form,
        "written": queries.written_of(case),
        "writes": case.is_open and permissions.writes(user, case),
        "waits": waits_of(case),
        "verbs": verbs_for(user, case),
        "entries": entries_of(queries.trail_of(case)),
        "clash": clash,
        "texts": _both(form, clash) if clash else (),
        "saves": (clash or case).saves,
    }
    return page(request, "outcomes/case.html", context, status=409 if clash else refused(form))


def _both(form: CaseForm, theirs: CaseStudy) -> list[tuple[str, str, str]]:
    """Label, my text, their text wherever the two differ."""
    mine = form.cleaned_data
    pairs = [("标题", mine["title"], theirs.title)]
    pairs += [(part.label, mine[part.name], theirs.answers.get(part.name, "")) for part in form.parts]
    return [pair for pair in pairs if pair[1].split() != pair[2].split()]


@page_for(CaseStudy, may=permissions.hands_in, methods=POST)
def hand_in(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    actions.hand_in(case, **_who(request))
    return _back(request, case, "案例已提交，由主管单位审定。")


@page_for(CaseStudy, may=permissions.publishes, methods=POST)
def send_back(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    actions.send_back(case, reason=request.POST.get("reason", ""), **_who(request))
    return _back(request, case, "案例已退回修改。")


@page_for(CaseStudy, may=permissions.publishes, methods=POST)
def publish(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    actions.publish(case, **_who(request))
    return _back(request, case, "案例已推广，全体用户可以在案例展示中查看。")


@page_for(CaseStudy, may=permissions.writes, methods=POST)
def reopen(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    actions.reopen(case, **_who(request))
    return _back(request, case, "可以修订了；重新推广以前，展示的仍是原来的文字。")


@page_for(CaseStudy, may=permissions.publishes, methods=POST)
def withdraw(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    actions.withdraw(case, reason=request.POST.get("reason", ""), **_who(request))
    return _back(request, case, "案例已撤下。")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _back(request: HttpRequest, case: CaseStudy, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("outcomes:case", ref=case.ref)
