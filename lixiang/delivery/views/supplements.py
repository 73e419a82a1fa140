"""The page of one supplementary agreement: its papers, its scans, its verbs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.agreements.forms import ScanForm
from lixiang.delivery import permissions
from lixiang.delivery.actions import supplements as actions
from lixiang.delivery.models import SupplementaryAgreement
from lixiang.delivery.queries import supplements as queries
from lixiang.delivery.views.change_offers import entries_of, files_of, verbs_of_paper
from lixiang.files.store import download
from lixiang.ui.pages import came_from, page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@page_for(SupplementaryAgreement, methods=("GET",))
def show(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    return _page(request, supplement, ScanForm())


@page_for(SupplementaryAgreement, methods=("GET",))
def paper(request: HttpRequest, supplement: SupplementaryAgreement, form: str) -> HttpResponse:
    file = {"pdf": supplement.pdf, "docx": supplement.docx}[form]
    return download(file, f"补充协议_{supplement.ref}.{form}", inline=True)


@page_for(SupplementaryAgreement, methods=("GET",))
def scan(request: HttpRequest, supplement: SupplementaryAgreement, number: int) -> HttpResponse:
    claim = queries.scan_of(supplement, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(SupplementaryAgreement, may=permissions.may_upload_supplement, methods=POST)
def attach_scan(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    form = ScanForm(request.POST, request.FILES)
    upload = form.cleaned_data["scan"] if form.is_valid() else None
    words = {"by": request.user, "at": request.arrived_at}
    if upload and tried(form, actions.attach_scan, supplement, upload, name=upload.name, **words):
        return _back(request, supplement, "扫描件已上传，请核对后点“乙方确认签订”。")
    return _page(request, supplement, form)


@page_for(SupplementaryAgreement, may=permissions.signs_supplement, methods=POST)
def sign(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    actions.sign(supplement, by=request.user, at=request.arrived_at)
    return _back(request, supplement, "已确认签订，等待甲方确认。")


@page_for(SupplementaryAgreement, may=permissions.countersigns, methods=POST)
def return_scan(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    actions.return_scan(supplement, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, supplement, "已退回乙方重新上传。")


@page_for(SupplementaryAgreement, may=permissions.countersigns, methods=POST)
def countersign(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    actions.countersign(supplement, by=request.user, at=request.arrived_at)
    return _back(request, supplement, "补充协议已生效，变更同时生效。")


@page_for(SupplementaryAgreement, may=permissions.countersigns, methods=POST)
def remind(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    actions.remind(supplement, by=request.user, at=request.arrived_at)
    messages.success(request, "已催办。")
    return redirect(came_from(request, reverse("delivery:supplement", args=(supplement.ref,))))


@page_for(SupplementaryAgreement, may=permissions.countersigns, methods=POST)
def lapse(request: HttpRequest, supplement: SupplementaryAgreement) -> HttpResponse:
    actions.lapse(supplement.change, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, supplement, "补充协议不再签订，此次变更的批准已失效。")


def _page(request: HttpRequest, supplement: SupplementaryAgreement, form: ScanForm) -> HttpResponse:
    sheaf = queries.sheaf_of(supplement, request.arrived_at)
    context = {
        "sheaf": sheaf,
        "supplement": supplement,
        "form": form,
        "verbs": verbs_of_paper(request.user, sheaf),
        "entries": entries_of(sheaf.trail, supplement.transitions),
        "scans": files_of(sheaf.scans, "delivery:supplement_scan", supplement.ref),
        "may_upload": bool(sheaf.due) and permissions.may_upload_supplement(request.user, supplement),
    }
    return page(request, "delivery/supplement.html", context, status=refused(form))


def _back(request: HttpRequest, supplement: SupplementaryAgreement, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("delivery:supplement", ref=supplement.ref)
