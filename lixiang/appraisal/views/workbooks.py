"""A judge's sheets go out as a workbook and come back: upload, look at the difference, apply."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lixiang.access.doors import page_for
from lixiang.appraisal import actions
from lixiang.appraisal.forms import BookForm
from lixiang.appraisal.models import Judge, Panel
from lixiang.appraisal.queries.panels import judge_of
from lixiang.appraisal.queries.workbooks import BOOK, book_rows, standings_of
from lixiang.files.sending import workbook
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.writing import write_workbook
from lixiang.people.views.workbooks import look_at, looked_at
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused


def _seat(request: HttpRequest, panel: Panel) -> Judge:
    """This person's seat, once the judge has declared; the page does not exist for others."""
    seat = judge_of(request.user, panel)
    if seat is None or seat.declared_at is None:
        raise Http404
    return seat


def _part(panel: Panel) -> str:
    """The part that a workbook plays as a claim: one per panel."""
    return f"import_scores_{panel.pk}"


@page_for(Panel, methods=("GET",))
def export_scores(request: HttpRequest, panel: Panel) -> FileResponse:
    standings = standings_of(_seat(request, panel), request.arrived_at)
    return workbook(f"{panel.title}评分表.xlsx", lambda target: write_workbook(target, BOOK, book_rows(standings)))


@page_for(Panel)
def import_scores(request: HttpRequest, panel: Panel) -> HttpResponse:
    """Upload a workbook and see what it would do; the file waits for `apply`, so it is sent once."""
    seat, difference = _seat(request, panel), None
    form = BookForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        look = partial(actions.import_scores, seat, dry_run=True, **_who(request))
        difference = look_at(form, look, part=_part(panel), **_who(request))
    return _shown(request, panel, form, difference)


@never_cache
@page_for(Panel, methods=("POST",))
def apply_scores(request: HttpRequest, panel: Panel) -> HttpResponse:
    """Do what was shown; where the sheets changed meanwhile, show the new difference instead."""
    seat = _seat(request, panel)
    source, stale = looked_at(request.user, _part(panel)), ""
    try:
        expected = request.POST.get("fingerprint", "-")
        difference = actions.import_scores(seat, source, expected=expected, **_who(request))
    except ValidationError as error:
        difference = actions.import_scores(seat, source, dry_run=True, **_who(request))
        stale = error.messages[0]
    return _shown(request, panel, BookForm(), difference, stale)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _shown(
    request: HttpRequest, panel: Panel, form: BookForm, difference: Difference | None, stale: str = ""
) -> HttpResponse:
    context = {"panel": panel, "form": form, "difference": difference, "stale": stale, "sheet": BOOK}
    return page(request, "appraisal/import.html", context, status=409 if stale else refused(form))
