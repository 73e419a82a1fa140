"""What is shown of published case studies to everybody who is signed in, and what others copied of them."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.files.store import download
from lixiang.outcomes.actions import adoptions as actions
from lixiang.outcomes.forms.cases import AdoptionForm
from lixiang.outcomes.models import Adoption, CaseStudy, Showcase
from lixiang.outcomes.permissions import cases as permissions
from lixiang.outcomes.queries import showcase as queries
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    asked = queries.Asked.of(request.GET)
    query = urlencode(asked.as_query())
    context = {
        "asked": asked,
        "query": f"?{query}&" if query else "?",
        "choices": queries.choices(),
        "found": queries.page_of_showcase(request.user, asked, before=key_in(request.GET.get("before"))),
    }
    return page(request, "outcomes/showcase.html", context)


@page_for(Showcase, methods=("GET",))
def show_one(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    user = request.user
    rows = [
        (each, permissions.sees_proof(user, each), permissions.withdraws(user, each))
        for each in queries.adoptions_of(case)
    ]
    context = {"case": case, "shown": case.published_revision, "adoptions": rows}
    context["may_adopt"] = permissions.may_adopt(user, case)
    return page(request, "outcomes/shown_case.html", context)


@page_for(Showcase, may=permissions.may_adopt)
def record_adoption(request: HttpRequest, case: CaseStudy) -> HttpResponse:
    own = permissions.adopting_organisations(request.user, case)
    form = AdoptionForm(request.POST or None, request.FILES or None, queries.organisations_among(own))
    if form.is_valid():
        proof = form.cleaned_data["proof"]
        who = {"by": request.user, "at": request.arrived_at}
        if tried(form, actions.record_adoption, case, form.copied(), proof, name=proof.name, **who):
            messages.success(request, "采用情况已登记。")
            return redirect("outcomes:shown_case", ref=case.ref)
    context = {"case": case, "form": form}
    return page(request, "outcomes/record_adoption.html", context, status=refused(form))


@page_for(Adoption, key="pk", may=permissions.sees_proof, methods=("GET",))
def adoption_proof(request: HttpRequest, adoption: Adoption) -> FileResponse:
    proof = queries.proof_of(adoption)
    if proof is None:
        raise Http404
    return download(proof.file, proof.name, inline=True)


@page_for(Adoption, key="pk", may=permissions.withdraws, methods=POST)
def withdraw_adoption(request: HttpRequest, adoption: Adoption) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.withdraw_adoption(adoption, reason=reason, by=request.user, at=request.arrived_at)
    messages.success(request, "采用情况已撤回。")
    return redirect("outcomes:shown_case", ref=adoption.case.ref)
