"""The phases of a panel: each a move of its table, or the record counted again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.appraisal import actions, permissions
from lixiang.appraisal.models import Panel

POST = ("POST",)


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def ask_to_declare(request: HttpRequest, panel: Panel) -> HttpResponse:
    actions.ask_to_declare(panel, by=request.user, at=request.arrived_at)
    return _back(request, panel, "已请评委申报回避。")


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def open_materials(request: HttpRequest, panel: Panel) -> HttpResponse:
    actions.open_materials(panel, reason=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, panel, "材料已开放，评委可以评分。")


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def count_record(request: HttpRequest, panel: Panel) -> HttpResponse:
    count = actions.count_record(panel, by=request.user, at=request.arrived_at)
    return _back(request, panel, f"已按办理记录重新计分：{count}个项目；已有评分表提交的项目不再变动。")


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def close_scoring(request: HttpRequest, panel: Panel) -> HttpResponse:
    actions.close_scoring(panel, reason=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, panel, "评分已结束。")


@page_for(Panel, may=permissions.runs_appraisal, methods=POST)
def reopen_scoring(request: HttpRequest, panel: Panel) -> HttpResponse:
    actions.reopen_scoring(panel, reason=_reason(request), by=request.user, at=request.arrived_at)
    return _back(request, panel, "评分已重新开放。")


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


def _back(request: HttpRequest, panel: Panel, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("appraisal:panel", ref=panel.ref)
