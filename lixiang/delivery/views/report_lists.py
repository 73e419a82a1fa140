"""The list of reports with one beside it, a period as a workbook, asking ad hoc, the circular notice."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import actions, permissions
from lixiang.delivery.actions import due_reports
from lixiang.delivery.actions.report_requests import ask as ask_for
from lixiang.delivery.forms.reports import AskForm
from lixiang.delivery.models import Report
from lixiang.delivery.queries import report_requests as requests
from lixiang.delivery.queries import reports as queries
from lixiang.delivery.queries.circulars import put_up_in
from lixiang.delivery.queries.report_pages import report_page
from lixiang.delivery.queries.report_sheets import write_period
from lixiang.delivery.rules.report_kinds import AUDIENCES
from lixiang.delivery.views.chosen import programme_of
from lixiang.delivery.views.report_offers import entries_of, offers_for, stored_files
from lixiang.files.sending import workbook
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Category
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    if programme is None:
        return page(request, "delivery/reports.html", {"programme": None})
    asked = _asked(request, programme)
    query = urlencode({name: value for name, value in asked.items() if value and name not in ("choices", "rung_words")})
    rows = queries.narrowed_to(Report.visible_to(request.user).filter(programme=programme), asked["period"])
    rows = queries.on_rung(rows, asked["rung"])
    narrowed = {"shown": asked["shown"], "words": asked["q"], "after": request.GET.get("after", "")}
    context = {
        "programme": programme,
        "runs": permissions.runs_delivery(request.user, programme),
        "asked": asked,
        "query": f"?{query}" if query else "?all=1",
        "shown_choices": queries.SHOWN,
        "counts": queries.counts_of(rows, request.arrived_at),
        "found": queries.page_of(rows, request.arrived_at, **narrowed),
        "opened": _opened(request, f"?{query}" if query else "?all=1"),
    }
    return page(request, "delivery/reports.html", context)


def _asked(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """The filters of the address; the section begins with the latest period, everybody else with all."""
    choices = queries.choices_of(programme, request.arrived_at)
    begins = choices[0].key if choices and permissions.runs_delivery(request.user, programme) else ""
    words = request.GET.get("q", "").strip()[:100]
    period = request.GET.get("period", "" if "all" in request.GET else begins)
    return {"period": period, "shown": request.GET.get("shown", ""), "q": words, "choices": choices} | _rung(request)


def _rung(request: HttpRequest) -> dict[str, str]:
    """The rung of the ladder that a figure of the dashboard led to, and what it is called."""
    rung = request.GET.get("rung", "")
    words = {**AUDIENCES, queries.NO_RUNG: "尚未提醒"}.get(rung, "")
    return {"rung": rung if words else "", "rung_words": words}


def _opened(request: HttpRequest, query: str) -> dict[str, Any] | None:
    """The report beside the list, None where none was chosen or it is not this person's to see."""
    report = Report.visible_to(request.user).filter(ref=request.GET.get("open", "")).first()
    if report is None:
        return None
    shown = report_page(request.user, report, request.arrived_at)
    offers = offers_for(request.user, report, request.arrived_at, query)
    return {"shown": shown, "offers": offers, "files": stored_files(shown), "entries": entries_of(shown.trail)}


@signed_in(methods=("GET",))
def export(request: HttpRequest) -> FileResponse:
    programme = programme_of(request)
    reports = Report.visible_to(request.user).filter(programme=programme)
    rows = queries.narrowed_to(reports, request.GET.get("period", ""))
    name = f"{programme.title}定期汇报.xlsx"
    return workbook(name, lambda target: write_period(rows, target, request.arrived_at))


@page_for(Programme, may=permissions.runs_delivery)
def ask(request: HttpRequest, programme: Programme) -> HttpResponse:
    """An ad-hoc report of a chosen set of projects."""
    version = version_in_force(programme, request.arrived_at)
    form = AskForm(
        request.POST or None,
        initial={"key": uuid4()},
        categories=settings_by_kind(version, Category),
        organisations=requests.organisations_with_projects(programme),
        projects=requests.projects_to_pick(programme),
    )
    if form.is_valid():
        words = {**form.as_words(), "by": request.user, "at": request.arrived_at}
        made = tried(form, ask_for, programme, form.asked(), **words)
        if made:
            messages.success(request, f"已要求报送“{made.title}”，有关单位会收到消息。")
            return redirect(f"{_list()}?{urlencode({'period': f'r:{made.pk}'})}")
    return page(request, "delivery/report_ask.html", {"form": form, "programme": programme}, status=refused(form))


def _list() -> str:
    return redirect("delivery:reports").url


@page_for(Programme, may=permissions.runs_delivery)
def circular(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What is so long overdue that a person may circulate it; nothing goes out by the clock."""
    if request.method == "POST":
        words = {"by": request.user, "at": request.arrived_at, "mark": settings.MARK}
        issued = actions.issue_circular(programme, refs=request.POST.getlist("pick"), **words)
        messages.success(request, f"已印发{issued.document.number_text}通报。")
        return redirect("documents:document", ref=issued.document.ref)
    context = {"programme": programme, "reports": put_up_in(programme, request.arrived_at), "at": request.arrived_at}
    return page(request, "delivery/report_circular.html", context)


@page_for(Project, may=permissions.may_see, methods=("GET",))
def of_project(request: HttpRequest, project: Project) -> HttpResponse:
    """The reports of one project, and the periods under way that it may write ahead of the clock."""
    rows = queries.reports_of(request.user, project)
    found = queries.page_of(rows, request.arrived_at, after=request.GET.get("after", ""))
    context = {
        "project": project,
        "found": found if permissions.sees_now(request.user, project) else queries.as_handed_over(found),
        "ahead": tuple(queries.still_to_open(project, request.arrived_at)),
        "may_open": permissions.carries_out(request.user, project)
        or permissions.runs_delivery(request.user, project.programme),
    }
    return page(request, "delivery/project_reports.html", context)


@page_for(Project, may=permissions.may_see, methods=("POST",))
def open_ahead(request: HttpRequest, project: Project, schedule: str, first: Any) -> HttpResponse:
    words = {"by": request.user, "at": request.arrived_at}
    report = due_reports.open_report(project, schedule=schedule, first=first, **words)
    return redirect("delivery:report", ref=report.ref)
