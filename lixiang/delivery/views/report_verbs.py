"""What the section does with reports: accept, send back, excuse, remind; one by one and as a batch."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import actions, permissions
from lixiang.delivery.actions import ladder
from lixiang.delivery.actions import reports as verbs
from lixiang.delivery.forms.reports import AcceptForm, ReturnForm
from lixiang.delivery.models import Report
from lixiang.delivery.queries import reports as queries
from lixiang.delivery.views.chosen import programme_of
from lixiang.ui.pages import came_from, page
from lixiang.workflow.attempts import tried

POST = ("POST",)


@page_for(Report, may=permissions.reviews_report, methods=POST)
def accept(request: HttpRequest, report: Report) -> HttpResponse:
    return _formed(request, report, AcceptForm(request.POST), verbs.accept, "已接收。")


@page_for(Report, may=permissions.reviews_report, methods=POST)
def send_back(request: HttpRequest, report: Report) -> HttpResponse:
    return _formed(request, report, ReturnForm(request.POST), verbs.send_back, "已退回修改，填报单位会收到消息。")


def _formed(request: HttpRequest, report: Report, form: Any, verb: Callable, done: str) -> HttpResponse:
    """A verb with a form of its own; refused, it stands on a page with what was typed."""
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, verb, report, **words):
            messages.success(request, f"“{report.project}”的“{report}”{done}")
            return _back(request, report)
    context = {"report": report, "form": form, "action": request.get_full_path()}
    return page(request, "delivery/report_refused.html", context, status=422)


@page_for(Report, may=permissions.reviews_report, methods=POST)
def excuse(request: HttpRequest, report: Report) -> HttpResponse:
    verbs.excuse(report, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, f"“{report.project}”免予报送“{report}”。")
    return _back(request, report)


@page_for(Report, may=permissions.reviews_report, methods=POST)
def remind(request: HttpRequest, report: Report) -> HttpResponse:
    ladder.remind(report, by=request.user, at=request.arrived_at)
    messages.success(request, "已催办。")
    return redirect(came_from(request, reverse("delivery:report", args=(report.ref,))))


@signed_in(methods=POST)
def accept_all(request: HttpRequest) -> HttpResponse:
    """Those that were ticked, each by itself; what could not be accepted is named with its reason."""
    rows = queries.picked(request.user, request.POST.getlist("pick"))
    reviewed = [report for report in rows if permissions.reviews_report(request.user, report)]
    accepted, refused = verbs.accept_all(reviewed, by=request.user, at=request.arrived_at)
    if accepted:
        messages.success(request, f"已接收{len(accepted)}份汇报。")
    for report, findings in refused:
        messages.warning(request, f"“{report.project}”没有接收：{findings[0].sentence}")
    if not reviewed:
        messages.warning(request, "请先勾选汇报。")
    return redirect(f"{reverse('delivery:reports')}?{request.GET.urlencode()}")


@signed_in(methods=POST)
def remind_all(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    count = actions.remind_of_overdue(programme, by=request.user, at=request.arrived_at)
    messages.success(request, f"已催办{count}项逾期汇报。" if count else "没有需要催办的汇报，或者今天都已催办。")
    return redirect(came_from(request, f"{reverse('delivery:reports')}?{request.GET.urlencode()}"))


def _back(request: HttpRequest, report: Report) -> HttpResponse:
    """To the list that one came from, else to the report."""
    query = request.GET.copy()
    query.pop("open", None)
    if query:
        return redirect(f"{reverse('delivery:reports')}?{query.urlencode()}")
    return redirect("delivery:report", ref=report.ref)
