"""How one is told outside the house."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import signed_in
from lixiang.channels.door import is_silent
from lixiang.messaging import actions, queries
from lixiang.messaging.forms import PreferenceForm
from lixiang.messaging.views.tabs import tabs_for
from lixiang.ui.pages import page


@signed_in()
def preferences(request: HttpRequest) -> HttpResponse:
    reached = queries.channels_for(request.user)
    form = PreferenceForm(request.POST or None, channels=reached, ways=queries.ways_for(request.user))
    if form.is_valid():
        actions.choose(**form.chosen(), by=request.user, at=request.arrived_at)
        messages.success(request, "已保存，今后的消息按此发送。")
        return redirect("messaging:preferences")
    context = {
        "form": form,
        "lacking": queries.channels_lacking(request.user),
        "is_silent": is_silent(),
        "tabs": tabs_for(request.user, "messaging:preferences"),
    }
    return page(request, "messaging/preferences.html", context, status=422 if form.errors else 200)
