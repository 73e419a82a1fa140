"""The pages of the archive: its list, one archive with how far it is, the download, and the verbs."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.access.keys import key_in
from lixiang.files import store
from lixiang.outcomes import actions, permissions, queries
from lixiang.outcomes.models import Archive, Concluded, Shelf
from lixiang.outcomes.rules.kinds import RETENTIONS
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action


def archive_all_of(programme: Programme) -> Action:
    """The button that closes the files of all that were concluded."""
    url = reverse("outcomes:archive_all", kwargs={"ref": programme.ref})
    return Action("全部归档", url, confirm="已结项的项目归档后不再办理其他事项，材料列入年度归档包。")


@signed_in(permissions.sees_archives, methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    if programme is not None and not permissions.may_see(request.user, programme):
        raise Http404
    before = key_in(request.GET.get("before"))
    context = {
        "programme": programme,
        "found": queries.page_of_archives(programme, before=before) if programme else None,
        "counts": queries.counts_of(programme) if programme else None,
        "terms": queries.terms_of(programme, request.arrived_at) if programme else None,
        "retentions": RETENTIONS,
        "current": queries.archive_in_the_making(programme) if programme else None,
        "makes": programme is not None and permissions.makes_archives(request.user, programme),
        "archive_all": archive_all_of(programme) if programme else None,
    }
    return page(request, "outcomes/archives.html", context)


@page_for(Archive, methods=("GET",))
def show_archive(request: HttpRequest, archive: Archive) -> HttpResponse:
    context = {
        "making": queries.archive_page(archive),
        "archive": archive,
        "at": request.arrived_at,
        "makes": permissions.makes_archives(request.user, archive.programme),
    }
    return page(request, "outcomes/archive.html", context, block="state")


@page_for(Archive, methods=("GET",))
def download(request: HttpRequest, archive: Archive) -> FileResponse:
    if archive.file is None:
        raise Http404
    return store.download(archive.file, archive.file_name)


@page_for(Shelf, may=permissions.makes_archives, methods=("POST",))
def begin_archive(request: HttpRequest, programme: Programme) -> HttpResponse:
    made = actions.begin_archive(programme, by=request.user, at=request.arrived_at)
    messages.info(request, "已开始制作归档包，可以离开本页，稍后再看。")
    return redirect("outcomes:show_archive", ref=made.ref)


@page_for(Shelf, may=permissions.makes_archives, methods=("POST",))
def archive_all(request: HttpRequest, programme: Programme) -> HttpResponse:
    closed, left = actions.archive_all(programme, by=request.user, at=request.arrived_at)
    words = f"已归档{closed}个项目。" if not left else f"已归档{closed}个项目，还有{left}个，请再点“全部归档”。"
    messages.success(request, words)
    return redirect("outcomes:archives")


@page_for(Archive, methods=("POST",))
def go_on(request: HttpRequest, archive: Archive) -> HttpResponse:
    actions.go_on(archive, by=request.user, at=request.arrived_at)
    messages.info(request, "已继续制作，做完的项目不再重做。")
    return redirect("outcomes:show_archive", ref=archive.ref)


@page_for(Concluded, may=permissions.may_archive)
def archive(request: HttpRequest, project: Project) -> HttpResponse:
    if request.method == "POST":
        actions.archive(project, by=request.user, at=request.arrived_at)
        messages.success(request, "项目已归档。")
        return redirect("desk:dossier", ref=project.ref)
    context = {"project": project, "terms": queries.terms_of(project.programme, request.arrived_at)}
    return page(request, "outcomes/confirm.html", {**context, "retentions": RETENTIONS})
