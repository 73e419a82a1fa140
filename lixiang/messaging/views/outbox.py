"""The outbox of an office: what left, what waits, and the verbs over it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.channels.door import is_silent
from lixiang.messaging import actions, queries
from lixiang.messaging.models import Dispatch
from lixiang.messaging.models.dispatches import SHOWN
from lixiang.messaging.permissions import is_of_an_office
from lixiang.messaging.queries.dispatches import Outgoing
from lixiang.messaging.views.tabs import own_programme, tabs_for
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import may_edit
from lixiang.ui.addresses import address
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action


@signed_in(is_of_an_office, methods=("GET",))
def show_outbox(request: HttpRequest) -> HttpResponse:
    programme, shown = own_programme(request), request.GET.get("shown", "")
    found = queries.outbox(request.user, shown, request.GET.get("after", ""), request.arrived_at)
    halt = queries.halt_of(programme.managing_organisation_id)
    context = {
        "programme": programme,
        "rows": [(row, _verbs(row)) for row in found.rows],
        "next_key": found.next_key,
        "shown": shown if shown in SHOWN else "",
        "choices": {key: word for key, (word, _) in SHOWN.items()},
        "halt": halt,
        "over_all": _over_all(programme, halt is not None),
        "is_silent": is_silent(),
        "tabs": tabs_for(request.user, "messaging:outbox"),
    }
    return page(request, "messaging/show_outbox.html", context)


def _verbs(row: Outgoing) -> tuple[Action, ...]:
    prefix = f"{address('messaging:outbox')}{row.dispatch.pk}/"
    words = "可能已经送达，重新发送会使对方收到两次。" if row.word.startswith("中断") else ""
    offered = (
        (row.may_be_held, Action("暂缓", f"{prefix}hold/", "quiet")),
        (row.may_be_released, Action("发送", f"{prefix}release/", confirm=words)),
        (row.may_be_dropped, Action("不发", f"{prefix}drop/", "quiet", reason="required")),
    )
    return tuple(action for is_so, action in offered if is_so)


def _over_all(programme: Programme, is_halted: bool) -> tuple[Action, ...]:
    if is_halted:
        return (Action("恢复外发", address("messaging:lift", ref=programme.ref), "primary"),)
    words = "本单位全部待发和今后产生的外发消息都暂缓，站内消息照常。"
    return (Action("暂停外发", address("messaging:halt", ref=programme.ref), confirm=words, reason="required"),)


@page_for(Dispatch, key="pk", methods=("POST",))
def hold(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    actions.hold(dispatch, by=request.user, at=request.arrived_at)
    return redirect("messaging:outbox")


@page_for(Dispatch, key="pk", methods=("POST",))
def release(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    actions.release(dispatch, by=request.user, at=request.arrived_at)
    return redirect("messaging:outbox")


@page_for(Dispatch, key="pk", methods=("POST",))
def drop(request: HttpRequest, dispatch: Dispatch) -> HttpResponse:
    actions.drop(dispatch, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return redirect("messaging:outbox")


@page_for(Programme, may=may_edit, methods=("POST",))
def halt(request: HttpRequest, programme: Programme) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.halt(programme.managing_organisation, reason=reason, by=request.user, at=request.arrived_at)
    messages.info(request, "已暂停外发；站内消息照常。")
    return redirect("messaging:outbox")


@page_for(Programme, may=may_edit, methods=("POST",))
def lift(request: HttpRequest, programme: Programme) -> HttpResponse:
    count = actions.lift(programme.managing_organisation, by=request.user, at=request.arrived_at)
    messages.info(request, f"已恢复外发，{count}条消息按各自的时间发送。")
    return redirect("messaging:outbox")
