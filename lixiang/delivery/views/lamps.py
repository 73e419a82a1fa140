"""Overruling a lamp, and withdrawing that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.lamps import OverrideForm
from lixiang.delivery.models import Lamp
from lixiang.delivery.rules.lamps import COLOUR_TONES
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Lamp, may=permissions.overrules)
def override_lamp(request: HttpRequest, lamp: Lamp) -> HttpResponse:
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.override_lamp, lamp, **words):
            messages.success(request, "已人工调整红黄绿灯，理由与灯色一同显示。")
            return redirect("delivery:progress", ref=lamp.project.ref)
    lamp = queries.as_it_stands(lamp, request.arrived_at)
    context = {"lamp": lamp, "form": form, "tone": COLOUR_TONES[lamp.ruled_colour]}
    return page(request, "delivery/override_lamp.html", context, status=refused(form))


@page_for(Lamp, may=permissions.overrules, methods=("POST",))
def withdraw_override(request: HttpRequest, lamp: Lamp) -> HttpResponse:
    actions.withdraw_override(lamp, by=request.user, at=request.arrived_at)
    messages.success(request, "已撤销人工调整，恢复按规则判定。")
    return redirect("delivery:progress", ref=lamp.project.ref)
