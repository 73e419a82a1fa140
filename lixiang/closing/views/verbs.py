"""The moves of a dossier: looked over and handed in, sent back, accepted."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.closing import actions, permissions
from lixiang.closing.forms import AcceptForm, ReturnForm
from lixiang.closing.models import Dossier
from lixiang.closing.queries.pages import dossier_page, results_in_words
from lixiang.closing.rules.dossiers import findings as findings_of
from lixiang.projects.forms import key_from
from lixiang.ui.pages import page
from lixiang.workflow.attempts import tried
from lixiang.workflow.findings import Finding, Refused

POST = ("POST",)


@page_for(Dossier, may=permissions.writes)
def hand_in(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Look it over once more; sent, it is handed in, or goes to its first check."""
    if request.method == "GET":
        return _look_over(request, dossier, findings_of(dossier.facts(request.arrived_at)))
    try:
        said = _hand_in(request, dossier)
    except Refused as refused:
        return _look_over(request, dossier, refused.findings, status=422)
    messages.success(request, said)
    return redirect("closing:dossier", ref=dossier.ref)


def _hand_in(request: HttpRequest, dossier: Dossier) -> str:
    key = key_from(request.POST.get("key", ""))
    words = {"by": request.user, "at": request.arrived_at, "reason": request.POST.get("reason", "")}
    words["seen"] = _seen(request.POST.get("seen", ""))
    if request.POST.get("verb") == "ask_for_check":
        actions.ask_for_check(dossier, **words)
        return "已提交申报单位初核。"
    if key is None:
        raise Refused(Finding("no_key", "页面不完整，请刷新后再提交。"))
    revision = actions.hand_in_dossier(dossier, key=key, **words)
    return f"已提交，回执编号{revision.receipt_number}。"


def _seen(text: str) -> dict[str, int]:
    """How often each section had been saved when the page was made."""
    pairs = (pair.partition(":") for pair in text.split(",") if pair)
    return {name: int(count) for name, _, count in pairs if count.isascii() and count.isdecimal()}


def _look_over(
    request: HttpRequest, dossier: Dossier, findings: tuple[Finding, ...], *, status: int = 200
) -> HttpResponse:
    shown = dossier_page(request.user, dossier, request.arrived_at)
    context = {
        "shown": shown,
        "dossier": dossier,
        "findings": findings,
        "blocked": any(finding.is_blocking for finding in findings),
        "offered": dossier.transitions.offered_to(request.user, dossier),
        "results": results_in_words(shown.content),
        "reason": request.POST.get("reason", ""),
        "key": request.POST.get("key") or uuid4(),
        "seen": ",".join(f"{name}:{count}" for name, count in sorted(dossier.saves.items())),
    }
    return page(request, "closing/hand_in.html", context, status=status)


@page_for(Dossier, may=permissions.reviews, methods=POST)
def accept(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return _formed(request, dossier, AcceptForm(request.POST), actions.accept_dossier, "已受理，转入验收。")


@page_for(Dossier, may=permissions.returns, methods=POST)
def send_back(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    words = "已退回修改，填报单位会收到消息。"
    return _formed(request, dossier, ReturnForm(request.POST), actions.send_back_dossier, words)


def _formed(request: HttpRequest, dossier: Dossier, form: Any, verb: Any, done: str) -> HttpResponse:
    """A verb with a form of its own; refused, it stands on a page with what was typed."""
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, verb, dossier, **words):
            messages.success(request, f"“{dossier}”{done}")
            return redirect("closing:dossier", ref=dossier.ref)
    context = {"dossier": dossier, "form": form, "action": request.get_full_path()}
    return page(request, "closing/refused.html", context, status=422)
