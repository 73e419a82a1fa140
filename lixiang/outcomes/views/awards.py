"""The awards of a programme, one of them, the proposal of one, and its certificate."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.files.sending import made
from lixiang.outcomes.actions import awards as actions
from lixiang.outcomes.documents.awards import certificate_of
from lixiang.outcomes.forms.awards import ProposalForm
from lixiang.outcomes.models import Award
from lixiang.outcomes.permissions import awards as permissions
from lixiang.outcomes.queries import awards as queries
from lixiang.outcomes.views.offers import entries_of, verbs_for, waits_of
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, user = request.programme, request.user
    if programme is None:
        return page(request, "outcomes/awards.html", {"programme": None})
    tiers = queries.tiers_in_use(programme, request.arrived_at)
    after = key_in(request.GET.get("after")) or 0
    candidates, next_candidate = queries.candidates_of(user, programme, tiers, after=after)
    context = {
        "programme": programme,
        "found": queries.page_of_awards(user, programme, before=key_in(request.GET.get("before"))),
        "tiers": tiers if permissions.oversees(user, programme) else (),
        "candidates": candidates,
        "next_candidate": next_candidate,
        "publishes": permissions.publishes(user, programme),
    }
    return page(request, "outcomes/awards.html", context)


@page_for(Project, may=permissions.proposes)
def propose_award(request: HttpRequest, project: Project) -> HttpResponse:
    tiers = queries.tiers_for(project, request.arrived_at)
    form = ProposalForm(request.POST or None, tiers, list(queries.evidence_of(project)))
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("tier", "reason")}
        who = {"by": request.user, "at": request.arrived_at}
        award = tried(form, actions.propose_award, project, **words, proofs=form.proofs(), **who)
        if award:
            messages.success(request, "奖励建议已提出，等待决定。")
            return redirect("outcomes:award", ref=award.ref)
    context = {"project": project, "form": form, "tiers": tiers}
    return page(request, "outcomes/propose_award.html", context, status=refused(form))


@page_for(Award, methods=("GET",))
def show_award(request: HttpRequest, award: Award) -> HttpResponse:
    is_section = permissions.oversees(request.user, award.programme)
    context = {
        "award": award,
        "evidence": queries.proofs_of(award),
        "waits": waits_of(award),
        "verbs": verbs_for(request.user, award),
        "entries": entries_of(queries.trail_of(award)) if is_section else (),
    }
    return page(request, "outcomes/award.html", context)


@page_for(Award, may=permissions.decides, methods=POST)
def grant(request: HttpRequest, award: Award) -> HttpResponse:
    actions.grant(award, by=request.user, at=request.arrived_at)
    messages.success(request, "已同意奖励，印发通报以前只有主管单位可以看到。")
    return redirect("outcomes:award", ref=award.ref)


@page_for(Award, may=permissions.decides, methods=POST)
def decline(request: HttpRequest, award: Award) -> HttpResponse:
    actions.decline(award, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "已决定不予奖励。")
    return redirect("outcomes:award", ref=award.ref)


@page_for(Programme, may=permissions.publishes, methods=POST)
def publish_awards(request: HttpRequest, programme: Programme) -> HttpResponse:
    made_known = actions.publish_awards(programme, by=request.user, at=request.arrived_at)
    messages.success(request, f"表扬通报已印发：{made_known[0].document.number_text}，共{len(made_known)}项。")
    return redirect("outcomes:awards")


@page_for(Award, methods=("GET",))
def award_certificate(request: HttpRequest, award: Award) -> HttpResponse:
    if award.document is None:
        raise Http404
    return made(certificate_of(award), f"荣誉证书 {award.project.ref.upper()} {award.project}.pdf", inline=True)
