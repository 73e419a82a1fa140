"""The files that go out: the summary as a workbook, the attachments as an archive, sheet and receipt as PDF."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from lixiang.access.doors import page_for
from lixiang.files.sending import made, workbook
from lixiang.files.store import download
from lixiang.nominations import documents, permissions, queries
from lixiang.nominations.models import Slate
from lixiang.programmes.models import Programme


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def summary_of_slate(request: HttpRequest, slate: Slate) -> FileResponse:
    name, is_own = (
        f"{slate.organisation.short_name}申报汇总表.xlsx",
        permissions.is_of_the_organisation(request.user, slate),
    )
    return workbook(name, lambda target: queries.write_summary_of(slate, target, request.arrived_at, is_own=is_own))


@page_for(Programme, may=permissions.may_see_all, methods=("GET",))
def summary(request: HttpRequest, programme: Programme) -> FileResponse:
    name = f"{programme.title}申报汇总表.xlsx"
    return workbook(name, lambda target: queries.write_summary(programme, target, request.arrived_at))


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def attachments_of_slate(request: HttpRequest, slate: Slate) -> StreamingHttpResponse:
    is_own = permissions.is_of_the_organisation(request.user, slate)
    return _archive(f"{slate.organisation.short_name}申报附件.zip", queries.stream_attachments_of(slate, is_own=is_own))


@page_for(Programme, may=permissions.may_see_all, methods=("GET",))
def attachments(request: HttpRequest, programme: Programme) -> StreamingHttpResponse:
    return _archive(f"{programme.title}申报附件.zip", queries.stream_attachments(programme, request.arrived_at))


def _archive(name: str, parts) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def sheet_paper(request: HttpRequest, slate: Slate) -> HttpResponse:
    at = request.arrived_at
    is_own = permissions.is_of_the_organisation(request.user, slate)
    body = documents.sheet_of(queries.slate_page(slate, at, is_own=is_own), at=at)
    return made(body, f"{slate.organisation.short_name}推荐表.pdf", inline=True)


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def receipt_paper(request: HttpRequest, slate: Slate, number: int) -> HttpResponse:
    found = queries.receipt_of(slate, number)
    if found is None:
        raise Http404
    return made(documents.receipt_of(found), f"回执 {found.number}.pdf", inline=True)


@page_for(Slate, may=permissions.may_see, methods=("GET",))
def download_sheet(request: HttpRequest, slate: Slate, number: int) -> HttpResponse:
    """The n-th sheet scanned for the slate as it stands."""
    found = queries.sheet_of(slate, number)
    if found is None:
        raise Http404
    return download(found.file, found.name, inline=True)
