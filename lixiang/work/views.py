"""The page of operations, and the page of one run that can be left and looked at again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.ui.pages import page
from lixiang.work import actions, queries
from lixiang.work.models import Run
from lixiang.work.permissions import operates


@signed_in(operates, methods=("GET",))
def operations(request: HttpRequest) -> HttpResponse:
    at = request.arrived_at
    context = {
        "at": at,
        "lines": queries.lines(at),
        "long_runs": queries.long_runs(),
        "failed": queries.failed_runs(),
        "titles": queries.titles(),
        "behind": queries.how_far_behind(at),
    }
    return page(request, "work/operations.html", context, block="panels")


@page_for(Run, key="pk", methods=("GET",))
def show_run(request: HttpRequest, run: Run) -> HttpResponse:
    context = {"run": run, "title": queries.title_of(run), "at": request.arrived_at, "operates": operates(request.user)}
    return page(request, "work/run.html", context, block="state")


@signed_in(operates, methods=("POST",))
def begin(request: HttpRequest, code: str) -> HttpResponse:
    if code not in queries.by_hand():
        raise Http404
    run = actions.start(code, by=request.user, at=request.arrived_at)
    messages.info(request, "已排队，工作进程空闲时立即运行；可以离开本页，稍后再看。")
    return redirect("work:run", pk=run.pk)
