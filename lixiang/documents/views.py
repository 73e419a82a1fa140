"""Pages of issued documents: the list, one document, its files, the receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.documents import queries
from lixiang.documents.models import OfficialDocument
from lixiang.documents.permissions import sees_every_document
from lixiang.documents.receipt import acknowledge as sign_for
from lixiang.files.store import download
from lixiang.ui.furniture import Link
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action, Entry, StoredFile

WORDS = {"issue": "印发", "acknowledge": "签收"}


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    """Received documents, and for the section all issued ones behind a second tab."""
    sees_all = sees_every_document(request.user)
    shows_issued = sees_all and request.GET.get("list", "issued") == "issued"
    before = key_in(request.GET.get("before"))
    listed = (queries.issued_to_all if shows_issued else queries.received_by)(request.user, before=before)
    address, chosen = reverse("documents:list"), "issued" if shows_issued else "received"
    tabs = (
        Link("已印发", f"{address}?list=issued", current=shows_issued),
        Link("收到的", f"{address}?list=received", current=not shows_issued),
    )
    next_url = f"{address}?list={chosen}&before={listed.next_key}" if listed.next_key else ""
    context = {
        "rows": listed.rows,
        "shows_issued": shows_issued,
        "tabs": tabs if sees_all else (),
        "next_url": next_url,
    }
    return page(request, "documents/show_list.html", context)


@page_for(OfficialDocument, methods=("GET",))
def show(request: HttpRequest, document: OfficialDocument) -> HttpResponse:
    receipts = queries.receipts_of(document, request.user)
    waiting = queries.waiting_for(request.user, receipts)
    unsigned = sum(1 for row in receipts if row.acknowledged_at is None)
    visible = OfficialDocument.visible_to(request.user).defer("context")
    context = {
        "document": document,
        "files": _files(document),
        "receipts": receipts,
        "unsigned_words": f"还有{unsigned}个单位未签收。" if unsigned else "",
        "offered": tuple(_receipt_action(document, row, len(waiting) > 1) for row in waiting),
        "entries": _entries(document, request.user),
        "corrected": visible.filter(pk=document.corrects_id).first(),
        "corrections": tuple(visible.filter(corrects=document)),
        "sees_all": sees_every_document(request.user),
        "standing": queries.standing_of_document(document),
    }
    return page(request, "documents/show.html", context)


@page_for(OfficialDocument, methods=("GET",))
def download_pdf(request: HttpRequest, document: OfficialDocument) -> HttpResponse:
    return download(document.pdf, f"{document.file_name}.pdf", inline="inline" in request.GET)


@page_for(OfficialDocument, methods=("GET",))
def download_docx(request: HttpRequest, document: OfficialDocument) -> HttpResponse:
    return download(document.docx, f"{document.file_name}.docx")


@page_for(OfficialDocument, methods=("POST",))
def acknowledge(request: HttpRequest, document: OfficialDocument) -> HttpResponse:
    """Sign for the organisation that the form names."""
    receipts = queries.receipts_of(document, request.user)
    receipt = next((row for row in receipts if str(row.organisation_id) == request.POST.get("organisation")), None)
    if receipt is None:
        raise Http404
    sign_for(document, receipt.organisation, by=request.user, at=request.arrived_at)
    messages.success(request, f"已代表{receipt.name}签收。")
    return redirect("documents:document", ref=document.ref)


def _files(document: OfficialDocument) -> tuple[StoredFile, ...]:
    def stored(name: str, route: str, file, state: str) -> StoredFile:
        address = reverse(f"documents:{route}", args=[document.ref])
        return StoredFile(name, address, file.size, file.sha256, document.issued_by_name, document.issued_at, state)

    return (
        stored(f"{document.file_name}.pdf", "pdf", document.pdf, "正本"),
        stored(f"{document.file_name}.docx", "docx", document.docx, "工作副本"),
    )


def _receipt_action(document: OfficialDocument, receipt, several: bool) -> Action:
    return Action(
        f"签收（{receipt.name}）" if several else "签收",
        reverse("documents:acknowledge", args=[document.ref]),
        tone="primary",
        hidden=(("organisation", str(receipt.organisation_id)),),
    )


def _entries(document: OfficialDocument, user) -> tuple[Entry, ...]:
    return tuple(
        Entry(event.at, event.by_name, WORDS.get(event.verb, event.verb), note=event.detail.get("organisation", ""))
        for event in queries.events_of(document, user)
    )
