"""The personal calendar: its page, its renewal, and the secret address that calendar programs read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import open_to_all, signed_in
from lixiang.delivery import actions, permissions, queries
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action

RENEWING = "更换以后原地址即时失效，日历软件须重新订阅。"


@signed_in(may=permissions.works_on_delivery, methods=("GET",))
def show_calendar(request: HttpRequest) -> HttpResponse:
    feed = queries.feed_of(request.user)
    address = ""
    if feed is not None:
        names = {"ref": feed.ref, "token": queries.token_of(feed)}
        address = request.build_absolute_uri(reverse("delivery:feed", kwargs=names))
    offered = (Action("更换地址", reverse("delivery:renew_calendar"), confirm=RENEWING),)
    return page(request, "delivery/calendar.html", {"feed": feed, "address": address, "offered": offered})


@signed_in(may=permissions.works_on_delivery, methods=("POST",))
def renew(request: HttpRequest) -> HttpResponse:
    actions.renew_feed(by=request.user, at=request.arrived_at)
    messages.success(request, "订阅地址已更换，原地址即时失效。")
    return redirect("delivery:calendar")


@open_to_all
def feed(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """The token is the key: it shows what its owner sees, and nothing to whoever has a wrong or an old one."""
    found = queries.feed_by_token(ref, token)
    if found is None:
        raise Http404
    content = queries.calendar_of(found, request.arrived_at, request.get_host())
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="calendar.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
