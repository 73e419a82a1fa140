"""Packs in and out, and the versions of a programme: what a change changes, whom it touches, from when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.files.sending import made
from lixiang.programmes import actions, permissions, queries
from lixiang.programmes.forms import PackForm, VersionForm
from lixiang.programmes.models import Programme, Version
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action
from lixiang.workflow.attempts import refused, tried


@signed_in(may=permissions.may_load)
def load(request: HttpRequest) -> HttpResponse:
    """A pack makes a new programme in draft, or replaces one that is still in draft."""
    form = PackForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (version := tried(form, actions.load, form.pack, by=request.user, at=request.arrived_at)):
        messages.success(request, f"已导入“{version.programme.title}”，请逐条核对后发布。")
        return redirect("programmes:programme", ref=version.programme.ref)
    return page(request, "programmes/load.html", {"form": form}, status=refused(form))


@page_for(Programme, may=permissions.may_edit)
def load_version(request: HttpRequest, programme: Programme) -> HttpResponse:
    """A pack that changes this programme; it waits as a version until it is published."""
    form = VersionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        words = {"into": programme, "in_force_from": form.cleaned_data["in_force_from"]}
        version = tried(form, actions.load, form.pack, **words, by=request.user, at=request.arrived_at)
        if version:
            messages.success(request, f"已导入第{version.number}版，尚未发布，请核对差异和影响。")
            return redirect("programmes:version", ref=programme.ref, number=version.number)
    return page(request, "programmes/load.html", {"form": form, "programme": programme}, status=refused(form))


@page_for(Programme, methods=("GET",))
def show_version(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    version = _version(request, programme, number)
    changes = queries.changes_to(version)
    context = {
        "programme": programme,
        "version": version,
        "differences": [(f"{each.title} {each.clause}".strip(), each.before, each.after) for each in changes],
        "passages": queries.passages_of(version),
        "touched": queries.organisations_touched(version, changes),
        "verbs": _verbs(request, programme, version),
        "is_of_the_section": permissions.is_of_the_section(request.user, programme),
    }
    return page(request, "programmes/version.html", context)


def _verbs(request: HttpRequest, programme: Programme, version: Version) -> tuple[Action, ...]:
    """Publish and discard, on a version that waits."""
    address = reverse("programmes:version", args=[programme.ref, version.number])
    publish = Action("发布本版", f"{address}publish/", "primary", reason="required", reason_label="修改理由")
    discard = Action("删除本版", f"{address}discard/", "danger", confirm="删除后现行方案不变。")
    offered = ((publish, permissions.may_publish), (discard, permissions.may_edit))
    waits = version.number > 1 and not version.is_frozen
    return tuple(action for action, may in offered if waits and may(request.user, programme))


@page_for(Programme, may=permissions.may_publish, methods=("POST",))
def publish_version(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    version, reason = _version(request, programme, number), request.POST.get("reason", "")
    actions.publish_version(version, by=request.user, at=request.arrived_at, reason=reason)
    messages.success(request, f"第{number}版已发布，自所定时间起生效。")
    return redirect("programmes:version", ref=programme.ref, number=number)


@page_for(Programme, may=permissions.may_edit, methods=("POST",))
def discard_version(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    actions.discard_version(_version(request, programme, number), by=request.user, at=request.arrived_at)
    messages.success(request, f"第{number}版已删除，现行方案不变。")
    return redirect("programmes:programme", ref=programme.ref)


@page_for(Programme, methods=("GET",))
def download_pack(request: HttpRequest, programme: Programme) -> HttpResponse:
    version = queries.version_in_force(programme, request.arrived_at)
    return _toml(programme, version)


@page_for(Programme, methods=("GET",))
def download_version(request: HttpRequest, programme: Programme, number: int) -> HttpResponse:
    return _toml(programme, _version(request, programme, number))


def _version(request: HttpRequest, programme: Programme, number: int) -> Version:
    """One that this person may see: a published one, or for the section any."""
    version = queries.version_for(programme, number, request.user)
    if version is None:
        raise Http404
    return version


def _toml(programme: Programme, version: Version) -> HttpResponse:
    return made(queries.pack_text(version), f"{programme.ref}.toml")
