"""Import of organisations and users: upload, look at the difference, apply; templates and exports."""

from collections.abc import Callable
from functools import partial, wraps

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lixiang.access.doors import signed_in
from lixiang.files.sending import workbook
from lixiang.people import actions, permissions, queries
from lixiang.people.forms import WorkbookForm
from lixiang.people.sheets.columns import SHEETS, Sheet
from lixiang.people.sheets.writing import write_workbook
from lixiang.people.views.attempts import refused
from lixiang.people.views.workbooks import look_at, looked_at
from lixiang.ui.pages import page

VERBS = {"organisations": actions.import_organisations, "users": actions.import_users}


def sheet_named(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The sheet in place of its name in the address; 404 for any other name."""

    @wraps(view)
    def answer(request: HttpRequest, sheet: str) -> HttpResponse:
        if sheet not in SHEETS:
            raise Http404
        return view(request, SHEETS[sheet])

    return answer


@signed_in(may=permissions.may_import)
@sheet_named
def dry_run(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Upload a workbook and see what it would do; the file waits for `apply`, so it is sent once."""
    form, difference = WorkbookForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        words = {"by": request.user, "at": request.arrived_at}
        look = partial(VERBS[sheet.name], dry_run=True, **words)
        difference = look_at(form, look, part=_part(sheet), **words)
    context = {"sheet": sheet, "form": form, "difference": difference, "stale": ""}
    return page(request, "people/import.html", context, status=refused(form))


@never_cache
@signed_in(may=permissions.may_import, methods=("POST",))
@sheet_named
def apply(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Do what was shown; where the directory changed meanwhile, show the new difference instead."""
    words = {"by": request.user, "at": request.arrived_at}
    source, verb, stale = looked_at(request.user, _part(sheet)), VERBS[sheet.name], ""
    try:
        difference = verb(source, expected=request.POST.get("fingerprint", "-"), **words)
    except ValidationError as error:
        difference, stale = verb(source, dry_run=True, **words), error.messages[0]
    context = {"sheet": sheet, "form": WorkbookForm(), "difference": difference, "stale": stale}
    return page(request, "people/import.html", context, status=409 if stale else 200)


@signed_in(may=permissions.may_import, methods=("GET",))
@sheet_named
def template(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return _workbook(sheet, [], f"{sheet.title}导入模板.xlsx")


@signed_in(may=permissions.may_import, methods=("GET",))
@sheet_named
def export(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return _workbook(sheet, queries.rows_for_export(sheet.name, request.user), f"{sheet.title}.xlsx")


def _workbook(sheet: Sheet, rows: list[dict[str, str]], filename: str) -> FileResponse:
    return workbook(filename, lambda target: write_workbook(target, sheet, rows))


def _part(sheet: Sheet) -> str:
    return f"import_{sheet.name}"
