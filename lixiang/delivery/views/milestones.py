"""Reporting a milestone, taking that back, and the files that show it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lixiang.access.doors import page_for
from lixiang.delivery import permissions, queries
from lixiang.delivery.actions import milestones
from lixiang.delivery.forms.milestones import CompleteForm, EvidenceForm
from lixiang.delivery.models import PlannedMilestone
from lixiang.delivery.rules.milestones import blockers_to_reopening
from lixiang.delivery.views.progress_offers import files_of
from lixiang.files.models import Claim
from lixiang.files.store import download
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(PlannedMilestone, may=permissions.carries_it_out)
def complete(request: HttpRequest, milestone: PlannedMilestone) -> HttpResponse:
    facts = milestone.facts(request.arrived_at)
    known = {"claims": queries.to_reuse(milestone), "counts_participants": facts.counts_participants}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CompleteForm(*sent, initial={"done_on": timezone.localtime(request.arrived_at).date()}, **known)
    if form.is_valid():
        words = {**form.words(), "by": request.user, "at": request.arrived_at}
        if tried(form, milestones.complete, milestone, **words):
            messages.success(request, f"已报告“{milestone}”完成。")
            return redirect("delivery:progress", ref=milestone.project.ref)
    closed = blockers_to_reopening(facts)
    context = {"milestone": milestone, "form": form, "facts": facts, "closed": () if form.is_bound else closed}
    return page(request, "delivery/complete.html", context, status=refused(form))


@page_for(PlannedMilestone, may=permissions.may_reopen, methods=("POST",))
def reopen(request: HttpRequest, milestone: PlannedMilestone) -> HttpResponse:
    reason = request.POST.get("reason", "")
    milestones.reopen(milestone, reason=reason, by=request.user, at=request.arrived_at)
    messages.success(request, f"已撤销“{milestone}”的完成报告。")
    return redirect("delivery:progress", ref=milestone.project.ref)


@page_for(PlannedMilestone)
def evidence(request: HttpRequest, milestone: PlannedMilestone) -> HttpResponse:
    may_change = permissions.carries_it_out(request.user, milestone)
    form = EvidenceForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid() and tried(form, _attach_all, milestone, form.cleaned_data["evidence"], request=request):
        messages.success(request, "佐证材料已上传。")
        return redirect("delivery:milestone_evidence", ref=milestone.ref)
    closed = blockers_to_reopening(milestone.facts(request.arrived_at))
    files = files_of(milestone.ref, Claim.of(milestone, milestones.EVIDENCE), removable=may_change and not closed)
    context = {"milestone": milestone, "form": form, "files": files, "may_change": may_change}
    context["closed"] = () if form.is_bound else closed
    return page(request, "delivery/evidence.html", context, status=refused(form))


def _attach_all(milestone: PlannedMilestone, uploads: list, request: HttpRequest) -> list[Claim]:
    words = {"by": request.user, "at": request.arrived_at}
    return [milestones.attach_evidence(milestone, each, name=each.name, **words) for each in uploads]


@page_for(PlannedMilestone, methods=("GET",))
def evidence_file(request: HttpRequest, milestone: PlannedMilestone, number: int) -> HttpResponse:
    claim = _held(milestone, number)
    return download(claim.file, claim.name, inline=True)


@page_for(PlannedMilestone, may=permissions.carries_it_out, methods=("POST",))
def detach_evidence(request: HttpRequest, milestone: PlannedMilestone, number: int) -> HttpResponse:
    milestones.detach_evidence(milestone, _held(milestone, number), by=request.user, at=request.arrived_at)
    messages.success(request, "佐证材料已移除。")
    return redirect("delivery:milestone_evidence", ref=milestone.ref)


def _held(milestone: PlannedMilestone, number: int) -> Claim:
    claim = queries.evidence_file(milestone, number)
    if claim is None:
        raise Http404
    return claim
