"""The register of results across the projects of a programme, and the same as a workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode

from lixiang.access.doors import signed_in
from lixiang.access.keys import key_in
from lixiang.files.sending import workbook
from lixiang.outcomes.queries import results as queries
from lixiang.projects.rules.words import RESULT_WORDS
from lixiang.ui.pages import page


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, user, asked = request.programme, request.user, queries.Asked.of(request.GET)
    if programme is None:
        return page(request, "outcomes/results.html", {"programme": None})
    query, rows = urlencode(asked.as_query()), queries.results_for(user, programme, asked)
    context = {
        "programme": programme,
        "asked": asked,
        "query": f"?{query}&" if query else "?",
        "kinds": RESULT_WORDS,
        "counties": queries.counties_among(user, programme),
        "found": queries.page_of_results(rows, after=key_in(request.GET.get("after"))),
    }
    return page(request, "outcomes/results.html", context)


@signed_in(methods=("GET",))
def export_results(request: HttpRequest) -> HttpResponseBase:
    programme = request.programme
    if programme is None:
        raise Http404
    rows = queries.results_for(request.user, programme, queries.Asked.of(request.GET))
    return workbook(f"{programme.title}成果登记.xlsx", lambda target: queries.write_results(target, programme, rows))
