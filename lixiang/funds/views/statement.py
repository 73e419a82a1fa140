"""The statement of one project's money: the page, the paper, and the reversal of an entry."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.files.sending import made
from lixiang.funds import actions, documents, permissions, queries
from lixiang.funds.views.offers import tiles_of, ways_for
from lixiang.programmes.queries import clause_texts
from lixiang.projects.models import Project
from lixiang.ui.pages import page


@page_for(Project, may=permissions.may_see, methods=("GET",))
def statement(request: HttpRequest, project: Project) -> HttpResponse:
    found = queries.statement_of(request.user, project, request.arrived_at, after=request.GET.get("after", ""))
    context = {
        "found": found,
        "project": project,
        "tiles": tiles_of(found),
        "ways": ways_for(request.user, found),
        "may_order": permissions.may_grant(request.user, project),
        "may_reverse": permissions.is_finance(request.user, project),
        "sentence": clause_texts(project.version).get(found.clause, ""),
    }
    return page(request, "funds/statement.html", context)


@page_for(Project, may=permissions.may_see, methods=("GET",))
def paper(request: HttpRequest, project: Project, ending: str) -> HttpResponse:
    at = request.arrived_at
    found = queries.statement_of(request.user, project, at)
    body = documents.printed(found, ending, at=at, mark=settings.MARK)
    return made(body, f"{project.ref} 经费情况表.{ending}", inline=True)


@page_for(Project, may=permissions.is_finance, methods=("POST",))
def reverse(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    entry = queries.entry_of(project, number)
    if entry is None:
        raise Http404
    actions.reverse(entry, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "已冲正。")
    return redirect("funds:statement", ref=project.ref)
