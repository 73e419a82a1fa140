"""Files of an application: bring in, fetch, take away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.files.store import download
from lixiang.projects import actions, permissions, queries
from lixiang.projects.models import Draft, Project
from lixiang.projects.views.sheet import Attempt, sheet_page
from lixiang.workflow.findings import Finding, Refused

NO_FILE = Finding("no_file", "请先选择文件。")


@page_for(Draft, may=permissions.may_write, methods=("POST",))
def attach(request: HttpRequest, project: Project) -> HttpResponse:
    field = request.POST.get("field", "")
    uploads = [(upload, upload.name) for upload in request.FILES.getlist("files")]
    words = {"by": request.user, "at": request.arrived_at}
    kept, findings = actions.attach_files(project, field, uploads, **words)
    if kept:
        messages.success(request, f"已上传{len(kept)}个文件。")
    if findings or not uploads:
        return _refused(request, project, field, findings or (NO_FILE,))
    return _back(project, f"files-{field}")


@page_for(Project, may=permissions.may_see, methods=("POST",))
def attach_scan(request: HttpRequest, project: Project, level: str) -> HttpResponse:
    upload, part = request.FILES.get("files"), permissions.scan_part(level)
    words = {"name": upload.name if upload else "", "by": request.user, "at": request.arrived_at}
    try:
        if upload is None:
            raise Refused(NO_FILE)
        actions.attach_scan(project, level, upload, **words)
    except Refused as refused:
        return _refused(request, project, part, refused.findings)
    messages.success(request, "已上传扫描件。")
    return _back(project, "scans")


@page_for(Project, may=permissions.may_see, methods=("POST",))
def detach(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    claim = queries.attachment(request.user, project, number)
    if claim is None:
        raise Http404
    actions.detach(project, claim, by=request.user, at=request.arrived_at)
    return _back(project, f"files-{claim.part}")


@page_for(Project, may=permissions.may_see, methods=("GET",))
def fetch(request: HttpRequest, project: Project, number: int) -> HttpResponse:
    claim = queries.attachment(request.user, project, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline="inline" in request.GET)


def _refused(request: HttpRequest, project: Project, place: str, findings: tuple[Finding, ...]) -> HttpResponse:
    told = tuple(Finding(each.code, each.sentence, each.clause, field=place) for each in findings)
    application = queries.application_for(request.user, project, request.arrived_at)
    return sheet_page(request, application, Attempt(findings=told), status=422)


def _back(project: Project, place: str) -> HttpResponse:
    return redirect(f"{reverse('projects:application', args=[project.ref])}#{place}")
