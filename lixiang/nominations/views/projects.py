"""One project before its nominator: send back with sections, pass over, withdraw, nominate again."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.nominations import actions, queries
from lixiang.nominations.forms import PHRASES, ExtendReturnForm, KeyForm, ReasonForm, SendBackForm
from lixiang.projects import permissions
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Project, may=permissions.is_nominator)
def send_back(request: HttpRequest, project: Project) -> HttpResponse:
    form = SendBackForm(request.POST or None, project=project)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.send_back, project, **words):
            return _done(request, project, f"已将“{project}”退回修改，并告知填报单位。")
    context = {"form": form, "phrases": PHRASES, "title": "退回修改", "label": "退回"}
    return _filled(request, project, context)


@page_for(Project, may=permissions.is_nominator)
def extend_return(request: HttpRequest, project: Project) -> HttpResponse:
    form = ExtendReturnForm(request.POST or None, due_at=project.due_at)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.extend_return, project, **words):
            return _done(request, project, f"已延长“{project}”的修改期限，并告知填报单位。")
    context = {"form": form, "phrases": (), "title": "延长修改期限", "label": "延长"}
    return _filled(request, project, context)


@page_for(Project, may=permissions.is_nominator)
def pass_over(request: HttpRequest, project: Project) -> HttpResponse:
    return _with_reason(request, project, actions.pass_over, "不予推荐", "已记录不予推荐。")


@page_for(Project, may=permissions.may_withdraw)
def withdraw(request: HttpRequest, project: Project) -> HttpResponse:
    return _with_reason(request, project, actions.withdraw, "撤回", "已撤回。")


def _with_reason(
    request: HttpRequest, project: Project, action: Callable[..., Any], title: str, done: str
) -> HttpResponse:
    """A verb that asks why; refused, the page comes back with what was typed."""
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(form, action, project, **form.cleaned_data, by=request.user, at=request.arrived_at):
        return _done(request, project, done)
    context = {"form": form, "phrases": (), "title": title, "label": f"确认{title}"}
    return _filled(request, project, context)


@page_for(Project, may=permissions.is_nominating)
def nominate(request: HttpRequest, project: Project) -> HttpResponse:
    """Nominate a returned project again; the key makes two clicks one."""
    form = KeyForm(request.POST or None, initial={"key": uuid4()})
    if form.is_valid():
        words = {"key": form.cleaned_data["key"], "by": request.user, "at": request.arrived_at}
        if tried(form, actions.nominate, project, **words):
            return _done(request, project, f"已重新申报“{project}”。")
    context = {"form": form, "phrases": (), "title": "重新申报", "label": "确认重新申报"}
    return _filled(request, project, context)


def _filled(request: HttpRequest, project: Project, context: dict[str, Any]) -> HttpResponse:
    context |= {"project": project, "back": _back(request, project)}
    return page(request, "nominations/send_back.html", context, status=refused(context["form"]))


def _back(request: HttpRequest, project: Project) -> str:
    """The slate for those who keep it, else the list of projects."""
    slate = queries.slate_of(request.user, project)
    return reverse("nominations:slate", args=[slate.ref]) if slate else reverse("projects:list")


def _done(request: HttpRequest, project: Project, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(_back(request, project))
