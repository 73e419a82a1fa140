"""The forms of a project's money: what is granted, planned, ordered, spent, given back, recovered, added."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lixiang.access.doors import page_for
from lixiang.funds import actions, forms, permissions, queries
from lixiang.funds.actions import Receipt, Told
from lixiang.funds.rules.amounts import yuan
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Project, may=permissions.may_grant)
def grant(request: HttpRequest, project: Project) -> HttpResponse:
    row = queries.grant_row_of(project)
    form = forms.GrantForm(request.POST or None, initial={"amount": forms.in_wan(row.amount if row else 0)})
    if form.is_valid() and tried(form, actions.grant, project, **form.cleaned_data, **_who(request)):
        return _done(request, project, "已核定扶持经费。")
    lead = f"{row.title}（通知{row.clause}）" if row else ""
    return _filled(request, project, form, "核定扶持经费", lead)


@page_for(Project, may=permissions.may_budget)
def set_budget(request: HttpRequest, project: Project) -> HttpResponse:
    rows = queries.headings_of(project)
    form = forms.BudgetForm(request.POST or None, headings=rows, planned=queries.budget_of(project))
    if form.is_valid():
        words = {"amounts": form.amounts(), "reason": form.cleaned_data["reason"]}
        if tried(form, actions.set_budget, project, **words, **_who(request)):
            return _done(request, project, "已保存预算。")
    granted = queries.standing_of_project(project).granted
    return _filled(request, project, form, "编制预算", f"核定扶持经费{yuan(granted)}元；单位：万元，不安排的不填。")


@page_for(Project, may=permissions.may_grant)
def order(request: HttpRequest, project: Project, tranche: str) -> HttpResponse:
    step = queries.step_of(request.user, project, tranche)
    if step is None:
        raise Http404
    payees = queries.payees_of(project)
    form = forms.OrderForm(request.POST or None, payees=payees, initial={"amount": forms.in_wan(step.amount)})
    if form.is_valid():
        made = tried(form, actions.order, project, tranche=tranche, **form.as_words(), **_who(request))
        if made:
            messages.success(request, "拨付单已拟制，等待核准。")
            return redirect("funds:payment_order", ref=made.ref)
    lead = f"{step.tranche.title}按规定为{yuan(step.amount)}元（通知{step.tranche.clause}）。"
    return _filled(request, project, form, f"拟制拨付单：{step.tranche.title}", lead)


@page_for(Project, may=permissions.may_record)
def record_spending(request: HttpRequest, project: Project) -> HttpResponse:
    today = timezone.localtime(request.arrived_at).date()
    words = {"headings": queries.headings_of(project), "initial": {"spent_on": today}}
    form = forms.SpendingForm(request.POST or None, request.FILES or None, **words)
    if form.is_valid():
        key, what = form.cleaned_data["key"], told_in(form)
        if tried(form, actions.record_spending, project, what, receipts_in(request), key=key, **_who(request)):
            return _done(request, project, "支出已登记，等待财务审核。")
    held = queries.standing_of_project(project).held
    return _filled(request, project, form, "登记支出", f"项目结存{yuan(held)}元。")


@page_for(Project, may=permissions.is_finance)
def give_back(request: HttpRequest, project: Project) -> HttpResponse:
    form = forms.GiveBackForm(request.POST or None)
    if form.is_valid() and tried(form, actions.give_back, project, **form.cleaned_data, **_who(request)):
        return _done(request, project, "已登记退回结余。")
    held = queries.standing_of_project(project).held
    return _filled(request, project, form, "登记退回结余", f"项目结存{yuan(held)}元。")


@page_for(Project, may=permissions.may_book_recovery)
def recover(request: HttpRequest, project: Project) -> HttpResponse:
    form = forms.RecoveryForm(request.POST or None)
    if form.is_valid() and tried(form, actions.book_recovery, project, **form.cleaned_data, **_who(request)):
        return _done(request, project, "已登记追回。")
    kept = queries.standing_of_project(project).kept
    return _filled(request, project, form, "登记追回", f"已拨未退{yuan(kept)}元，最多追回这个数。")


@page_for(Project, may=permissions.may_record)
def match(request: HttpRequest, project: Project) -> HttpResponse:
    form = forms.MatchingForm(request.POST or None)
    if form.is_valid() and tried(form, actions.record_matching, project, **form.cleaned_data, **_who(request)):
        return _done(request, project, "已登记配套资金。")
    return _filled(request, project, form, "登记配套资金", "资金实际到位后登记。")


def told_in(form: forms.SpendingForm) -> Told:
    """What a valid form tells of a spending."""
    return Told(**{name: form.cleaned_data[name] for name in ("heading", "amount", "spent_on", "words", "reason")})


def receipts_in(request: HttpRequest) -> Sequence[Receipt]:
    return [Receipt(upload, upload.name) for upload in request.FILES.getlist("receipts")]


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _done(request: HttpRequest, project: Project, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("funds:statement", ref=project.ref)


def _filled(request: HttpRequest, project: Project, form: Form, title: str, lead: str) -> HttpResponse:
    context = {"project": project, "form": form, "title": title, "lead": lead}
    return page(request, "funds/fill.html", context, status=refused(form))
