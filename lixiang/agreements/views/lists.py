"""The list of agreements and drawing up all that are still missing."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import signed_in
from lixiang.agreements import actions, permissions, queries
from lixiang.ui.pages import page

# Agreements per request: about a second, so that the bar moves and nobody's browser gives up.
AT_ONCE = 10


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    shown, words = request.GET.get("shown", ""), request.GET.get("q", "").strip()
    programme = request.programme
    narrowed = {"shown": shown, "words": words, "after": request.GET.get("after", "")}
    runs = programme and permissions.runs_agreements(request.user, programme)
    context = {
        "programme": programme,
        "choices": queries.SHOWN,
        "shown": shown,
        "words": words,
        "found": queries.page_of(request.user, programme, request.arrived_at, **narrowed) if programme else None,
        "runs": runs,
        "to_draw_up": queries.how_many_to_draw_up(programme) if runs else 0,
    }
    return page(request, "agreements/list.html", context)


@signed_in(methods=("POST",))
def draw_up_all(request: HttpRequest) -> HttpResponse:
    """Some at a time; with scripts the page goes on by itself, without them the button is pressed again."""
    programme = request.programme
    if programme is None:
        raise Http404
    words = {"by": request.user, "at": request.arrived_at, "mark": settings.MARK}
    made = actions.draw_up_all(programme, most=AT_ONCE, **words)
    left = queries.how_many_to_draw_up(programme)
    if request.htmx and left:
        context = {"to_draw_up": left, "is_running": True, "drawn_up": queries.drawn_up_in(programme)}
        return page(request, "agreements/_draw_up_all.html", context)
    messages.success(request, _told(len(made), left))
    return _go(request)


def _told(made: int, left: int) -> str:
    if left:
        return f"已拟制{made}份责任书，还有{left}份，请再点“全部拟制”。"
    return "责任书已全部拟制，请通知各乙方打印签订。" if made else "没有待拟制的责任书。"


def _go(request: HttpRequest) -> HttpResponse:
    """htmx would put the whole page where the bar stands."""
    answer = redirect("agreements:list")
    return HttpResponse(status=204, headers={"HX-Redirect": answer.url}) if request.htmx else answer
