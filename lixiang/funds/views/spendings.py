"""One spending: its page with receipts, its correction, and the verbs of finance."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.files.store import download
from lixiang.funds import actions, permissions, queries
from lixiang.funds.forms import SpendingForm
from lixiang.funds.models import Spending
from lixiang.funds.rules.amounts import yuan
from lixiang.funds.views.fills import receipts_in, told_in
from lixiang.funds.views.offers import entries_of, may, verbs_for
from lixiang.ui.pages import page
from lixiang.ui.shapes import StoredFile
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@page_for(Spending, may=permissions.may_see_spending, methods=("GET",))
def show_spending(request: HttpRequest, spending: Spending) -> HttpResponse:
    words = {name: getattr(spending, name) for name in ("heading", "spent_on", "words", "reason")}
    initial = words | {"amount": yuan(spending.amount)}
    return _page(request, spending, SpendingForm(headings=queries.headings_of(spending.project), initial=initial))


@page_for(Spending, may=permissions.may_see_spending, methods=("GET",))
def receipt(request: HttpRequest, spending: Spending, number: int) -> HttpResponse:
    claim = queries.receipt_of(spending, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Spending, may=permissions.may_correct, methods=POST)
def hand_in(request: HttpRequest, spending: Spending) -> HttpResponse:
    form = SpendingForm(request.POST, request.FILES, headings=queries.headings_of(spending.project))
    words = {"by": request.user, "at": request.arrived_at}
    if form.is_valid() and tried(form, actions.hand_in, spending, told_in(form), receipts_in(request), **words):
        return _back(request, spending, "已改正报送，等待财务审核。")
    return _page(request, spending, form)


@page_for(Spending, may=permissions.checks_spending, methods=POST)
def accept(request: HttpRequest, spending: Spending) -> HttpResponse:
    actions.accept(spending, by=request.user, at=request.arrived_at)
    return _back(request, spending, "已审核通过。")


@page_for(Spending, may=permissions.checks_spending, methods=POST)
def send_back(request: HttpRequest, spending: Spending) -> HttpResponse:
    actions.send_back(spending, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, spending, "已退回改正。")


@page_for(Spending, may=permissions.may_correct, methods=POST)
def withdraw(request: HttpRequest, spending: Spending) -> HttpResponse:
    actions.withdraw(spending, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, spending, "已撤回。")


def _back(request: HttpRequest, spending: Spending, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("funds:spending", ref=spending.ref)


def _page(request: HttpRequest, spending: Spending, form: SpendingForm) -> HttpResponse:
    dossier = queries.spending_dossier(spending, request.arrived_at)
    context = {
        "dossier": dossier,
        "spending": spending,
        "form": form,
        "may_correct": may(request.user, spending, "hand_in"),
        "verbs": verbs_for(request.user, spending),
        "entries": entries_of(dossier.trail),
        "files": tuple(
            StoredFile(
                claim.name,
                reverse("funds:receipt", kwargs={"ref": spending.ref, "number": claim.pk}),
                claim.file.size,
                claim.file.sha256,
                claim.by_name,
                claim.at,
            )
            for claim in dossier.receipts
        ),
    }
    return page(request, "funds/spending.html", context, status=refused(form))
