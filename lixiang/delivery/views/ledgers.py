"""The ledger of tasks goes out as a workbook and comes back: upload, look at the difference, apply."""

from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.tasks import LedgerForm
from lixiang.files.intake import Unacceptable
from lixiang.files.models import Claim
from lixiang.files.sending import workbook
from lixiang.files.store import accept, claim
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.writing import write_workbook
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused

PART = "import_tasks"


@page_for(Programme, methods=("GET",))
def export_ledger(request: HttpRequest, programme: Programme) -> FileResponse:
    """What this person sees of it."""
    rows = queries.ledger_rows(request.user, programme)
    name = f"{programme.title}任务台账.xlsx"
    return workbook(name, lambda target: write_workbook(target, queries.LEDGER, rows))


@page_for(Programme, may=permissions.runs_delivery)
def import_ledger(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Upload a workbook and see what it would do; the file waits for `apply`, so it is sent once."""
    form, difference = LedgerForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        difference = _look_at(form, programme, request)
    return _shown(request, programme, form, difference)


@never_cache
@page_for(Programme, may=permissions.runs_delivery, methods=("POST",))
def apply_ledger(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Do what was shown; where the tasks changed meanwhile, show the new difference instead."""
    words = {"by": request.user, "at": request.arrived_at}
    source, stale = _waiting(request), ""
    try:
        expected = request.POST.get("fingerprint", "-")
        difference = actions.import_ledger(programme, source, expected=expected, **words)
    except ValidationError as error:
        difference, stale = actions.import_ledger(programme, source, dry_run=True, **words), error.messages[0]
    return _shown(request, programme, LedgerForm(), difference, stale)


def _shown(
    request: HttpRequest, programme: Programme, form: LedgerForm, difference: Difference | None, stale: str = ""
) -> HttpResponse:
    context = {"programme": programme, "form": form, "difference": difference, "stale": stale, "sheet": queries.LEDGER}
    return page(request, "delivery/import_ledger.html", context, status=409 if stale else refused(form))


def _look_at(form: LedgerForm, programme: Programme, request: HttpRequest) -> Difference | None:
    """The difference, or None after the refusal was written into the form."""
    upload, at = form.cleaned_data["file"], request.arrived_at
    try:
        file = accept(upload, name=upload.name, at=at)
        difference = actions.import_ledger(programme, file.open(), by=request.user, at=at, dry_run=True)
    except (Unacceptable, ValidationError) as error:
        form.add_error("file", getattr(error, "messages", [str(error)])[0])
        return None
    claim(file, request.user, part=PART, name=upload.name, by=request.user, at=at)
    return difference


def _waiting(request: HttpRequest) -> BinaryIO:
    """The workbook that this person looked at last."""
    waiting = Claim.of(request.user, PART).last()
    if waiting is None:
        raise Http404
    return waiting.file.open()
