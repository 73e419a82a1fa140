"""The pages of inspections: the list, what is not yet covered, the plan, one inspection with its verbs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.delivery import permissions
from lixiang.delivery.actions import inspections as actions
from lixiang.delivery.forms.inspections import PlanForm, ReplanForm
from lixiang.delivery.models import Inspection
from lixiang.delivery.queries import coverage as coverages
from lixiang.delivery.queries import inspections as queries
from lixiang.delivery.queries import rectifications
from lixiang.delivery.states.inspections import TRANSITIONS
from lixiang.delivery.views.chosen import programme_of
from lixiang.delivery.views.trails import entries_of
from lixiang.files.store import download
from lixiang.projects import permissions as projects
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action
from lixiang.workflow.attempts import refused, tried

POST = ("POST",)
WORDS = {row.verb: row.label for row in TRANSITIONS} | {"plan": "制定计划", "attach": "上传照片或扫描件"}
WORDS |= {"detach": "移除照片"}
MEANINGS = {
    "confirm": ("primary", "确认补录的内容就是本人的督导记录；确认后即作为正式记录。"),
    "dispute": ("plain", "与本人的记录不符的，写明哪里不符，由科里核对改正；此前这份记录不作为任何依据。"),
    "close": ("primary", "督导发现的问题都已销号的，本次督导办结。"),
    "cancel": ("danger", "取消后不能恢复，需要时另行制定计划。"),
}


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    narrowed = {"shown": request.GET.get("shown", ""), "after": request.GET.get("after", "")}
    context = {
        "programme": programme,
        "terms": queries.terms_of(programme, request.arrived_at),
        "inside": permissions.inspects(request.user, programme),
        "choices": queries.SHOWN,
        "shown": narrowed["shown"],
        "found": queries.page_of(request.user, programme, request.arrived_at, **narrowed),
    }
    return page(request, "delivery/inspections/list.html", context)


@signed_in(methods=("GET",))
def coverage(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    terms = queries.terms_of(programme, request.arrived_at)
    if not (permissions.inspects(request.user, programme) or permissions.leads(request.user, programme)):
        raise Http404
    shown, after = request.GET.get("shown", "never"), key_in(request.GET.get("after")) or 0
    words = {"wanted": terms.visits_per_year if terms else 1, "shown": shown, "after": after}
    context = {
        "programme": programme,
        "terms": terms,
        "inside": permissions.inspects(request.user, programme),
        "choices": coverages.SHOWN,
        "shown": shown,
        "found": coverages.coverage_of(request.user, programme, request.arrived_at, **words),
    }
    return page(request, "delivery/inspections/coverage.html", context)


@signed_in()
def plan(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    if not permissions.inspects(request.user, programme):
        raise Http404
    organisations = queries.organisations_to_visit(programme)
    organisation = next((each for each in organisations if each.code == request.GET.get("organisation", "")), None)
    rows = queries.projects_to_visit(request.user, programme, organisation)
    choices = {"projects": rows, "inspectors": queries.inspectors_of(programme)}
    form = PlanForm(request.POST or None, initial=_proposed(request, rows, organisation), **choices)
    if form.is_valid():
        words = {"organisation": organisation, "by": request.user, "at": request.arrived_at}
        made = tried(form, actions.plan, programme, **form.chosen(), **words)
        if made:
            messages.success(request, "督导计划已制定，并告知督导人员。")
            return redirect("delivery:inspection", ref=made.ref)
    context = {"form": form, "organisations": organisations, "organisation": organisation}
    return page(request, "delivery/inspections/plan.html", context, status=refused(form))


def _proposed(request: HttpRequest, rows: Any, organisation: Any) -> dict[str, Any]:
    """One organisation means all of its projects; one who inspects goes along."""
    wanted = request.GET.get("project", "")
    chosen = [str(each.pk) for each in rows if each.ref == wanted or (organisation and not wanted)]
    return {"projects": chosen, "inspectors": [str(request.user.pk)], "is_announced": True}


@page_for(Inspection, methods=("GET",))
def show(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    sheet = queries.sheet_of(request.user, inspection)
    context = {
        "sheet": sheet,
        "inspection": inspection,
        "prefix": reverse("delivery:inspection", args=[inspection.ref]),
        "offered": _verbs(request.user, inspection),
        "ways": _ways(request.user, inspection),
        "entries": entries_of(sheet.trail, WORDS),
        "opens": "close" in _offered(request.user, inspection),
    }
    return page(request, "delivery/inspections/inspection.html", context)


def _offered(user: Any, inspection: Inspection) -> dict[str, Any]:
    return {row.verb: row for row in TRANSITIONS.offered_to(user, inspection)}


def _verbs(user: Any, inspection: Inspection) -> tuple[Action, ...]:
    """What the table offers this person as a button of its own."""
    return tuple(
        Action(
            row.label,
            reverse(f"delivery:{verb}_inspection", args=[inspection.ref]),
            MEANINGS[verb][0],
            confirm=MEANINGS[verb][1],
            reason="required" if row.reason_required else "",
        )
        for verb, row in _offered(user, inspection).items()
        if verb in MEANINGS
    )


def _ways(user: Any, inspection: Inspection) -> tuple[Action, ...]:
    """The pages where the other offered verbs are made."""
    offered, ways = _offered(user, inspection), []
    if "record_visit" in offered or "enter_paper" in offered:
        ways.append(Action("填写督导记录", reverse("delivery:visit", args=[inspection.ref]), "primary"))
    if "replan" in offered:
        ways.append(Action("调整计划", reverse("delivery:replan", args=[inspection.ref])))
    return tuple(ways)


@page_for(Inspection, may=permissions.plans)
def replan(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    people = queries.inspectors_of(inspection.programme)
    initial = {"planned_on": inspection.planned_on, "inspectors": [str(pk) for pk in inspection.inspector_ids]}
    form = ReplanForm(request.POST or None, initial=initial, inspectors=people)
    if form.is_valid():
        words = {**form.chosen(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.replan, inspection, **words):
            return back_to(request, inspection, "计划已调整，并告知有关人员。")
    context = {"form": form, "inspection": inspection, "title": "调整督导计划", "label": "保存调整"}
    return page(request, "delivery/inspections/fill.html", context, status=refused(form))


@page_for(Inspection, may=permissions.confirms, methods=POST)
def confirm(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    actions.confirm(inspection, by=request.user, at=request.arrived_at)
    return back_to(request, inspection, "已确认，记录自即刻起作为正式督导记录。")


@page_for(Inspection, may=permissions.confirms, methods=POST)
def dispute(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    actions.dispute(inspection, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return back_to(request, inspection, "已提出异议，等待科里核对。")


@page_for(Inspection, may=permissions.plans, methods=POST)
def close(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    actions.close(inspection, by=request.user, at=request.arrived_at)
    return back_to(request, inspection, "本次督导已办结。")


@page_for(Inspection, may=permissions.plans, methods=POST)
def cancel(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    actions.cancel(inspection, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    return back_to(request, inspection, "本次督导已取消。")


@page_for(Inspection, methods=("GET",))
def fetch(request: HttpRequest, inspection: Inspection, number: int) -> HttpResponse:
    claim = queries.file_of(request.user, inspection, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Project, may=projects.may_see, methods=("GET",))
def of_project(request: HttpRequest, project: Project) -> HttpResponse:
    words = {"project": project, "after": request.GET.get("after", "")}
    inside = permissions.inspects(request.user, project.programme)
    context = {
        "project": project,
        "inside": inside,
        "found": queries.page_of(request.user, project.programme, request.arrived_at, **words),
        "tickets": rectifications.tickets_of(request.user, project),
        "suggestion": coverages.suggestions_of([project.pk]).get(project.pk),
        "tones": queries.COLOUR_TONES,
        "ticket_tones": rectifications.TONES,
    }
    return page(request, "delivery/inspections/of_project.html", context)


def back_to(request: HttpRequest, inspection: Inspection, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("delivery:inspection", ref=inspection.ref)
