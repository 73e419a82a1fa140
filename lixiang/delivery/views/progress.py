"""The list of progress with its workbook, and one project's progress on screen and on paper."""

from django.http import FileResponse, HttpRequest, HttpResponse

from lixiang.access.doors import page_for, signed_in
from lixiang.delivery import queries
from lixiang.delivery.forms.progress import chosen_from
from lixiang.delivery.rules.shares import percent
from lixiang.delivery.views import progress_offers as offers
from lixiang.delivery.views.chosen import programme_of
from lixiang.files.sending import workbook
from lixiang.programmes.queries import clause_texts
from lixiang.projects.models import Project
from lixiang.ui.pages import page


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, chosen = request.programme, chosen_from(request.GET)
    found = queries.listing_of(request.user, programme, chosen, request.arrived_at) if programme else None
    context = {"programme": programme, "chosen": chosen, "listing": found, "percent": percent}
    return page(request, "delivery/progress_list.html", context)


@signed_in(methods=("GET",))
def export(request: HttpRequest) -> FileResponse:
    programme = programme_of(request)
    user, chosen, at = request.user, chosen_from(request.GET), request.arrived_at
    name = f"{programme.title}实施进度表.xlsx"
    return workbook(name, lambda target: queries.write_progress(user, programme, chosen, target, at))


@page_for(queries.Followed, methods=("GET",))
def show(request: HttpRequest, project: Project) -> HttpResponse:
    return _sheet(request, project, "delivery/progress.html")


@page_for(queries.Followed, methods=("GET",))
def print_sheet(request: HttpRequest, project: Project) -> HttpResponse:
    return _sheet(request, project, "delivery/progress_print.html")


def _sheet(request: HttpRequest, project: Project, template: str) -> HttpResponse:
    sheet = queries.sheet_of(project, request.arrived_at)
    context = {
        "sheet": sheet,
        "at": request.arrived_at,
        "percent": percent,
        "may_report": offers.may_report(request.user, sheet),
        "may_overrule": offers.may_overrule(request.user, sheet),
        "lamp_verbs": offers.lamp_verbs(request.user, sheet),
        "verbs": {line.milestone.pk: offers.verbs_of(request.user, sheet, line) for line in sheet.lines},
        "files": {
            line.milestone.pk: offers.files_of(line.milestone.ref, line.evidence)
            for line in (*sheet.lines, *sheet.retired)
        },
        "entries": offers.entries_of(sheet.trail),
        "sentences": clause_texts(project.version),
    }
    return page(request, template, context)
