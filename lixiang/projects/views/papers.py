"""What was handed in: revisions, their differences and receipts; and the 申报书 as paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.files.sending import made
from lixiang.projects import documents, permissions, queries
from lixiang.projects.models import Project, Revision
from lixiang.projects.queries.choices import clauses_of
from lixiang.projects.queries.reading import revision_readings
from lixiang.ui.pages import page


@page_for(Project, may=permissions.may_see, methods=("GET",))
def show_revision(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    revision = _revision(request.user, project, number)
    context = {
        "project": project,
        "revision": revision,
        "prefix": _prefix(project),
        "sections": revision_readings(revision),
        "clauses": clauses_of(revision.form_version),
    }
    return page(request, "projects/show_revision.html", context, block="reading")


@page_for(Project, may=permissions.may_see, methods=("GET",))
def show_differences(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    found = queries.changes_from(_revision(request.user, project, number))
    if found is None:
        raise Http404
    earlier, changes = found
    rows = [(change.label, change.before, change.after) for change in changes]
    context = {"project": project, "prefix": _prefix(project), "earlier": earlier, "number": number, "rows": rows}
    return page(request, "projects/show_differences.html", context, block="differences")


@page_for(Project, may=permissions.may_see, methods=("GET",))
def receipt(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    revision = _revision(request.user, project, number)
    context = {"project": project, "revision": revision, "prefix": _prefix(project)}
    context["content"] = queries.as_read_today(project, revision.content)
    return page(request, "projects/receipt.html", context)


@page_for(Project, may=permissions.may_see, methods=("GET",))
def receipt_paper(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    revision = _revision(request.user, project, number)
    body = documents.printed(documents.receipt_of(revision), "pdf", at=revision.at)
    return made(body, f"回执 {revision.receipt_number}.pdf")


@page_for(Project, may=permissions.may_see, methods=("GET",))
def form_paper(request: HttpRequest, project: Project, ending: str) -> HttpResponse:
    paper = documents.paper_for(request.user, project, request.arrived_at)
    body = documents.printed(documents.form_of(paper), ending, at=paper.filled_in_on)
    return made(body, f"{project.ref} {project}.{ending}")


@page_for(Project, may=permissions.may_see, methods=("GET",))
def revision_paper(request: HttpRequest, project: Project, number: int, ending: str) -> HttpResponse:
    paper = documents.paper_of(_revision(request.user, project, number))
    body = documents.printed(documents.form_of(paper), ending, at=paper.filled_in_on)
    return made(body, f"{project.ref} 第{number}稿 {project}.{ending}")


def _revision(user: Any, project: Project, number: int) -> Revision:
    revision = queries.revision_of(user, project, number)
    if revision is None:
        raise Http404
    revision.project = project
    return revision


def _prefix(project: Project) -> str:
    return f"{reverse('projects:list')}{project.ref}/"
