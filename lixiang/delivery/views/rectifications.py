"""The pages of rectification tickets: the list and its workbook, opening one, one ticket with its verbs and paper."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import permissions
from lixiang.delivery.actions import rectifications as actions
from lixiang.delivery.documents.rectifications import paper_of
from lixiang.delivery.forms.rectifications import AnswerForm, ExtendForm, RectificationForm
from lixiang.delivery.models import Inspection, Rectification
from lixiang.delivery.queries import inspections
from lixiang.delivery.queries import rectifications as queries
from lixiang.delivery.states.rectifications import TRANSITIONS
from lixiang.delivery.views.chosen import programme_of
from lixiang.delivery.views.trails import entries_of
from lixiang.files import sending
from lixiang.files.store import download
from lixiang.ui.pages import came_from, page
from lixiang.ui.shapes import Action, StoredFile
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)
WORDS = {row.verb: row.label for row in TRANSITIONS} | {"open": "开具整改单", "attach": "上传佐证", "remind": "催办"}
MEANINGS = {
    "close": ("primary", "整改到位、佐证齐全的，予以销号；销号后不再变动。"),
    "send_back": ("plain", "整改不到位的，写明还要做什么，退回责任单位。"),
    "cancel": ("danger", "开错或者情况变化、不再需要整改的，写明理由撤销。"),
}


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, narrowed = programme_of(request), _narrowed(request)
    after = request.GET.get("after", "")
    context = {
        "programme": programme,
        "inside": permissions.inspects(request.user, programme),
        "choices": queries.SHOWN,
        **narrowed,
        "found": queries.page_of(request.user, programme, request.arrived_at, after=after, **narrowed),
    }
    return page(request, "delivery/rectifications/list.html", context)


def _narrowed(request: HttpRequest) -> dict[str, str]:
    words = request.GET.get("q", "").strip()
    return {"shown": request.GET.get("shown", ""), "words": words}


@signed_in(methods=("GET",))
def workbook(request: HttpRequest) -> FileResponse:
    programme, at = programme_of(request), request.arrived_at
    rows = queries.rows_for(request.user, programme, at, **_narrowed(request))
    return sending.workbook(f"{programme.title}整改单.xlsx", lambda target: queries.write_workbook(rows, target, at))


@page_for(Inspection, may=permissions.plans)
def open_rectification(request: HttpRequest, inspection: Inspection, number: int) -> HttpResponse:
    observation = inspections.observation_of(request.user, inspection, number)
    if observation is None:
        raise Http404
    choices = queries.organisations_of(observation.project)
    initial = {"due_on": queries.proposed_due(inspection, request.arrived_at)}
    names = {str(pk): word for pk, (_, word) in choices.items()}
    form = RectificationForm(request.POST or None, initial=initial, organisations=names)
    if form.is_valid():
        cleaned = dict(form.cleaned_data)
        cleaned["organisation"] = choices[int(cleaned["organisation"])][0]
        words = {**cleaned, "by": request.user, "at": request.arrived_at}
        made = tried(form, actions.open_rectification, observation, **words)
        if made:
            return _done(request, made, f"整改单已开具，并告知{made.organisation.short_name}。")
    context = {"form": form, "inspection": inspection, "observation": observation}
    return page(request, "delivery/rectifications/open.html", context, status=refused(form))


@page_for(Rectification, methods=("GET",))
def show(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    return _page(request, ticket, AnswerForm(initial={"text": ticket.answer}))


def _page(request: HttpRequest, ticket: Rectification, form: AnswerForm) -> HttpResponse:
    sheet = queries.sheet_of(ticket, request.arrived_at)
    prefix = reverse("delivery:rectification", args=[ticket.ref])
    offered = {row.verb: row for row in TRANSITIONS.offered_to(request.user, ticket)}
    context = {
        "sheet": sheet,
        "ticket": ticket,
        "prefix": prefix,
        "form": form,
        "may_answer": "answer" in offered,
        "verbs": _verbs(request.user, ticket, sheet, offered),
        "extend_url": f"{prefix}extend/" if "extend" in offered else "",
        "entries": entries_of(sheet.trail, WORDS),
        "proofs": [
            StoredFile(c.name, f"{prefix}files/{c.pk}/", c.file.size, c.file.sha256, c.by_name, c.at)
            for c in sheet.proofs
        ],
    }
    return page(request, "delivery/rectifications/rectification.html", context, status=refused(form))


def _verbs(user: Any, ticket: Rectification, sheet: queries.Sheet, offered: dict[str, Any]) -> tuple[Action, ...]:
    """What the table offers; closing only to the roles that the programme names, reminding while the unit has it."""
    verbs = [
        Action(
            row.label,
            reverse(f"delivery:{verb}_rectification", args=[ticket.ref]),
            MEANINGS[verb][0],
            confirm=MEANINGS[verb][1],
            reason="required" if row.reason_required else "",
        )
        for verb, row in offered.items()
        if verb in MEANINGS and (verb != "close" or permissions.closes(user, ticket, ticket.closers))
    ]
    if sheet.is_open and permissions.checks(user, ticket):
        url = reverse("delivery:remind_rectification", args=[ticket.ref])
        verbs.append(Action("催办", url, confirm=f"向{ticket.organisation.short_name}发送催办消息。"))
    return tuple(verbs)


@page_for(Rectification, methods=("GET",))
def paper(request: HttpRequest, ticket: Rectification, form: str) -> HttpResponse:
    body = paper_of(ticket, at=request.arrived_at)[form == "docx"]
    return sending.made(body, f"整改单 {ticket}.{form}", inline=True)


@page_for(Rectification, methods=("GET",))
def fetch(request: HttpRequest, ticket: Rectification, number: int) -> HttpResponse:
    claim = queries.proof_of(ticket, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Rectification, may=permissions.answers, methods=POST)
def answer(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        proofs = [(upload, upload.name) for upload in form.cleaned_data["proofs"]]
        words = {"text": form.cleaned_data["text"], "proofs": proofs, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.answer, ticket, **words):
            return _done(request, ticket, "整改情况已报送，等待核查销号。")
    return _page(request, ticket, form)


@page_for(Rectification, may=permissions.checks)
def extend(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    form = ExtendForm(request.POST or None)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.extend, ticket, **words):
            return _done(request, ticket, "整改期限已延长，并告知责任单位。")
    context = {"form": form, "ticket": ticket}
    return page(request, "delivery/rectifications/extend.html", context, status=refused(form))


@page_for(Rectification, may=permissions.checks, methods=POST)
def close(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    actions.close(ticket, by=request.user, at=request.arrived_at)
    return _done(request, ticket, "已销号。")


@page_for(Rectification, may=permissions.checks, methods=POST)
def send_back(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    actions.send_back(ticket, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _done(request, ticket, "已退回责任单位重新整改。")


@page_for(Rectification, may=permissions.checks, methods=POST)
def cancel(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    actions.cancel(ticket, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _done(request, ticket, "整改单已撤销。")


@page_for(Rectification, may=permissions.checks, methods=POST)
def remind(request: HttpRequest, ticket: Rectification) -> HttpResponse:
    actions.remind(ticket, by=request.user, at=request.arrived_at)
    messages.success(request, "已催办。")
    return redirect(came_from(request, reverse("delivery:rectification", args=(ticket.ref,))))


def _done(request: HttpRequest, ticket: Rectification, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("delivery:rectification", ref=ticket.ref)
