"""One dossier: its page, what is saved section by section, its matrix; that of a project, opened on the first visit."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.closing import actions, permissions
from lixiang.closing.forms import (
    UploadForm,
    WrittenForm,
    result_rows,
    typed,
    typed_reasons,
    typed_results,
)
from lixiang.closing.models import Dossier
from lixiang.closing.models.facts import opens_anew
from lixiang.closing.queries.pages import Closing, dossier_page, results_in_words
from lixiang.closing.rules.dossiers import EVIDENCE, FIGURES, RESULTS, SECTIONS, WRITTEN
from lixiang.closing.views.clashing import both_texts
from lixiang.closing.views.offers import entries_of, offers_for
from lixiang.files.intake import ALLOWED
from lixiang.projects.forms import whole_number
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.ui.saving import clashed, is_autosave, saved
from lixiang.ui.written import clock
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused

POST = ("POST",)
LIMITS = f"{ALLOWED}，单个不超过{settings.UPLOAD_BYTES // 1048576}MB。"
SAVES: dict[str, tuple[Callable[..., Dossier], Callable[[Mapping[str, str]], Any]]] = {
    WRITTEN: (actions.save_written, typed),
    FIGURES: (actions.save_figures, typed),
    RESULTS: (actions.save_results, typed_results),
    EVIDENCE: (actions.explain_gaps, typed_reasons),
}


@page_for(Closing, may=permissions.may_see_project)
def of_project(request: HttpRequest, project: Project) -> HttpResponse:
    """Leads to the dossier of the round under way; before there is one, offers to begin it."""
    if request.method == "POST":
        dossier = actions.open_dossier(project, by=request.user, at=request.arrived_at)
        return redirect("closing:dossier", ref=dossier.ref)
    last = project.dossiers.order_by("-round").first()
    may_open = permissions.may_open(request.user, project)
    if last is not None and not (may_open and opens_anew(project, last)):
        return redirect("closing:dossier", ref=last.ref)
    return page(request, "closing/of_project.html", {"project": project, "last": last, "may_open": may_open})


@page_for(Dossier, may=permissions.may_see, methods=("GET",))
def show(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    return show_page(request, dossier)


@page_for(Dossier, may=permissions.may_see, methods=("GET",))
def show_matrix(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    context = {"dossier": dossier, "shown": dossier_page(request.user, dossier, request.arrived_at)}
    return page(request, "closing/matrix.html", context)


@page_for(Dossier, may=permissions.writes, methods=POST)
def save(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    section = request.POST.get("part", "")
    if section not in SECTIONS or request.POST.get("keep") == "theirs":
        return redirect("closing:dossier", ref=dossier.ref)
    verb, read = SAVES[section]
    expected, values = whole_number(request.POST.get("version", "")), read(request.POST)
    words = {"expected": -1 if expected is None else expected, "by": request.user, "at": request.arrived_at}
    try:
        kept = verb(dossier, values, **words)
    except EditedMeanwhile as clash:
        return _clash(request, clash.current, section, values)
    except Refused as refused:
        return _refused(request, dossier, section, values, refused.findings)
    if is_autosave(request):
        return saved(kept.saved_at, version=kept.saves_of(section))
    messages.success(request, f"“{SECTIONS[section]}”已于{clock(kept.saved_at)}保存。")
    return to_section(dossier, section)


def _clash(request: HttpRequest, current: Dossier, section: str, values: Any) -> HttpResponse:
    """Both texts of what differs; the version that the choice will rest on."""
    texts = both_texts(current, section, values)
    context = {"texts": texts, "saved_by": current.saved_by_name, "saved_at": current.saved_at}
    if is_autosave(request):
        return clashed(page(request, "closing/_clash.html", context, status=409), current.saves_of(section))
    return show_page(request, current, section=section, values=values, clash=context, status=409)


def _refused(
    request: HttpRequest, dossier: Dossier, section: str, values: Any, findings: tuple[Finding, ...]
) -> HttpResponse:
    if is_autosave(request):
        context = {"section": section, "findings": findings}
        return page(request, "closing/_refused.html", context, status=422)
    return show_page(request, dossier, section=section, values=values, refused=findings, status=422)


def show_page(request: HttpRequest, dossier: Dossier, *, status: int = 200, **attempt: Any) -> HttpResponse:
    """The page of a dossier; `attempt` holds what was typed into a section and did not get in."""
    shown = dossier_page(request.user, dossier, request.arrived_at)
    section, values = attempt.get("section", ""), attempt.get("values")
    view = shown.view
    context = {
        "shown": shown,
        "dossier": dossier,
        "written": WrittenForm(view.terms, values if section == WRITTEN else view.answers),
        "typed_figures": values if section == FIGURES else {},
        "typed_reasons": values if section == EVIDENCE else dossier.explained,
        "rows": result_rows(values if section == RESULTS else _entries(shown), view.promises),
        "results": results_in_words(shown.content),
        "section": section,
        "refused": attempt.get("refused", ()),
        "clash": attempt.get("clash"),
        "upload": attempt.get("upload") or UploadForm(terms=view.terms),
        "limits": LIMITS,
        "offers": offers_for(request.user, dossier, request.arrived_at),
        "entries": entries_of(shown.trail),
    }
    return page(request, "closing/dossier.html", context, status=status)


def _entries(shown: Any) -> list[dict[str, Any]]:
    return list(shown.content["results"]) if shown.content and shown.may_write else []


def to_section(dossier: Dossier, section: str) -> HttpResponse:
    answer = redirect("closing:dossier", ref=dossier.ref)
    answer["Location"] += f"#{section}"
    return answer
