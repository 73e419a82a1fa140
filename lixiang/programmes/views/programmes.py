"""The list of programmes, one programme beside the clauses of its notice, and the forms of its verbs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for, signed_in
from lixiang.files.sending import made
from lixiang.programmes import actions, documents, permissions, queries
from lixiang.programmes.forms import CloneForm, ExtensionForm
from lixiang.programmes.models import Programme
from lixiang.ui.pages import page
from lixiang.ui.shapes import Action
from lixiang.workflow.attempts import refused, tried


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": queries.rows_for(request.user, request.arrived_at),
        "may_load": permissions.may_load(request.user),
    }
    return page(request, "programmes/show_list.html", context)


@page_for(Programme, methods=("GET",))
def show(request: HttpRequest, programme: Programme) -> HttpResponse:
    at, user = request.arrived_at, request.user
    version, may = queries.version_in_force(programme, at), queries.offers(programme, user)
    context = {
        "programme": programme,
        "version": version,
        "passages": queries.passages_of(version),
        "stages": queries.timeline_of(version, at),
        "extensions": queries.extensions_of(programme, user),
        "versions": queries.versions_for(programme, user),
        "may": may,
        "verbs": _verbs(programme) if may.close else (),
        "is_of_the_section": permissions.is_of_the_section(user, programme),
    }
    return page(request, "programmes/show.html", context)


def _verbs(programme: Programme) -> tuple[Action, ...]:
    address, warning = reverse("programmes:close", args=[programme.ref]), "结束后不再办理申报、延期和修改。"
    return (Action("结束本批次", address, "danger", confirm=warning, reason="required"),)


@page_for(Programme, may=permissions.may_publish)
def publish(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What will be issued to whom; sent, it is done."""
    if request.method == "POST":
        actions.publish(programme, by=request.user, at=request.arrived_at)
        messages.success(request, "已发布，启动通知已印发各主送单位，请关注签收情况。")
        return redirect("programmes:programme", ref=programme.ref)
    version = queries.version_in_force(programme, request.arrived_at)
    context = {
        "programme": programme,
        "notice": documents.opening_notice(version, number="", at=request.arrived_at),
        "receivers": documents.receivers_of(version).text,
        "letterhead": documents.letterhead_of(version),
        "organisations": queries.addressed_by(version, documents.receivers_of(version).groups),
        "topics": version.topics,
        "may": queries.offers(programme, request.user),
    }
    return page(request, "programmes/publish.html", context)


@page_for(Programme, may=permissions.may_edit, methods=("GET",))
def preview(request: HttpRequest, programme: Programme) -> HttpResponse:
    version = queries.version_in_force(programme, request.arrived_at)
    pdf = documents.preview_opening_notice(version, at=request.arrived_at)
    return made(pdf, "preview.pdf", inline=True)


@page_for(Programme, may=permissions.may_edit)
def extend(request: HttpRequest, programme: Programme) -> HttpResponse:
    version = queries.version_in_force(programme, request.arrived_at)
    initial = {"organisation": request.GET.get("organisation", ""), "step": "nomination"}
    initial["until"] = queries.proposed_extension(version, request.arrived_at)
    form = ExtensionForm(request.POST or None, version=version, initial=initial)
    if form.is_valid():
        words = {**form.as_words(), "by": request.user, "at": request.arrived_at}
        if granted := tried(form, actions.extend, programme, **words):
            messages.success(request, f"已为{granted.organisation or '全部单位'}办理延期。")
            return redirect("programmes:programme", ref=programme.ref)
    granted = queries.extensions_of(programme, request.user)
    context = {"form": form, "programme": programme, "extensions": granted, "deadlines": queries.deadlines_of(version)}
    return page(request, "programmes/extend.html", context, status=refused(form))


@page_for(Programme, may=permissions.may_edit)
def clone(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = CloneForm(request.POST) if request.method == "POST" else CloneForm.for_next_year(programme)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if copy := tried(form, actions.clone, programme, **words):
            messages.success(request, "已克隆为新的拟制方案；日期已顺延，请按新通知核对条款、文字和日期。")
            return redirect("programmes:programme", ref=copy.ref)
    return page(request, "programmes/clone.html", {"form": form, "programme": programme}, status=refused(form))


@page_for(Programme, methods=("POST",))
def close(request: HttpRequest, programme: Programme) -> HttpResponse:
    actions.close(programme, by=request.user, at=request.arrived_at, reason=request.POST.get("reason", ""))
    messages.success(request, "本批次已结束。")
    return redirect("programmes:programme", ref=programme.ref)
