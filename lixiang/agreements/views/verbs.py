"""The verbs of an agreement, each a POST of its own; what is refused is told on a page with its clause."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.agreements import actions, permissions, queries
from lixiang.agreements.models import Agreement
from lixiang.projects.models import Project
from lixiang.ui.pages import came_from

POST = ("POST",)


@page_for(queries.ToDrawUp, may=permissions.may_draw_up, methods=POST)
def draw_up(request: HttpRequest, project: Project) -> HttpResponse:
    actions.draw_up(project, by=request.user, at=request.arrived_at, mark=settings.MARK)
    return _back(request, project.ref, "责任书已拟制，请通知乙方打印签订。")


@page_for(Agreement, may=permissions.is_nominating, methods=POST)
def sign(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    actions.sign(agreement, by=request.user, at=request.arrived_at)
    return _back(request, agreement.ref, "已确认签订，等待甲方确认。")


@page_for(Agreement, may=permissions.is_section, methods=POST)
def return_scan(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    actions.return_scan(agreement, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, agreement.ref, "已退回乙方重新上传。")


@page_for(Agreement, may=permissions.is_section, methods=POST)
def return_signature(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    actions.return_signature(agreement, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, agreement.ref, "已退回乙方重新签名。")


@page_for(Agreement, may=permissions.is_section, methods=POST)
def countersign(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    actions.countersign(agreement, by=request.user, at=request.arrived_at)
    return _back(request, agreement.ref, "责任书已生效，项目进入实施。")


@page_for(Agreement, may=permissions.is_section, methods=POST)
def lapse(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    actions.lapse(agreement, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return _back(request, agreement.ref, "已按逾期未签处理。")


@page_for(Agreement, may=permissions.is_section, methods=POST)
def remind(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    actions.remind(agreement, by=request.user, at=request.arrived_at)
    messages.success(request, "已催办。")
    return redirect(came_from(request, reverse("agreements:agreement", args=(agreement.ref,))))


@page_for(Project, may=permissions.may_draw_up, methods=POST)
def start(request: HttpRequest, project: Project) -> HttpResponse:
    actions.start(project, by=request.user, at=request.arrived_at)
    return _back(request, project.ref, "项目已启动实施。")


def _back(request: HttpRequest, ref: str, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("agreements:agreement", ref=ref)
