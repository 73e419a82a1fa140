"""The rankings of a programme, one of them as a list, and what the section does with it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from lixiang.access.doors import page_for, signed_in
from lixiang.files.sending import made, workbook
from lixiang.files.store import download
from lixiang.programmes.models import Programme
from lixiang.ranking import actions, documents, permissions
from lixiang.ranking.models import Ranking
from lixiang.ranking.queries import pages as queries
from lixiang.ranking.queries.certificates import certificate_of, content_of
from lixiang.ranking.queries.exports import write_ranking
from lixiang.ranking.queries.inputs import AT_ONCE, sheets_to_rank
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
    words = {"reason": request.POST.get("reason", ""), **_who(request)}
    if sheets_to_rank(programme) > AT_ONCE:
        run = actions.begin_computing(programme, **words)
        messages.info(request, "评分表较多，已在后台计算，可以离开本页。")
        return redirect("work:run", pk=run.pk)
    ranking = actions.compute(programme, **words)
    messages.success(request, "排名已计算，确认以前只有主管单位可以看到。")
    return redirect("ranking:ranking", ref=ranking.ref)


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
        "has_paper": queries.has_paper(ranking, sees),
        "may_download": sees.may_download(ranking),
    }
    return page(request, "ranking/ranking.html", context)


@page_for(Ranking, methods=("GET",))
def certificate(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    if not queries.sees_of(request.user, ranking).may_download(ranking):
        raise Http404
    return download(certificate_of(ranking).file, f"得分证书-{ranking.ref}.json")


@page_for(Ranking, methods=("GET",))
def certificate_pdf(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    if not queries.sees_of(request.user, ranking).may_download(ranking):
        raise Http404
    kept = certificate_of(ranking)
    document = documents.certificate_in_print(ranking, kept, content_of(kept))
    return made(documents.printed(document, at=kept.made_at), f"得分证书-{ranking.ref}.pdf")


@page_for(Ranking, methods=("GET",))
def xlsx(request: HttpRequest, ranking: Ranking) -> FileResponse:
    user, sees = request.user, queries.sees_of(request.user, ranking)
    return workbook(f"{ranking.programme.title}{ranking}.xlsx", lambda to: write_ranking(user, ranking, sees, to))


@page_for(Ranking, methods=("GET",))
def publicity(request: HttpRequest, ranking: Ranking, ending: str) -> HttpResponse:
    if ranking.published_at is None or not queries.sees_of(request.user, ranking).all:
        raise Http404
    body = documents.printed(documents.publicity_paper(ranking), at=ranking.published_at, ending=ending)
    return made(body, f"公示（{ranking.programme.year}年{ranking}）.{ending}")


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
    issued = actions.issue(ranking, **_who(request))
    return _back(request, ranking, f"通报已印发：{issued.document.number_text}。")


@page_for(Ranking, may=permissions.confirms, methods=POST)
def settle(request: HttpRequest, ranking: Ranking) -> HttpResponse:
    count = actions.settle(ranking, **_who(request))
    return _back(request, ranking, f"已按等次办理{count}个项目。")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.arrived_at}


def _back(request: HttpRequest, ranking: Ranking, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("ranking:ranking", ref=ranking.ref)
