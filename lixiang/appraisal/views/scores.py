"""Scoring one project: the sheet beside the application, saving by itself, handing in, correcting, keeping away."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.appraisal import actions, documents, permissions
from lixiang.appraisal.forms import NotApplicableForm, ReasonForm, SheetForm, typed
from lixiang.appraisal.models import Assignment, ScoreSheet
from lixiang.appraisal.queries import results
from lixiang.appraisal.queries import sheet_pages as queries
from lixiang.appraisal.queries.dossiers import evidence_of
from lixiang.appraisal.queries.tasks import next_task
from lixiang.files.sending import made
from lixiang.files.store import download
from lixiang.projects.forms import key_from, whole_number
from lixiang.ui.pages import page
from lixiang.ui.saving import clashed, is_autosave, saved
from lixiang.ui.written import clock
from lixiang.workflow.attempts import tried
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused

POST = ("POST",)


def _looked_at(request: HttpRequest, assignment: Assignment) -> queries.SheetPage:
    """The page of a task; as if there were none where the record by now ties the judge to the project."""
    if queries.has_new_conflict(assignment, request.arrived_at):
        raise Http404
    return queries.sheet_page(assignment)


@page_for(Assignment, may=permissions.scores, methods=("GET",))
def show_score(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    return _page(request, assignment, _looked_at(request, assignment))


@page_for(Assignment, may=permissions.scores, methods=POST)
def save_sheet(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    if request.POST.get("keep") == "theirs":
        return redirect("appraisal:score", ref=assignment.ref)
    expected, values = whole_number(request.POST.get("version", "")), typed(request.POST)
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        kept = actions.save_sheet(assignment, values, **words)
    except EditedMeanwhile as clash:
        return _clash(request, assignment, values, clash.current)
    except Refused as stopped:
        return _refused(request, assignment, values, stopped.findings)
    if is_autosave(request):
        told = page(request, "appraisal/_total.html", {"shown": queries.sheet_page(assignment)})
        return saved(kept.saved_at, version=kept.saves, answer=told)
    messages.success(request, f"已于{clock(kept.saved_at)}保存。")
    return redirect("appraisal:score", ref=assignment.ref)


def _clash(request: HttpRequest, assignment: Assignment, values: dict[str, str], current: ScoreSheet) -> HttpResponse:
    shown = _looked_at(request, assignment)
    texts = queries.both_texts(shown, values)
    context = {"texts": texts, "saved_by": current.saved_by_name, "saved_at": current.saved_at}
    if is_autosave(request):
        return clashed(page(request, "appraisal/_clash.html", context, status=409), current.saves)
    return _page(request, assignment, shown, values=values, clash=context, status=409)


def _refused(
    request: HttpRequest, assignment: Assignment, values: dict[str, str], findings: tuple[Finding, ...]
) -> HttpResponse:
    if is_autosave(request):
        return page(request, "appraisal/_refused.html", {"findings": findings}, status=422)
    return _page(request, assignment, _looked_at(request, assignment), values=values, findings=findings, status=422)


def _page(
    request: HttpRequest, assignment: Assignment, shown: queries.SheetPage, *, status: int = 200, **attempt: Any
) -> HttpResponse:
    context = {
        "assignment": assignment,
        "project": assignment.project,
        "panel": assignment.panel,
        "shown": shown,
        "form": SheetForm(shown, attempt.get("values")) if shown.writes else None,
        "findings": attempt.get("findings", ()),
        "clash": attempt.get("clash"),
        "reason_form": attempt.get("reason_form") or ReasonForm(),
        "not_applicable_form": attempt.get("not_applicable_form") or NotApplicableForm(initial={"key": uuid4()}),
        "next": next_task(request.user, assignment),
    }
    return page(request, "appraisal/score.html", context, status=status)


@page_for(Assignment, may=permissions.scores)
def hand_in(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Look it over once more; sent, it is handed in."""
    shown = _looked_at(request, assignment)
    if request.method == "GET":
        return _look_over(request, assignment, shown, shown.findings)
    key, seen = key_from(request.POST.get("key", "")), whole_number(request.POST.get("seen", ""))
    try:
        if key is None:
            raise Refused(Finding("no_key", "页面不完整，请刷新后再提交。"))
        sheet = actions.hand_in(assignment, key=key, seen=seen, by=request.user, at=request.arrived_at)
    except Refused as stopped:
        return _look_over(request, assignment, queries.sheet_page(assignment), stopped.findings, status=422)
    messages.success(request, f"评分表已提交，编号{sheet.ref.upper()}，校验值{sheet.hash[:12]}。")
    return redirect("appraisal:score", ref=assignment.ref)


