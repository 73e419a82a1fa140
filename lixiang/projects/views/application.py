"""The form of an application: show, save a section, what the rules say, discard."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.projects import actions, permissions, queries
from lixiang.projects.forms import beside_of, place_of, typed, whole_number
from lixiang.projects.models import Project
from lixiang.projects.rules.content import as_shown
from lixiang.projects.views.sheet import Attempt, sheet_page
from lixiang.ui.pages import page
from lixiang.ui.written import clock
from lixiang.workflow.findings import Refused


@page_for(Project, may=permissions.may_see, methods=("GET",))
def show(request: HttpRequest, project: Project) -> HttpResponse:
    return sheet_page(request, queries.application_for(request.user, project, request.arrived_at))


@page_for(Project, may=permissions.may_write, methods=("POST",))
def save_section(request: HttpRequest, project: Project, section: str) -> HttpResponse:
    if request.POST.get("keep") == "theirs":
        return _back(project, section)
    fields = queries.fields_of(queries.under_its_form(project, request.arrived_at), section)
    values = typed(request.POST, fields)
    expected = whole_number(request.POST.get("version", ""))
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        save = actions.save_section(project, section, values, **words)
    except actions.EditedMeanwhile as clash:
        return _clash(request, project, section, values, clash)
    except Refused as refused:
        return _refused(request, project, Attempt(section, values, refused.findings))
    if not _is_autosave(request):
        messages.success(request, f"已于{clock(save.saved_at)}保存。")
        return _back(project, section)
    return _saved(request, project, save)


def _saved(request: HttpRequest, project: Project, save: Any) -> HttpResponse:
    """An empty place that asks for what the rules now say: the save itself waits for no rule."""
    targets = ["check-list", *(place_of(field) for _, fields in queries.sections_of(project) for field in fields)]
    context = {"url": reverse("projects:findings", args=[project.ref]), "targets": targets}
    headers = {"X-Version": str(save.number), "X-Saved": clock(save.saved_at)}
    return _with(page(request, "projects/_saved.html", context), headers)


def _clash(request: HttpRequest, project: Project, section: str, values: dict, clash: Any) -> HttpResponse:
    """Both texts of every field that differs; the version that the choice will rest on."""
    texts = tuple(
        (field.label, mine, theirs)
        for field in queries.fields_of(project, section)
        if (mine := as_shown(field, values.get(field.name))) != (theirs := as_shown(field, clash.current[field.name]))
    )
    attempt = Attempt(section, values, clash=clash.save, texts=texts)
    if _is_autosave(request):
        answer = page(request, "projects/_clash.html", {"attempt": attempt}, status=409)
        return _with(answer, {"X-Version": str(clash.save.number)})
    return sheet_page(request, _application(request, project), attempt, status=409)


def _refused(request: HttpRequest, project: Project, attempt: Attempt) -> HttpResponse:
    application = _application(request, project)
    if not _is_autosave(request):
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


@page_for(Project, may=permissions.may_write, methods=("POST",))
def discard(request: HttpRequest, project: Project) -> HttpResponse:
    actions.discard(project, by=request.user, at=request.arrived_at)
    messages.success(request, f"已删除草稿“{project}”。")
    return redirect("projects:list")


def _application(request: HttpRequest, project: Project) -> queries.Application:
    return queries.application_for(request.user, project, request.arrived_at)


def _back(project: Project, section: str) -> HttpResponse:
    return redirect(f"{reverse('projects:application', args=[project.ref])}#section-{section}")


def _is_autosave(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers


def _with(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response[name] = value
    return response
