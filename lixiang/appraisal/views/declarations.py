"""A judge's declaration of interest, before anything of the projects is read."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.appraisal import actions
from lixiang.appraisal.forms import DeclarationForm
from lixiang.appraisal.models import Panel
from lixiang.appraisal.queries import panels as queries
from lixiang.appraisal.queries.conflicts import grounds_of
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Panel)
def declare(request: HttpRequest, panel: Panel) -> HttpResponse:
    seat = queries.judge_of(request.user, panel)
    if seat is None:
        raise Http404
    form = DeclarationForm(request.POST or None, projects=queries.to_declare(seat, request.arrived_at))
    if form.is_valid():
        words = {"by": request.user, "at": request.arrived_at}
        if tried(form, actions.declare, seat, form.conflicts(), **words):
            messages.success(request, "回避申报已提交。")
            return redirect("appraisal:panel", ref=panel.ref)
    context = {"panel": panel, "seat": seat, "form": form, "grounds": grounds_of(panel)}
    return page(request, "appraisal/declare.html", context, status=refused(form))
