"""The 结项证书 of a project, its annulment, and whether a printed one is good."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.files.sending import made
from lixiang.projects import permissions as project_permissions
from lixiang.projects.models import Project
from lixiang.ranking import actions, documents
from lixiang.ranking.forms import AnnulmentForm, VerifyingForm
from lixiang.ranking.queries.completion import completion_of, verified
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Project, methods=("GET",))
def completion(request: HttpRequest, project: Project) -> HttpResponse:
    said = completion_of(project)
    if said is None:
        raise Http404
    body = documents.printed(documents.completion_paper(project, said), at=request.arrived_at)
    return made(body, f"结项证书 {said.number}.pdf")


@signed_in(methods=("GET",))
def verify_completion(request: HttpRequest) -> HttpResponse:
    form = VerifyingForm(request.GET or None)
    found = verified(form.cleaned_data["number"], form.cleaned_data["check"]) if form.is_valid() else None
    return page(request, "ranking/verify_completion.html", {"form": form, "found": found})


@page_for(Project, may=project_permissions.decides)
def annul(request: HttpRequest, project: Project) -> HttpResponse:
    form = AnnulmentForm(request.POST or None)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.annul, project, **words):
            messages.success(request, "已撤销结项，结项证书随之失效。")
            return redirect("ranking:of_project", ref=project.ref)
    return page(request, "ranking/annul.html", {"project": project, "form": form}, status=refused(form))
