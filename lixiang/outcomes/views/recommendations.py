"""The recommendations upward of a programme, one with its package and its answer, and the draft of one."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.files.store import download
from lixiang.outcomes.actions import recommendations as actions
from lixiang.outcomes.documents.recommendations import write_package
from lixiang.outcomes.forms.recommendations import AnswerForm, RecommendationForm
from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.permissions import recommendations as permissions
from lixiang.outcomes.queries import recommendations as queries
from lixiang.outcomes.views.offers import entries_of, verbs_for, waits_of
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, user = request.programme, request.user
    before = key_in(request.GET.get("before"))
    found = queries.page_of_recommendations(user, programme, before=before) if programme else None
    return page(request, "outcomes/recommendations.html", {"programme": programme, "found": found})


@page_for(Project, may=permissions.drafts)
def draft_recommendation(request: HttpRequest, project: Project) -> HttpResponse:
    terms = queries.terms_of(project.programme, request.arrived_at)
    form = RecommendationForm(request.POST or None, terms.levels if terms else ())
    if form.is_valid():
        who = {"by": request.user, "at": request.arrived_at}
        made = tried(form, actions.draft_recommendation, project, **form.cleaned_data, **who)
        if made:
            messages.success(request, "推荐已起草，等待签发。")
            return redirect("outcomes:recommendation", ref=made.ref)
    context = {"project": project, "form": form, "terms": terms}
    return page(request, "outcomes/draft_recommendation.html", context, status=refused(form))


@page_for(Recommendation, methods=("GET",))
def show_recommendation(request: HttpRequest, recommendation: Recommendation) -> HttpResponse:
    return _shown(request, recommendation, AnswerForm())


def _shown(request: HttpRequest, recommendation: Recommendation, form: AnswerForm) -> HttpResponse:
    packs = permissions.packs(request.user, recommendation)
    context = {
        "recommendation": recommendation,
        "scan": queries.scan_of(recommendation),
        "waits": waits_of(recommendation),
        "verbs": verbs_for(request.user, recommendation),
        "form": form if _takes_an_answer(request, recommendation) else None,
        "packs": packs,
        "entries": entries_of(queries.trail_of(recommendation)) if packs else (),
    }
    return page(request, "outcomes/recommendation.html", context, status=refused(form))


def _takes_an_answer(request: HttpRequest, recommendation: Recommendation) -> bool:
    offered = recommendation.transitions.offered_to(request.user, recommendation)
    return any(row.verb == "adopt" for row in offered)


@page_for(Recommendation, may=permissions.sends, methods=POST)
def recommend(request: HttpRequest, recommendation: Recommendation) -> HttpResponse:
    sent = actions.recommend(recommendation, by=request.user, at=request.arrived_at)
    messages.success(request, f"推荐公文已印发：{sent.document.number_text}。")
    return redirect("outcomes:recommendation", ref=recommendation.ref)


@page_for(Recommendation, may=permissions.keeps, methods=POST)
def withdraw(request: HttpRequest, recommendation: Recommendation) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.withdraw(recommendation, reason=reason, by=request.user, at=request.arrived_at)
    messages.success(request, "推荐已撤回。")
    return redirect("outcomes:recommendation", ref=recommendation.ref)


@page_for(Recommendation, may=permissions.keeps, methods=POST)
def record_answer(request: HttpRequest, recommendation: Recommendation) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        scan = form.cleaned_data["scan"]
        words = {"scan": scan, "name": scan.name if scan else "", "by": request.user, "at": request.arrived_at}
        if tried(form, actions.record_answer, recommendation, form.answer(), **words):
            messages.success(request, "答复已登记。")
            return redirect("outcomes:recommendation", ref=recommendation.ref)
    return _shown(request, recommendation, form)


@page_for(Recommendation, methods=("GET",))
def answer_scan(request: HttpRequest, recommendation: Recommendation) -> FileResponse:
    scan = queries.scan_of(recommendation)
    if scan is None:
        raise Http404
    return download(scan.file, scan.name, inline=True)


@page_for(Recommendation, may=permissions.packs, methods=("GET",))
def package(request: HttpRequest, recommendation: Recommendation) -> FileResponse:
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_package(recommendation, target, at=request.arrived_at)
    target.seek(0)
    name = f"推荐材料 {recommendation.project.ref.upper()} {recommendation.project}.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")
