"""The slate of an organisation: its page, its verbs, its receipts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.nominations import actions, permissions, queries
from lixiang.nominations.forms import EndorsementForm, HandInForm
from lixiang.nominations.models import Slate
from lixiang.nominations.views.shown import context_of
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.ui.pages import fragment, page
from lixiang.ui.saving import is_autosave, one_step, saved
from lixiang.workflow.attempts import refused, tried

TEMPLATE = "nominations/slate.html"


@signed_in(may=permissions.sees_slates, methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    """The section goes to the overview, who nominates for one organisation to its slate, others choose."""
    programme = request.programme
    if programme is None:
        return page(request, "nominations/show_list.html", {"programme": None, "rows": []})
    if permissions.runs(request.user, programme):
        return redirect("nominations:overview", ref=programme.ref)
    rows = queries.slates_of(request.user, programme)
    if len(rows) == 1 and rows[0][1] is not None:
        return redirect("nominations:slate", ref=rows[0][1].ref)
    return page(request, "nominations/show_list.html", {"programme": programme, "rows": rows})


@page_for(Programme, methods=("POST",))
def open_slate(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    rows = queries.slates_of(request.user, programme)
    organisation = next((each for each, _ in rows if each.code == code), None)
    if organisation is None:
        raise Http404
    slate = actions.open_slate(programme, organisation, by=request.user, at=request.arrived_at)
    return redirect("nominations:slate", ref=slate.ref)


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def show(request: HttpRequest, slate: Slate) -> HttpResponse:
    return page(request, TEMPLATE, context_of(request, slate))


@page_for(Slate, may=permissions.is_nominator, methods=("POST",))
def take_up(request: HttpRequest, slate: Slate) -> HttpResponse:
    actions.take_up(slate, _project(request, slate), by=request.user, at=request.arrived_at)
    return _back(request, slate)


@page_for(Slate, may=permissions.is_nominator, methods=("POST",))
def set_aside(request: HttpRequest, slate: Slate) -> HttpResponse:
    actions.set_aside(slate, _project(request, slate), by=request.user, at=request.arrived_at)
    return _back(request, slate)


@page_for(Slate, may=permissions.is_nominator, methods=("POST",))
def put_in_order(request: HttpRequest, slate: Slate) -> HttpResponse:
    """The order of the hidden inputs; a button without scripts says which one to move, and the old order."""
    at = request.arrived_at
    ref, _, way = request.POST.get("move", "").partition(":")
    refs = one_step(request.POST.getlist("order"), ref, way)
    actions.put_in_order(slate, refs, by=request.user, at=at)
    if not is_autosave(request):
        return _back(request, slate)
    return saved(at, answer=HttpResponse(fragment(request, TEMPLATE, context_of(request, slate), block="verbs")))


@page_for(Slate, may=permissions.is_of_the_organisation, methods=("POST",))
def endorse(request: HttpRequest, slate: Slate) -> HttpResponse:
    """By the leader's own account at once; by paper with the sheet and the name."""
    words = {"refs": request.POST.getlist("refs"), "by": request.user, "at": request.arrived_at}
    if request.POST.get("how") == "account":
        actions.endorse(slate, **words)
        return _back(request, slate, "已审签，推荐名单可以报送。")
    form = EndorsementForm(request.POST, request.FILES)
    if form.is_valid() and tried(form, _endorse_by_sheet, slate, form, **words):
        return _back(request, slate, "已记录审签，推荐名单可以报送。")
    return page(request, TEMPLATE, context_of(request, slate, endorsement_form=form), status=refused(form))


def _endorse_by_sheet(slate: Slate, form: EndorsementForm, *, refs, by, at) -> Slate:
    upload, name = form.cleaned_data["sheet"], form.cleaned_data["leader_name"]
    if upload:
        actions.attach_sheet(slate, upload, name=upload.name, by=by, at=at)
    return actions.endorse(slate, leader_name=name, refs=refs, by=by, at=at)


@page_for(Slate, may=permissions.is_of_the_organisation, methods=("POST",))
def reopen(request: HttpRequest, slate: Slate) -> HttpResponse:
    actions.reopen(slate, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, slate, "已重新编制；改好后须重新审签、报送。")


@page_for(Slate, may=permissions.is_of_the_organisation, methods=("POST",))
def hand_in(request: HttpRequest, slate: Slate) -> HttpResponse:
    form = HandInForm(request.POST)
    if form.is_valid():
        words = {**form.cleaned_data, "refs": request.POST.getlist("refs")}
        receipt = tried(form, actions.hand_in, slate, **words, by=request.user, at=request.arrived_at)
        if receipt:
            messages.success(request, f"已报送，回执编号{receipt.number}。")
            return redirect("nominations:receipt", ref=slate.ref, number=queries.place_of(receipt))
    return page(request, TEMPLATE, context_of(request, slate, hand_in_form=form), status=refused(form))


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def receipt(request: HttpRequest, slate: Slate, number: int) -> HttpResponse:
    found = queries.receipt_of(slate, number)
    if found is None:
        raise Http404
    context = {
        "slate": slate,
        "receipt": found,
        "number": number,
        "home": reverse("nominations:slate", args=[slate.ref]),
    }
    return page(request, "nominations/receipt.html", context)


def _project(request: HttpRequest, slate: Slate) -> Project:
    found = queries.project_of(slate, request.POST.get("project", ""))
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, slate: Slate, words: str = "") -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("nominations:slate", ref=slate.ref)
