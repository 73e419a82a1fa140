"""Decisions: the quiet list, undoing, publishing in one batch, and the papers of a batch."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.approvals import actions, permissions, queries
from lixiang.approvals.forms import whole_number
from lixiang.approvals.models import Decision, Publication
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page
from lixiang.workflow.findings import Finding, Refused

POST = ("POST",)
# Papers per request: about a second, so that the bar moves and nobody's browser gives up.
PAPERS_AT_ONCE = 5


@signed_in(may=permissions.runs_reviews, methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = queries.programme_of(request.user, request.programme)
    return _list(request, programme) if programme else page(request, "approvals/nothing.html", {})


def _list(request: HttpRequest, programme: Programme, findings: tuple[Finding, ...] = ()) -> HttpResponse:
    """After a refused publication what holds it back is told and no longer picked, so that the rest can go out."""
    context = {
        "programme": programme,
        "findings": findings,
        "blocked": tuple(dict.fromkeys(each.field for each in findings if each.field)),
        "picked": frozenset(request.POST.getlist("pick")),
        "quiet": queries.quiet_page(programme, after=whole_number(request.GET.get("after"))),
        "publications": queries.publications_of(programme),
        "may_publish": permissions.may_publish(request.user, programme),
        "may_undo": queries.decides_in(request.user, programme, request.arrived_at),
    }
    return page(request, "approvals/decisions.html", context, status=422 if findings else 200)


@page_for(Decision, key="pk", may=permissions.may_see_decision, methods=POST)
def undo(request: HttpRequest, decision: Decision) -> HttpResponse:
    words = {"reason": request.POST.get("reason", ""), "by": request.user, "at": request.arrived_at}
    actions.undo(decision, **words)
    messages.success(request, f"已撤销对“{decision.project}”的决定。")
    return redirect("approvals:decisions")


@signed_in(may=permissions.runs_reviews, methods=POST)
def publish(request: HttpRequest) -> HttpResponse:
    programme = queries.programme_of(request.user, request.programme)
    if programme is None:
        raise Http404
    upto = key_in(request.POST.get("upto"))
    decisions = (
        queries.decisions_named(request.user, request.POST.getlist("pick"))
        if upto is None
        else queries.living(programme, upto=upto, without=request.POST.getlist("without"))
    )
    try:
        publication = actions.publish(programme, decisions, by=request.user, at=request.arrived_at)
    except Refused as refused:
        return _list(request, programme, refused.findings)
    messages.success(request, f"已公布{len(decisions)}个项目的决定，请印发公文。")
    return redirect("approvals:publication", ref=publication.ref)


@page_for(Publication, may=permissions.may_see_publication, methods=("GET",))
def show(request: HttpRequest, publication: Publication) -> HttpResponse:
    return _batch(request, publication, is_running=False)


@page_for(Publication, may=permissions.may_publish_batch, methods=POST)
def issue(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Some papers at a time; with scripts the page goes on by itself, without them the button is pressed again."""
    words = {"by": request.user, "at": request.arrived_at, "mark": settings.MARK}
    actions.issue_papers(publication, most=PAPERS_AT_ONCE, **words)
    if request.htmx:
        return _batch(request, publication, is_running=True)
    return redirect("approvals:publication", ref=publication.ref)


def _batch(request: HttpRequest, publication: Publication, *, is_running: bool) -> HttpResponse:
    context = {
        "batch": queries.batch_of(publication, request.arrived_at),
        "may_issue": permissions.may_publish_batch(request.user, publication),
        "is_running": is_running,
    }
    return page(request, "approvals/publication.html", context, block="papers")
