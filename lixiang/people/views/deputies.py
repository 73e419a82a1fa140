"""Letting somebody act for oneself, and taking that back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.people import actions
from lixiang.people.forms import DeputiseForm
from lixiang.people.models import Deputation
from lixiang.people.views.attempts import refused, tried
from lixiang.ui.pages import page


@signed_in()
def deputise(request: HttpRequest) -> HttpResponse:
    form = DeputiseForm(request.POST or None, principal=request.user)
    if form.is_valid():
        held, deputy = form.own[form.cleaned_data["held"]], form.cleaned_data["deputy"]
        words = {**form.words(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.deputise, held, deputy, **words):
            messages.success(request, f"已授权{deputy.name}代办，到期自动结束。")
            return redirect("people:account")
    return page(request, "people/deputise.html", {"form": form, "roles": form.own}, status=refused(form))


@page_for(Deputation, key="pk", methods=("POST",))
def recall_deputation(request: HttpRequest, deputation: Deputation) -> HttpResponse:
    words = {"by": request.user, "at": request.arrived_at, "reason": request.POST.get("reason", "")}
    try:
        actions.recall_deputation(deputation, **words)
        messages.success(request, "已结束代办。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("people:account")
