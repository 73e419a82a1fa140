"""One report: its page, saving by itself, looking over and handing in, its files."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions
from lixiang.delivery.actions import reports as verbs
from lixiang.delivery.forms.reports import EvidenceForm, ReportForm, both_texts, typed
from lixiang.delivery.models import Report
from lixiang.delivery.models.report_facts import content_of
from lixiang.delivery.queries.report_pages import as_read, file_of, report_page
from lixiang.delivery.rules.reports import blockers_to_hand_in
from lixiang.delivery.views.report_offers import entries_of, offers_for, stored_files
from lixiang.files.intake import ALLOWED
from lixiang.files.store import download
from lixiang.projects.forms import key_from, whole_number
from lixiang.ui.pages import page
from lixiang.ui.saving import clashed, is_autosave, saved
from lixiang.ui.written import clock
from lixiang.workflow.attempts import tried
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused

POST = ("POST",)
LIMITS = f"{ALLOWED}，单个不超过{settings.UPLOAD_BYTES // 1048576}MB。"


@page_for(Report, may=permissions.may_see_report, methods=("GET",))
def show(request: HttpRequest, report: Report) -> HttpResponse:
    return _page(request, report)


@page_for(Report, may=permissions.writes_report, methods=POST)
def save(request: HttpRequest, report: Report) -> HttpResponse:
    if request.POST.get("keep") == "theirs":
        return redirect("delivery:report", ref=report.ref)
    expected, values = whole_number(request.POST.get("version", "")), typed(request.POST)
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        kept = verbs.save_report(report, values, **words)
    except EditedMeanwhile as clash:
        return _clash(request, clash.current, values)
    except Refused as refused:
        return _refused(request, report, values, refused.findings)
    if is_autosave(request):
        return saved(kept.saved_at, version=kept.saves)
    messages.success(request, f"已于{clock(kept.saved_at)}保存。")
    return redirect("delivery:report", ref=report.ref)


def _clash(request: HttpRequest, current: Report, values: dict[str, str]) -> HttpResponse:
    """Both texts of every question that differs; the version that the choice will rest on."""
    texts = both_texts(current, values)
    context = {"texts": texts, "saved_by": current.saved_by_name, "saved_at": current.saved_at}
    if is_autosave(request):
        return clashed(page(request, "delivery/_report_clash.html", context, status=409), current.saves)
    return _page(request, current, values=values, clash=context, status=409)


def _refused(
    request: HttpRequest, report: Report, values: dict[str, str], findings: tuple[Finding, ...]
) -> HttpResponse:
    if not is_autosave(request):
        return _page(request, report, values=values, findings=findings, status=422)
    return page(request, "delivery/_report_refused.html", {"findings": findings}, status=422)


def _page(request: HttpRequest, report: Report, *, status: int = 200, **attempt: Any) -> HttpResponse:
    shown = report_page(request.user, report, request.arrived_at)
    values = {**report.answers, "self_rating": report.self_rating, "no_evidence_reason": report.no_evidence_reason}
    context = {
        "shown": shown,
        "report": report,
        "form": ReportForm(shown.form, attempt.get("values") or values) if shown.may_write else None,
        "reason_typed": (attempt.get("values") or values).get("no_evidence_reason", ""),
        "findings": attempt.get("findings", ()),
        "clash": attempt.get("clash"),
        "upload": attempt.get("upload") or EvidenceForm(),
        "limits": LIMITS,
        "files": stored_files(shown),
        "offers": offers_for(request.user, report, request.arrived_at),
        "entries": entries_of(shown.trail),
    }
    return page(request, "delivery/report.html", context, status=status)


@page_for(Report, may=permissions.writes_report)
def hand_in(request: HttpRequest, report: Report) -> HttpResponse:
    """Look it over once more; sent, it is handed in."""
    if request.method == "GET":
        return _look_over(request, report, blockers_to_hand_in(report.facts(request.arrived_at)))
    key, seen = key_from(request.POST.get("key", "")), whole_number(request.POST.get("seen", ""))
    try:
        if key is None:
            raise Refused(Finding("no_key", "页面不完整，请刷新后再报送。"))
        revision = verbs.hand_in(report, key=key, seen=seen, by=request.user, at=request.arrived_at)
    except Refused as refused:
        return _look_over(request, report, refused.findings, status=422)
    messages.success(request, f"已报送，回执编号{revision.receipt_number}。")
    return redirect("delivery:report", ref=report.ref)


def _look_over(
    request: HttpRequest, report: Report, findings: tuple[Finding, ...], *, status: int = 200
) -> HttpResponse:
    context = {
        "shown": report_page(request.user, report, request.arrived_at),
        "report": report,
        "answers": as_read(content_of(report)),
        "findings": findings,
        "key": request.POST.get("key") or uuid4(),
    }
    return page(request, "delivery/report_hand_in.html", context, status=status)


@page_for(Report, may=permissions.writes_report, methods=POST)
def attach(request: HttpRequest, report: Report) -> HttpResponse:
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        words = {"name": upload.name, "by": request.user, "at": request.arrived_at}
        if claim := tried(form, actions.attach_evidence, report, upload, **words):
            messages.success(request, f"已附上“{claim.name}”。")
            return _to_files(report)
    return _page(request, report, upload=form, status=422)


@page_for(Report, may=permissions.writes_report, methods=POST)
def reuse(request: HttpRequest, report: Report) -> HttpResponse:
    number = whole_number(request.POST.get("number", "")) or 0
    claim = actions.reuse_evidence(report, number, by=request.user, at=request.arrived_at)
    messages.success(request, f"已附上“{claim.name}”，没有重复上传。")
    return _to_files(report)


@page_for(Report, may=permissions.writes_report, methods=POST)
def detach(request: HttpRequest, report: Report, number: int) -> HttpResponse:
    actions.detach_evidence(report, number, by=request.user, at=request.arrived_at)
    return _to_files(report)


@page_for(Report, may=permissions.may_see_report, methods=("GET",))
def fetch(request: HttpRequest, report: Report, number: int) -> HttpResponse:
    claim = file_of(request.user, report, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


def _to_files(report: Report) -> HttpResponse:
    answer = redirect("delivery:report", ref=report.ref)
    answer["Location"] += "#evidence"
    return answer
