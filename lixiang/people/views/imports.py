"""Import of organisations and users: upload, look at the difference, apply; templates and exports."""

import io

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lixiang.access.doors import signed_in
from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim
from lixiang.files.store import accept, claim
from lixiang.people import actions, permissions, queries
from lixiang.people.forms import WorkbookForm
from lixiang.people.sheets.columns import SHEETS, Sheet
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.writing import write_workbook
from lixiang.people.views.attempts import refused
from lixiang.ui.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERBS = {"organisations": actions.import_organisations, "users": actions.import_users}


@signed_in(may=permissions.may_import)
def dry_run(request: HttpRequest, name: str) -> HttpResponse:
    """Upload a workbook and see what it would do; the file waits for `apply`, so it is sent once."""
    sheet, form, difference = _sheet(name), WorkbookForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        difference = _look_at(form, name, request)
    context = {"sheet": sheet, "form": form, "difference": difference}
    return page(request, "people/import.html", context, status=refused(form))


@never_cache
@signed_in(may=permissions.may_import, methods=("POST",))
def apply(request: HttpRequest, name: str) -> HttpResponse:
    """Do what was shown; where the directory changed meanwhile, show the new difference instead."""
    sheet, form = _sheet(name), WorkbookForm()
    source, at, expected = _waiting(request, name), request.arrived_at, request.POST.get("fingerprint", "-")
    try:
        difference, stale = VERBS[name](source, by=request.user, at=at, expected=expected), ""
    except ValidationError as error:
        difference, stale = VERBS[name](source, by=request.user, at=at, dry_run=True), error.messages[0]
    context = {"sheet": sheet, "form": form, "difference": difference, "stale": stale}
    return page(request, "people/import.html", context, status=409 if stale else 200)


@signed_in(may=permissions.may_import, methods=("GET",))
def template(request: HttpRequest, name: str) -> HttpResponse:
    return _workbook(_sheet(name), [], f"{_sheet(name).title}导入模板.xlsx")


@signed_in(may=permissions.may_import, methods=("GET",))
def export(request: HttpRequest, name: str) -> HttpResponse:
    return _workbook(
        _sheet(name), queries.rows_for_export(_sheet(name).name, request.user), f"{_sheet(name).title}.xlsx"
    )


def _sheet(name: str) -> Sheet:
    if name not in SHEETS:
        raise Http404
    return SHEETS[name]


def _workbook(sheet: Sheet, rows: list[dict[str, str]], filename: str) -> HttpResponse:
    target = io.BytesIO()
    write_workbook(target, sheet, rows)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{filename}"
    return response


def _look_at(form: WorkbookForm, name: str, request: HttpRequest) -> Difference | None:
    """The difference, or None after the refusal was written into the form."""
    upload, at = form.cleaned_data["file"], request.arrived_at
    try:
        file = accept(upload, name=upload.name, at=at)
        difference = VERBS[name](file.open(), by=request.user, at=at, dry_run=True)
    except (Unacceptable, ValidationError) as error:
        form.add_error("file", getattr(error, "messages", [str(error)])[0])
        return None
    claim(file, request.user, part=f"import_{name}", name=upload.name, by=request.user, at=at)
    return difference


def _waiting(request: HttpRequest, name: str) -> io.BufferedIOBase:
    """The workbook that this person looked at last."""
    waiting = Claim.of(request.user, f"import_{name}").last()
    if waiting is None:
        raise Http404
    return waiting.file.open()
