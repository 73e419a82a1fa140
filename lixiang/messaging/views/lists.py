"""The list of one's own messages, and reading them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.messaging import actions, queries
from lixiang.messaging.models import Message
from lixiang.messaging.views.tabs import tabs_for
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import may_edit
from lixiang.ui.pages import came_from, page


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    found = queries.messages_page(request.user, request.GET.get("after", ""))
    return page(
        request,
        "messaging/show_list.html",
        {"messages": found.rows, "next_key": found.next_key, "tabs": tabs_for(request.user, "messaging:list")},
    )


@page_for(Message, key="pk", methods=("POST",))
def mark_read(request: HttpRequest, message: Message) -> HttpResponse:
    actions.mark_read(message, by=request.user, at=request.arrived_at)
    return redirect(message.url)


@signed_in(methods=("POST",))
def mark_all_read(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(by=request.user, at=request.arrived_at)
    return redirect("messaging:list")


@page_for(Programme, may=may_edit, methods=("POST",))
def remind_of_slates(request: HttpRequest, programme: Programme) -> HttpResponse:
    sent = actions.remind_of_slates(programme, by=request.user, at=request.arrived_at)
    messages.info(request, f"已向{sent}个单位发出催办。" if sent else "今天已经催办过，请改日再催。")
    return redirect(came_from(request))


@page_for(Programme, may=may_edit, methods=("POST",))
def remind_of_returns(request: HttpRequest, programme: Programme) -> HttpResponse:
    sent = actions.remind_of_returns(programme, by=request.user, at=request.arrived_at)
    messages.info(request, f"已就{sent}个退回项目发出催办。" if sent else "今天已经催办过，请改日再催。")
    return redirect(came_from(request))
