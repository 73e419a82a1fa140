"""The ledger of tasks goes out as a workbook and comes back: upload, look at the difference, apply."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.tasks import LedgerForm
from lixiang.files.sending import workbook
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.writing import write_workbook
from lixiang.people.views.workbooks import look_at, looked_at
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
        words = {"by": request.user, "at": request.arrived_at}
        look = partial(actions.import_ledger, programme, dry_run=True, **words)
        difference = look_at(form, look, part=PART, **words)
    return _shown(request, programme, form, difference)


@never_cache
@page_for(Programme, may=permissions.runs_delivery, methods=("POST",))
def apply_ledger(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Do what was shown; where the tasks changed meanwhile, show the new difference instead."""
    words = {"by": request.user, "at": request.arrived_at}
    source, stale = looked_at(request.user, PART), ""
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
