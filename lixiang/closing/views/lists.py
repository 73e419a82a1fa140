"""The projects that close, narrowed and page by page."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from lixiang.access.doors import signed_in
from lixiang.closing.queries import lists as queries
from lixiang.ui.pages import page


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    if programme is None:
        return page(request, "closing/dossiers.html", {"programme": None})
    shown, words = request.GET.get("shown", ""), request.GET.get("q", "").strip()[:100]
    query = urlencode({name: value for name, value in (("shown", shown), ("q", words)) if value})
    rows = queries.projects_to_close(request.user, programme)
    narrowed = {"shown": shown, "words": words, "after": request.GET.get("after", "")}
    context = {
        "programme": programme,
        "shown": shown,
        "words": words,
        "query": f"?{query}" if query else "?",
        "choices": queries.SHOWN,
        "counts": queries.counts_of(rows, request.arrived_at),
        "found": queries.page_of(rows, request.arrived_at, **narrowed),
    }
    return page(request, "closing/dossiers.html", context)