def _look_over(
    request: HttpRequest,
    assignment: Assignment,
    shown: queries.SheetPage,
    findings: tuple[Finding, ...],
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "assignment": assignment,
        "shown": shown,
        "findings": findings,
        "key": request.POST.get("key") or uuid4(),
    }
    return page(request, "appraisal/hand_in.html", context, status=status)


@page_for(Assignment, may=permissions.scores, methods=POST)
def find_not_applicable(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    form = NotApplicableForm(request.POST)
    if form.is_valid():
        said = {"reason": form.cleaned_data["not_applicable"], "key": form.cleaned_data["key"]}
        words = {"by": request.user, "at": request.arrived_at}
        sheet = tried(form, actions.find_not_applicable, assignment, **said, **words)
        if sheet:
            messages.success(request, f"已提交为不适用，编号{sheet.ref.upper()}，校验值{sheet.hash[:12]}。")
            return redirect("appraisal:score", ref=assignment.ref)
    return _page(request, assignment, _looked_at(request, assignment), not_applicable_form=form, status=422)


@page_for(Assignment, may=permissions.scores, methods=POST)
def correct(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    actions.correct(assignment, reason=request.POST.get("reason", ""), by=request.user, at=request.arrived_at)
    messages.success(request, "请在下方更正；提交之前，原评分表仍然有效。")
    return redirect("appraisal:score", ref=assignment.ref)


@page_for(Assignment, may=permissions.scores, methods=POST)
def drop_correction(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    actions.drop_correction(assignment, by=request.user, at=request.arrived_at)
    messages.success(request, "已放弃更正，原评分表有效。")
    return redirect("appraisal:score", ref=assignment.ref)


@page_for(Assignment, may=permissions.scores, methods=POST)
def recuse(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    form, panel = ReasonForm(request.POST), assignment.panel
    words = {"by": request.user, "at": request.arrived_at}
    if form.is_valid() and tried(form, actions.recuse, assignment, reason=form.cleaned_data["reason"], **words):
        messages.success(request, "已回避，该项目不再由你评分。")
        return redirect("appraisal:panel", ref=panel.ref)
    return _page(request, assignment, _looked_at(request, assignment), reason_form=form, status=422)


@page_for(Assignment, may=permissions.scores, methods=("GET",))
def attachment(request: HttpRequest, assignment: Assignment, number: int) -> HttpResponse:
    claim = None if queries.has_new_conflict(assignment, request.arrived_at) else queries.file_of(assignment, number)
    if claim is None:
        raise Http404
    return download(claim.file, claim.name, inline=True)


@page_for(Assignment, may=permissions.scores, methods=("GET",))
def evidence(request: HttpRequest, assignment: Assignment, number: int) -> HttpResponse:
    found = None if queries.has_new_conflict(assignment, request.arrived_at) else evidence_of(assignment, number)
    if found is None:
        raise Http404
    return download(found.claim.file, found.claim.name, inline=True)


@page_for(ScoreSheet, methods=("GET",))
def show_sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """One sheet as it was handed in: the own one, or another's where the phase shows its lines."""
    own = _shown(request, sheet)
    context = {"sheet": sheet, "project": sheet.assignment.project, "scorer": results.scorer_of(sheet), "own": own}
    return page(request, "appraisal/sheet.html", context | results.sheet_lines(sheet))


@page_for(ScoreSheet, methods=("GET",))
def sheet_pdf(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    _shown(request, sheet)
    paper = documents.sheet_paper(sheet, results.scorer_of(sheet), results.sheet_lines(sheet))
    return made(documents.printed(paper, at=sheet.handed_in_at), f"评分表 {sheet.ref.upper()}.pdf")


def _shown(request: HttpRequest, sheet: ScoreSheet) -> bool:
    """Whether it is this person's own; 404 where it is not theirs to read."""
    own = permissions.writes_sheet(request.user, sheet)
    if not sheet.content or not (own or results.shown_of(request.user, sheet) == "lines"):
        raise Http404
    if queries.has_new_conflict(sheet.assignment, request.arrived_at) and own:
        raise Http404
    return own
