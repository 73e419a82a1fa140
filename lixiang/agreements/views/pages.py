"""One project's agreement: its page, its papers, the scans that came in, signing it electronically."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.agreements import actions, permissions, queries
from lixiang.agreements.forms import ScanForm, SignatureForm
from lixiang.agreements.models import Agreement
from lixiang.agreements.views.offers import (
    entries_of,
    files_of,
    signature_for,
    verbs_for,
    verbs_without,
)
from lixiang.files.store import download
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.workflow.findings import Refused


@page_for(queries.Agreed, methods=("GET",))
def show(request: HttpRequest, project: Project) -> HttpResponse:
    return _page(request, project, ScanForm())


@page_for(Agreement, methods=("GET",))
def paper(request: HttpRequest, agreement: Agreement, form: str) -> HttpResponse:
    file = {"pdf": agreement.pdf, "docx": agreement.docx, "signed": agreement.signed_pdf}[form]
    if file is None:
        raise Http404
    name = f"责任书_{agreement.ref}_已签名.pdf" if form == "signed" else f"责任书_{agreement.ref}.{form}"
    return download(file, name, inline=True)


@page_for(Agreement, methods=("GET",))
def scan(request: HttpRequest, agreement: Agreement, number: int) -> HttpResponse:
    claim = queries.scan_of(agreement, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Agreement, may=permissions.may_upload, methods=("POST",))
def attach_scan(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid() and _attached(request, agreement, form):
        messages.success(request, "扫描件已上传，请核对后点“乙方确认签订”。")
        return redirect("agreements:agreement", ref=agreement.ref)
    return _page(request, queries.project_of(request.user, agreement), form)


def _attached(request: HttpRequest, agreement: Agreement, form: ScanForm) -> bool:
    upload = form.cleaned_data["scan"]
    try:
        actions.attach_scan(agreement, upload, name=upload.name, by=request.user, at=request.arrived_at)
    except Refused as refused:
        form.refusal = refused.findings
    return not form.refusal


@page_for(Agreement, may=permissions.leads_nominating, methods=("POST",))
def sign_electronically(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    return _signing(request, agreement, actions.sign_electronically, "已电子签名，等待甲方签名。")


@page_for(Agreement, may=permissions.heads_section, methods=("POST",))
def countersign_electronically(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    return _signing(request, agreement, actions.countersign_electronically, "责任书已生效，项目进入实施。")


def _signing(request: HttpRequest, agreement: Agreement, verb: Callable[..., Any], done: str) -> HttpResponse:
    form = SignatureForm(request.POST)
    if form.is_valid() and _signed(request, agreement, verb, form):
        messages.success(request, done)
        return redirect("agreements:agreement", ref=agreement.ref)
    return _page(request, queries.project_of(request.user, agreement), ScanForm(), form)


def _signed(request: HttpRequest, agreement: Agreement, verb: Callable[..., Any], form: SignatureForm) -> bool:
    try:
        verb(agreement, password=form.cleaned_data["password"], by=request.user, at=request.arrived_at)
    except Refused as refused:
        form.refusal = refused.findings
    return not form.refusal


def _page(
    request: HttpRequest, project: Project, form: ScanForm, signature: SignatureForm | None = None
) -> HttpResponse:
    signature = signature or SignatureForm()
    sheaf = queries.sheaf_of(project, request.arrived_at)
    agreement = sheaf.agreement
    context = {
        "sheaf": sheaf,
        "form": form,
        "verbs": verbs_for(request.user, sheaf) if agreement else verbs_without(request.user, project),
        "entries": entries_of(sheaf.trail),
        "scans": files_of(sheaf),
        "may_upload": bool(agreement and sheaf.due and permissions.may_upload(request.user, agreement)),
        "signature": signature,
        "signing": signature_for(request.user, sheaf) if agreement else None,
    }
    status = 422 if any(each.errors or each.refusal for each in (form, signature)) else 200
    return page(request, "agreements/agreement.html", context, status=status)
