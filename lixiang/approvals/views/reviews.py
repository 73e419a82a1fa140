"""The reviewing page: list beside dossier, an opinion, a return, a decision, on one project or on those picked."""

from functools import lru_cache, partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.approvals import actions, permissions, queries
from lixiang.approvals.forms import (
    DecisionForm,
    ExtendReturnForm,
    OpinionForm,
    PickedDecisionForm,
    PickedOpinionForm,
    Refusable,
    SendBackForm,
    choice_from,
    whole_number,
)
from lixiang.approvals.views.attempts import status_of, tried
from lixiang.files.store import download
from lixiang.projects.models import Project
from lixiang.ui.addresses import address
from lixiang.ui.pages import page

POST = ("POST",)


@signed_in(may=permissions.runs_reviews, methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    return _opening(request)


@page_for(queries.UnderReview, may=permissions.may_review, methods=("GET",))
def show(request: HttpRequest, project: Project) -> HttpResponse:
    return _open(request, project)


@page_for(queries.UnderReview, may=permissions.may_review, methods=POST)
def give_opinion(request: HttpRequest, project: Project) -> HttpResponse:
    form = OpinionForm(request.POST, principles=queries.principles_of(project))
    if form.is_valid():
        words = {**form.words(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.give_opinion, project, **words):
            messages.success(request, f"已保存对“{project}”的意见。")
            return _go_on(request, project)
    return _open(request, project, opinion=form)


@page_for(queries.UnderReview, may=permissions.may_review, methods=POST)
def send_back(request: HttpRequest, project: Project) -> HttpResponse:
    form = SendBackForm(request.POST, sections=queries.form_sections(project))
    if form.is_valid():
        words = {**form.words(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.send_back, project, **words):
            messages.success(request, f"已将“{project}”退回{project.nominating_organisation.short_name}修改。")
            return _go_on(request, project)
    return _open(request, project, returning=form)


@page_for(queries.UnderReview, may=permissions.may_review, methods=POST)
def extend_return(request: HttpRequest, project: Project) -> HttpResponse:
    form = ExtendReturnForm(request.POST)
    if form.is_valid():
        words = {**form.words(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.extend_return, project, **words):
            messages.success(request, f"已延长“{project}”的修改期限，并告知申报单位。")
            return _go_on(request, project)
    return _open(request, project, extending=form)


@page_for(queries.UnderReview, may=permissions.may_review, methods=POST)
def decide(request: HttpRequest, project: Project) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        words["merge_into"] = queries.target_named(request.user, project, words["merge_into"])
        if tried(form, actions.decide, project, **words):
            messages.success(request, f"已对“{project}”作出决定，公布之前只有本部门可见。")
            return _go_on(request, project)
    return _open(request, project, decision=form)


@signed_in(may=permissions.runs_reviews, methods=POST)
def give_opinions(request: HttpRequest) -> HttpResponse:
    form = PickedOpinionForm(request.POST)
    if form.is_valid():
        picked = queries.named(request.user, request.POST.getlist("pick"))
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if done := tried(form, actions.give_opinions, picked, **words):
            messages.success(request, f"已对{len(done)}个项目提出意见。")
            return redirect(_address(request, "approvals:list"))
    return _opening(request, opinions=form)


@signed_in(may=permissions.runs_reviews, methods=POST)
def decide_all(request: HttpRequest) -> HttpResponse:
    form = PickedDecisionForm(request.POST)
    if form.is_valid():
        picked = queries.named(request.user, request.POST.getlist("pick"))
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if done := tried(form, actions.decide_all, picked, **words):
            messages.success(request, f"已对{len(done)}个项目作出决定，公布之前只有本部门可见。")
            return redirect(_address(request, "approvals:list"))
    return _opening(request, decisions=form)


@page_for(Project, may=permissions.may_review, methods=("GET",))
def attachment(request: HttpRequest, project: Project, sha256: str) -> HttpResponse:
    claim = queries.attachment_of(project, sha256)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


def _opening(request: HttpRequest, **forms: Refusable) -> HttpResponse:
    """The list with its first project open; a batch that was refused comes back here with what was typed."""
    programme = queries.programme_of(request.user, request.programme)
    if programme is None:
        return page(request, "approvals/nothing.html", {})
    key, rows = whole_number(request.GET.get("after")), whole_number(request.GET.get("rows"))
    narrow = partial(choice_from, request.GET)
    desk = queries.desk_of(request.user, programme, narrow, request.arrived_at, after=key, rows=rows)
    return _page(request, desk, is_opened=False, **forms)


def _open(request: HttpRequest, project: Project, **forms: Refusable) -> HttpResponse:
    """A refused form is shown beside the project as it stands now, not as it stood when the form was opened."""
    project = queries.afresh(request.user, project) if forms else project
    desk = queries.desk_around(request.user, project, partial(choice_from, request.GET), request.arrived_at)
    return _page(request, desk, is_opened=True, **forms)


def _page(request: HttpRequest, desk: queries.Desk, *, is_opened: bool, **forms: Refusable) -> HttpResponse:
    dossier = desk.dossier
    blank = {
        "opinion": _blank(OpinionForm, principles=dossier.principles if dossier else ()),
        "returning": _blank(SendBackForm, sections=queries.form_sections(dossier.project) if dossier else ()),
        "extending": _blank(ExtendReturnForm),
        "decision": _blank(DecisionForm),
        "opinions": _blank(PickedOpinionForm),
        "decisions": _blank(PickedDecisionForm),
    }
    context: dict[str, Any] = {"desk": desk, "dossier": dossier, "is_opened": is_opened, **blank, **forms}
    context["dossier_url"] = address("desk:dossier", ref=dossier.project.ref) if dossier else ""
    context["picked"] = frozenset(request.POST.getlist("pick"))
    status = max((status_of(form) for form in forms.values()), default=200)
    return page(request, "approvals/reviews.html", context, status=status)


@lru_cache(maxsize=64)
def _blank(form: type[Refusable], **settings: tuple) -> Refusable:
    """An empty form is the same for everybody under the same settings, and a page only reads it."""
    return form(**settings)


def _go_on(request: HttpRequest, project: Project) -> HttpResponse:
    """To the next project of the list where that was asked for, else back to this one."""
    if request.POST.get("then") != "next":
        return redirect(_address(request, "approvals:review", ref=project.ref))
    following = queries.following(request.user, project, partial(choice_from, request.GET))
    if following:
        return redirect(_address(request, "approvals:review", ref=following))
    messages.info(request, "这一列表中的项目都已办完。")
    return redirect(_address(request, "approvals:list"))


def _address(request: HttpRequest, name: str, **names: str) -> str:
    """With the same filters."""
    said = request.GET.urlencode()
    return reverse(name, kwargs=names) + (f"?{said}" if said else "")
