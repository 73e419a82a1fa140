"""The pages on which an issued document is amended, and a slip in an approved title is put right."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.approvals import actions, permissions, queries
from lixiang.approvals.forms import AmendForm, CorrectTitleForm
from lixiang.approvals.views.attempts import status_of, tried
from lixiang.documents.models import OfficialDocument
from lixiang.documents.permissions import sees_every_document
from lixiang.projects.models import Project
from lixiang.ui.pages import page


@page_for(OfficialDocument, may=lambda user, document: sees_every_document(user))
def amend(request: HttpRequest, document: OfficialDocument) -> HttpResponse:
    programme = queries.programme_of_document(document)
    if programme is None or not permissions.may_publish(request.user, programme):
        raise PermissionDenied
    form = AmendForm(request.POST or None)
    if form.is_valid():
        words = {"by": request.user, "at": request.arrived_at, "mark": settings.MARK}
        if issued := tried(
            form, actions.amend, document, form.cleaned_data["paper"], form.cleaned_data["text"], **words
        ):
            messages.success(request, f"已印发{issued.number_text}，原件保持不变并注明已更正。")
            return redirect("documents:document", ref=issued.ref)
    return page(request, "approvals/amend.html", {"form": form, "document": document}, status=status_of(form))


@page_for(Project, may=lambda user, project: permissions.may_publish(user, project.programme))
def correct_title(request: HttpRequest, project: Project) -> HttpResponse:
    form = CorrectTitleForm(request.POST or None, initial={"title": project.title})
    if form.is_valid():
        words = {"by": request.user, "at": request.arrived_at, "mark": settings.MARK}
        if issued := tried(form, actions.correct_title, project, form.cleaned_data["title"], **words):
            messages.success(request, f"已更正，并印发{issued.number_text}勘误。")
            return redirect("desk:dossier", ref=project.ref)
    return page(request, "approvals/correct_title.html", {"form": form, "project": project}, status=status_of(form))
