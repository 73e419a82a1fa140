"""The files of a dossier: taken in, used again, described, fetched, taken away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.closing import actions, permissions
from lixiang.closing.forms import DescribeForm, UploadForm
from lixiang.closing.models import Dossier, Evidence
from lixiang.closing.queries.files import evidence_to_fetch
from lixiang.closing.queries.forms import measured_by
from lixiang.closing.rules.dossiers import EVIDENCE
from lixiang.closing.views.dossiers import POST, show_page, to_section
from lixiang.files.models import File
from lixiang.files.store import download
from lixiang.projects.forms import whole_number
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Dossier, may=permissions.writes, methods=POST)
def attach(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, terms=measured_by(dossier).terms)
    if form.is_valid():
        upload, words = form.cleaned_data["file"], {"by": request.user, "at": request.arrived_at}
        words |= {"name": upload.name, "kind": form.cleaned_data["kind"], "described": form.described()}
        if evidence := tried(form, actions.attach_evidence, dossier, upload, **words):
            messages.success(request, f"已附上“{evidence}”，请勾选它证明哪些承诺。")
            return redirect("closing:describe_evidence", ref=dossier.ref, number=evidence.number)
    return show_page(request, dossier, upload=form, status=422)


@page_for(Dossier, may=permissions.writes, methods=POST)
def reuse(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    number, kind = whole_number(request.POST.get("number", "")) or 0, request.POST.get("kind", "")
    evidence = actions.reuse_evidence(dossier, number, kind=kind, by=request.user, at=request.arrived_at)
    messages.success(request, f"已选用“{evidence}”，没有重复上传。请勾选它证明哪些承诺。")
    return redirect("closing:describe_evidence", ref=dossier.ref, number=evidence.number)


@page_for(Dossier, may=permissions.writes)
def describe(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    evidence, asked = _held(request, dossier, number), measured_by(dossier)
    initial = {name: getattr(evidence, name) for name in ("kind", "words", "made_at", "place", "made_by", "proves")}
    form = DescribeForm(request.POST or None, initial=initial, terms=asked.terms, promises=asked.promises)
    if form.is_valid():
        words = {"kind": form.cleaned_data["kind"], "by": request.user, "at": request.arrived_at}
        if tried(form, actions.describe_evidence, dossier, number, form.described(), **words):
            messages.success(request, f"已保存对“{evidence}”的注明。")
            return to_section(dossier, EVIDENCE)
    context = {"dossier": dossier, "evidence": evidence, "form": form}
    return page(request, "closing/describe.html", context, status=refused(form))


@page_for(Dossier, may=permissions.writes, methods=POST)
def detach(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    actions.detach_evidence(dossier, number, by=request.user, at=request.arrived_at)
    return to_section(dossier, EVIDENCE)


@page_for(Dossier, may=permissions.may_see, methods=("GET",))
def fetch(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    claim = _held(request, dossier, number).claim
    return download(claim.file, claim.name, inline=True)


@page_for(Dossier, may=permissions.may_see, methods=("GET",))
def fetch_thumbnail(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    evidence = _held(request, dossier, number)
    return download(_made(evidence.thumbnail), f"缩略图{number}.jpg", inline=True)


@page_for(Dossier, may=permissions.may_see, methods=("GET",))
def fetch_public(request: HttpRequest, dossier: Dossier, number: int) -> HttpResponse:
    """The picture without a word of where and when it was taken, to be shown outside."""
    evidence = _held(request, dossier, number)
    return download(_made(evidence.public_copy), f"公开用-{evidence.claim.name}")


def _held(request: HttpRequest, dossier: Dossier, number: int) -> Evidence:
    evidence = evidence_to_fetch(request.user, dossier, number)
    if evidence is None:
        raise Http404
    return evidence


def _made(file: File | None) -> File:
    if file is None:
        raise Http404
    return file
