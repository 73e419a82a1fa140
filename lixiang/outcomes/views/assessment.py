"""The annual assessment: its versions, one of them, the trail of an organisation, the years beside each other."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for, signed_in
from lixiang.files import sending
from lixiang.outcomes.actions import assessment as actions
from lixiang.outcomes.models import Assessment
from lixiang.outcomes.permissions import assessment as permissions
from lixiang.outcomes.queries import assessments as queries
from lixiang.outcomes.queries.assessment_workbook import write_workbook
from lixiang.outcomes.queries.comparison import comparison_for
from lixiang.outcomes.views.assessment_offers import entries_of, verbs_for
from lixiang.outcomes.views.offers import waits_of
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page

POST = ("POST",)


@signed_in(permissions.enters_assessment, methods=("GET",))
def show_assessments(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    runs = programme is not None and permissions.runs_assessment(request.user, programme)
    rows = queries.versions_of(request.user, programme) if programme else []
    context = {
        "programme": programme,
        "rows": rows,
        "computing": queries.computing_of(programme, rows, request.arrived_at) if runs else None,
    }
    return page(request, "outcomes/assessments.html", context)


@page_for(Programme, may=permissions.runs_assessment, methods=POST)
def compute_assessment(request: HttpRequest, programme: Programme) -> HttpResponse:
    made = actions.compute(programme, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "考核结果已计算，印发以前只有主管单位可以看到。")
    return redirect("outcomes:assessment", ref=made.ref)


@page_for(Assessment, methods=("GET",))
def show_assessment(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    user, sees = request.user, queries.sees_of(request.user, assessment)
    context = {
        "assessment": assessment,
        "sees": sees,
        "found": queries.page_of(user, assessment, sees, after=request.GET.get("after", "")),
        "is_outdated": queries.is_outdated(assessment, sees, request.arrived_at),
        "waits": waits_of(assessment),
        "verbs": verbs_for(user, assessment),
        "entries": entries_of(queries.history_of(assessment)) if sees.is_section else (),
    }
    return page(request, "outcomes/assessment.html", context)


@page_for(Assessment, methods=("GET",))
def show_assessed(request: HttpRequest, assessment: Assessment, code: str) -> HttpResponse:
    sees = queries.sees_of(request.user, assessment)
    result = queries.result_for(request.user, assessment, sees, code)
    if result is None:
        raise Http404
    trail = queries.trail_of(request.user, result, sees, after=request.GET.get("after", ""))
    context = {"assessment": assessment, "result": result, "trail": trail, "points": queries.written(result.points)}
    return page(request, "outcomes/assessed.html", context)


@page_for(Assessment, methods=("GET",))
def assessment_workbook(request: HttpRequest, assessment: Assessment) -> FileResponse:
    name = f"{assessment.programme.title}{assessment}.xlsx"
    return sending.workbook(name, lambda target: write_workbook(request.user, assessment, target))


@signed_in(permissions.enters_assessment, methods=("GET",))
def compare_years(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    after = request.GET.get("after", "")
    context = {"found": comparison_for(request.user, programme, after=after) if programme else None}
    return page(request, "outcomes/years.html", context)


@page_for(Assessment, may=permissions.confirms, methods=POST)
def confirm_assessment(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    actions.confirm(assessment, **_who(request))
    return _back(request, assessment, "考核结果已确认。")


@page_for(Assessment, may=permissions.confirms, methods=POST)
def issue_assessment(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    made = actions.issue(assessment, **_who(request))
    return _back(request, assessment, f"通报已印发：{made.document.number_text}。")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _back(request: HttpRequest, assessment: Assessment, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("outcomes:assessment", ref=assessment.ref)
