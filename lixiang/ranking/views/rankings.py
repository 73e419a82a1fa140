"""The rankings of a programme, one of them as a list, and what the section does with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from lixiang.access.doors import page_for, signed_in
from lixiang.files.store import download
from lixiang.programmes.models import Programme
from lixiang.ranking import actions, permissions
from lixiang.ranking.models import Ranking
from lixiang.ranking.queries import pages as queries
from lixiang.ranking.queries.certificates import certificate_of
from lixiang.ranking.queries.results import left_to_settle
from lixiang.ranking.views.offers import answers_for, entries_of, verbs_for
from lixiang.ui.pages import page

POST = ("POST",)


@signed_in(permissions.enters, methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    runs = bool(programme) and permissions.runs_ranking(request.user, programme)
    rows = queries.rankings_of(request.user, programme) if programme else []
    context = {
        "programme": programme,
        "rows": rows,
        "computing": queries.computing_of(programme, rows, request.arrived_at) if runs else None,
    }
    return page(request, "ranking/list.html", context)


@page_for(Programme, may=permissions.runs_ranking, methods=POST)
def compute(request: HttpRequest, programme: Programme) -> HttpResponse:
    made = actions.compute(programme, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "排名已计算，确认以前只有主管单位可以看到。")
    return redirect("ranking:ranking", ref=made.ref)


@page_for(Ranking, methods=("GET",))
def show_ranking(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    user, sees = request.user, queries.sees_of(request.user, ranking)
    asked = {"track": request.GET.get("track", ""), "words": request.GET.get("q", "").strip()[:100]}
    context = {
        "ranking": ranking,
        "sees": sees,
        **asked,
        "query": "?" + urlencode({"track": asked["track"], "q": asked["words"]}),
        "tracks": queries.tracks_of(ranking.version),
        "found": queries.page_of(user, ranking, sees, after=request.GET.get("after", ""), **asked),
        "grades": queries.grades_in_words(ranking) if sees.all else (),
        "verbs": verbs_for(user, ranking),
        "objections": [(each, answers_for(user, each)) for each in queries.objections_to(user, ranking)],
        "entries": entries_of(queries.trail_of(ranking)) if sees.is_section else (),
        "left": left_to_settle(user, ranking),
        "is_open": queries.is_in_publicity(ranking, request.arrived_at),
        "may_download": sees.may_download(ranking),
    }
    return page(request, "ranking/ranking.html", context)


@page_for(Ranking, methods=("GET",))
def certificate(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    if not queries.sees_of(request.user, ranking).may_download(ranking):
        raise Http404
    return download(certificate_of(ranking).file, f"得分证书-{ranking.ref}.json")


@page_for(Ranking, may=permissions.confirms, methods=POST)
def confirm(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    actions.confirm(ranking, reason=request.POST.get("reason", ""), **_who(request))
    return _back(request, ranking, "排名已确认。")


@page_for(Ranking, may=permissions.confirms, methods=POST)
def publish(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    actions.publish(ranking, **_who(request))
    return _back(request, ranking, "排名已公示。")


@page_for(Ranking, may=permissions.confirms, methods=POST)
def issue(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    made = actions.issue(ranking, **_who(request))
    return _back(request, ranking, f"通报已印发：{made.document.number_text}。")


@page_for(Ranking, may=permissions.confirms, methods=POST)
def settle(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    count = actions.settle(ranking, **_who(request))
    return _back(request, ranking, f"已按等次办理{count}个项目。")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _back(request: HttpRequest, ranking: Ranking, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("ranking:ranking", ref=ranking.ref)
