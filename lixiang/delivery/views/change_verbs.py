"""The verbs of a change, each a POST of its own; what is refused is told on a page with its clause."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.delivery import permissions
from lixiang.delivery.actions import changes as actions
from lixiang.delivery.actions import supplements
from lixiang.delivery.models import ChangeRequest
from lixiang.projects import actions as project_actions
from lixiang.projects import permissions as projects
from lixiang.projects.forms import whole_number
from lixiang.projects.models import Project

POST = ("POST",)


@page_for(Project, may=projects.is_nominator, methods=POST)
def hand_over(request: HttpRequest, project: Project) -> HttpResponse:
    passed = project_actions.hand_over(project, by=request.user, at=request.arrived_at)
    messages.success(request, f"已移交，自即日起由{passed.drafting_organisation.short_name}填报。")
    return redirect("delivery:changes", ref=project.ref)


@page_for(ChangeRequest, may=permissions.hands_change_in, methods=POST)
def hand_in(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    seen = whole_number(request.POST.get("seen", ""))
    actions.hand_in(change, seen=seen, by=request.user, at=request.arrived_at)
    return _back(request, change, "已提交，等待审批。")


@page_for(ChangeRequest, may=permissions.files_change, methods=POST)
def file(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    seen = whole_number(request.POST.get("seen", ""))
    actions.file(change, seen=seen, by=request.user, at=request.arrived_at)
    return _back(request, change, "变更已生效，已报备案。")


@page_for(ChangeRequest, may=permissions.decides_change, methods=POST)
def approve(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    actions.approve(change, opinion=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, change, "已同意变更。")


@page_for(ChangeRequest, may=permissions.decides_change, methods=POST)
def decline(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    actions.decline(change, reason=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, change, "已决定不予变更。")


@page_for(ChangeRequest, may=permissions.returns_change, methods=POST)
def send_back(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    actions.send_back(change, reason=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, change, "已退回修改。")


@page_for(ChangeRequest, may=permissions.asks_for_change, methods=POST)
def withdraw(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    actions.withdraw(change, by=request.user, at=request.arrived_at)
    messages.success(request, "变更申请已撤回。")
    return redirect("delivery:changes", ref=change.project.ref)


@page_for(ChangeRequest, may=permissions.acknowledges_change, methods=POST)
def acknowledge(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    actions.acknowledge(change, by=request.user, at=request.arrived_at)
    return _back(request, change, "已确认备案。")


@page_for(ChangeRequest, may=permissions.runs_change, methods=POST)
def reply(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    actions.issue_reply(change, by=request.user, at=request.arrived_at, mark=settings.MARK)
    return _back(request, change, "批复已印发。")


@page_for(ChangeRequest, may=permissions.runs_change, methods=POST)
def draw_up(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    supplement = supplements.draw_up(change, by=request.user, at=request.arrived_at, mark=settings.MARK)
    messages.success(request, "补充协议已拟制，请通知乙方打印签订。")
    return redirect("delivery:supplement", ref=supplement.ref)


@page_for(ChangeRequest, may=permissions.runs_change, methods=POST)
def lapse(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    supplements.lapse(change, reason=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, change, "此次变更的批准已失效。")


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _back(request: HttpRequest, change: ChangeRequest, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("delivery:change", ref=change.ref)
