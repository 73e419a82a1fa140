"""The form of an application: show, save a section, what the rules say, discard."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.projects import actions, permissions, queries
from lixiang.projects.forms import beside_of, typed, whole_number
from lixiang.projects.models import Draft, Project
from lixiang.projects.rules.content import both_texts
from lixiang.projects.views.sheet import Attempt, sheet_page
from lixiang.ui.pages import page
from lixiang.ui.saving import clashed, is_autosave, saved
from lixiang.ui.written import clock
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Refused


@page_for(Project, may=permissions.may_see, methods=("GET",))
def show(request: HttpRequest, project: Project) -> HttpResponse:
    return sheet_page(request, queries.application_for(request.user, project, request.arrived_at))


@page_for(Draft, may=permissions.may_write, methods=("POST",))
def save_section(request: HttpRequest, project: Project, section: str) -> HttpResponse:
    if request.POST.get("keep") == "theirs":
        return _back(project, section)
    values, expected = typed(request.POST), whole_number(request.POST.get("version", ""))
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        save = actions.save_section(project, section, values, **words)
    except EditedMeanwhile as clash:
        return _clash(request, project, section, values, clash)
    except Refused as refused:
        return _refused(request, project, Attempt(section, values, refused.findings))
    if is_autosave(request):
        # No rule is asked here: the page asks for the findings of its own accord, and the save waits for none.
        return saved(save.saved_at, version=save.number)
    messages.success(request, f"已于{clock(save.saved_at)}保存。")
    return _back(project, section)


def _clash(request: HttpRequest, project: Project, section: str, values: dict, clash: Any) -> HttpResponse:
    """Both texts of every field that differs; the version that the choice will rest on."""
    fields = queries.fields_of(queries.under_its_form(project, request.arrived_at), section)
    attempt = Attempt(section, values, clash=clash.save, texts=both_texts(fields, values, clash.current))
    if is_autosave(request):
        return clashed(page(request, "projects/_clash.html", {"attempt": attempt}, status=409), clash.save.number)
    return sheet_page(request, _application(request, project), attempt, status=409)


def _refused(request: HttpRequest, project: Project, attempt: Attempt) -> HttpResponse:
    application = _application(request, project)
    if not is_autosave(request):
        return sheet_page(request, application, attempt, status=422)
    opened = [part for part in application.parts if part.is_open and part.section.code == attempt.section]
    beside = [place for part in opened for place in beside_of(part, attempt.findings)]
    context = {"beside": beside, "application": application, "attempt": attempt}
    return page(request, "projects/_refused.html", context, status=422)


@page_for(Project, may=permissions.may_write, methods=("GET",))
def show_findings(request: HttpRequest, project: Project) -> HttpResponse:
    application = _application(request, project)
    beside = [place for part in application.parts if part.is_open for place in beside_of(part, part.told)]
    context = {"application": application, "project": project, "beside": beside}
    return page(request, "projects/show_findings.html", context, block="findings")


@page_for(Draft, may=permissions.may_write, methods=("POST",))
def discard(request: HttpRequest, project: Project) -> HttpResponse:
    discarded = actions.discard(project, by=request.user, at=request.arrived_at)
    messages.success(request, f"已删除草稿“{discarded}”。")
    return redirect("projects:list")


def _application(request: HttpRequest, project: Project) -> queries.Application:
    return queries.application_for(request.user, project, request.arrived_at)


def _back(project: Project, section: str) -> HttpResponse:
    return redirect(f"{reverse('projects:application', args=[project.ref])}#section-{section}")
