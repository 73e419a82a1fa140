"""One payment order: its page and its verbs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lixiang.access.doors import page_for
from lixiang.funds import actions, permissions, queries
from lixiang.funds.forms import PayForm
from lixiang.funds.models import PaymentOrder
from lixiang.funds.views.offers import entries_of, may, verbs_for
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)


@page_for(PaymentOrder, may=permissions.may_see_order, methods=("GET",))
def show_order(request: HttpRequest, order: PaymentOrder) -> HttpResponse:
    return _page(request, order, PayForm(initial={"paid_on": timezone.localtime(request.arrived_at).date()}))


@page_for(PaymentOrder, may=permissions.keeps_the_money, methods=POST)
def pay(request: HttpRequest, order: PaymentOrder) -> HttpResponse:
    form = PayForm(request.POST)
    words = {"by": request.user, "at": request.arrived_at}
    if form.is_valid() and tried(form, actions.pay, order, **form.cleaned_data, **words):
        return _back(request, order, "已登记拨付。")
    return _page(request, order, form)


@page_for(PaymentOrder, may=permissions.may_authorise, methods=POST)
def authorise(request: HttpRequest, order: PaymentOrder) -> HttpResponse:
    actions.authorise(order, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, order, "已核准，等待财务拨付。")


@page_for(PaymentOrder, may=permissions.may_order, methods=POST)
def cancel(request: HttpRequest, order: PaymentOrder) -> HttpResponse:
    actions.cancel(order, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, order, "拨付单已撤销。")


@page_for(PaymentOrder, may=permissions.keeps_the_money, methods=POST)
def bounce(request: HttpRequest, order: PaymentOrder) -> HttpResponse:
    actions.bounce(order, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, order, "已登记银行退票，拨付已冲正。")


def _back(request: HttpRequest, order: PaymentOrder, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("funds:payment_order", ref=order.ref)


def _page(request: HttpRequest, order: PaymentOrder, form: PayForm) -> HttpResponse:
    dossier = queries.order_dossier(order, request.arrived_at)
    context = {
        "dossier": dossier,
        "order": order,
        "form": form,
        "may_pay": may(request.user, order, "pay"),
        "verbs": verbs_for(request.user, order),
        "entries": entries_of(dossier.trail),
    }
    return page(request, "funds/order.html", context, status=refused(form))
