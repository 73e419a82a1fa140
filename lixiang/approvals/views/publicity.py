"""公示: what is shown and until when, raising an objection, answering it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.approvals import actions, permissions, queries
from lixiang.approvals.forms import ObjectionForm
from lixiang.approvals.models import Objection, PublicityPeriod
from lixiang.approvals.views.attempts import status_of, tried
from lixiang.approvals.views.offers import TONES, verbs_for
from lixiang.files.store import download
from lixiang.ui.pages import page

POST = ("POST",)


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    periods = queries.periods_of(request.user, programme) if programme else []
    context = {"periods": periods, "programme": programme, "at": request.arrived_at}
    return page(request, "approvals/publicity.html", context)


@page_for(PublicityPeriod, methods=("GET",))
def show(request: HttpRequest, period: PublicityPeriod) -> HttpResponse:
    context = {
        "period": period,
        "is_running": request.arrived_at <= period.until_at,
        "shown": queries.shown_in(period),
        "paper": queries.paper_of(period),
        "objections": queries.objections_of(request.user, period),
        "verbs_for": partial(verbs_for, request.user),
        "tones": TONES,
    }
    return page(request, "approvals/publicity_period.html", context)


@page_for(PublicityPeriod, methods=("GET",))
def paper(request: HttpRequest, period: PublicityPeriod, form: str) -> HttpResponse:
    posted = queries.paper_of(period)
    if posted is None:
        raise Http404
    file = {"pdf": posted.pdf, "docx": posted.docx}[form]
    return download(file, f"公示（{period.publication.programme.year}年第{period.publication.number}批）.{form}")


@page_for(PublicityPeriod, may=permissions.may_object)
def object_to(request: HttpRequest, period: PublicityPeriod) -> HttpResponse:
    shown = [(each.project.ref, each.revision.content["title"]) for each in queries.shown_in(period)]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ObjectionForm(*sent, shown=shown, initial={"project": request.GET.get("project", "")})
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        project = queries.project_shown(period, words.pop("project"))
        if tried(form, actions.object_to, project, **words):
            messages.success(request, "异议已收到，处理结果将按所留联系方式告知。")
            return redirect("approvals:publicity_period", ref=period.ref)
    return page(request, "approvals/object_to.html", {"period": period, "form": form}, status=status_of(form))


@page_for(Objection, key="pk", may=permissions.is_section_of, methods=POST)
def uphold(request: HttpRequest, objection: Objection) -> HttpResponse:
    actions.uphold(objection, answer=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "已认定异议成立，请重新决定该项目。")
    return _back(objection)


@page_for(Objection, key="pk", may=permissions.is_section_of, methods=POST)
def dismiss(request: HttpRequest, objection: Objection) -> HttpResponse:
    actions.dismiss(objection, answer=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "已认定异议不成立。")
    return _back(objection)


@page_for(Objection, key="pk", may=permissions.may_see_objection, methods=("GET",))
def scan(request: HttpRequest, objection: Objection, number: int) -> HttpResponse:
    claim = queries.scan_of(objection, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


def _back(objection: Objection) -> HttpResponse:
    period = queries.period_of(objection)
    return redirect("approvals:publicity_period", ref=period.ref) if period else redirect("approvals:publicity")
