"""The tree of organisations, one organisation, and the forms that change it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from lixiang.access.doors import page_for, signed_in
from lixiang.people import actions, permissions, queries
from lixiang.people.forms import EditOrganisationForm, MergeForm, OrganisationForm, RenameForm
from lixiang.people.models import Organisation
from lixiang.people.views.attempts import refused, tried
from lixiang.people.views.offers import posts_verbs_at, verbs_at
from lixiang.ui.pages import page


@signed_in()
def show_tree(request: HttpRequest) -> HttpResponse:
    offered = {"may_import": permissions.may_import(request.user)}
    return page(request, "people/show_tree.html", {"nodes": queries.tree_for(request.user), **offered})


@page_for(Organisation, key="code")
def show(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    today, user = localdate(request.arrived_at), request.user
    context = {
        "organisation": organisation,
        "line": queries.line_above(organisation),
        "children": queries.children_of(organisation),
        "posts": queries.posts_at(organisation, today),
        "posts_before": queries.posts_before(organisation, today),
        "posts_verbs": posts_verbs_at(organisation, user),
        "accounts": queries.accounts_at(organisation, user),
        "former_names": queries.former_names_of(organisation),
        "predecessors": organisation.predecessors.in_official_order(),
        "told": queries.renames_and_mergers_of(organisation),
        "relations": organisation.relations.select_related("to"),
        "may_edit": permissions.may_edit_organisations(user),
        "verbs": verbs_at(organisation, user),
    }
    return page(request, "people/show_organisation.html", context)


@page_for(Organisation, key="code", may=permissions.may_edit_organisations)
def add_organisation(request: HttpRequest, parent: Organisation) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        fields = {**form.cleaned_data, "parent": parent}
        if added := tried(form, actions.add_organisation, **fields, by=request.user, at=request.arrived_at):
            messages.success(request, f"已新增{added.name}。")
            return redirect("people:organisation", code=added.code)
    context = {"form": form, "organisation": parent, "title": "新增下级组织", "label": "新增"}
    return page(request, "people/change_organisation.html", context, status=refused(form))


@page_for(Organisation, key="code", may=permissions.may_edit_organisations)
def edit_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    parent = organisation.parent.code if organisation.parent else ""
    form = EditOrganisationForm(request.POST or None, instance=organisation, initial={"parent_code": parent})
    if form.is_valid():
        changes = {**form.changes(), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.edit_organisation, organisation, **changes):
            messages.success(request, "已保存。")
            return redirect("people:organisation", code=organisation.code)
    context = {"form": form, "organisation": organisation, "title": "修改组织", "label": "保存"}
    return page(request, "people/change_organisation.html", context, status=refused(form))


@page_for(Organisation, key="code", may=permissions.may_edit_organisations)
def rename_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    names = {"name": organisation.called, "short_name": organisation.called_short}
    form = RenameForm(request.POST or None, initial=names)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.rename_organisation, organisation, **words):
            messages.success(request, "已更名，原名称保留为曾用名。")
            return redirect("people:organisation", code=organisation.code)
    context = {"form": form, "organisation": organisation, "title": "更名", "label": "更名"}
    return page(request, "people/change_organisation.html", context, status=refused(form))


@page_for(Organisation, key="code", may=permissions.may_edit_organisations)
def merge_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = MergeForm(request.POST or None)
    if form.is_valid():
        words = {"reason": form.cleaned_data["reason"], "by": request.user, "at": request.arrived_at}
        if tried(form, actions.merge_organisation, organisation, form.into, **words):
            messages.success(request, f"已并入{form.into.name}，原有项目、名额和办理轨迹不变，由其继续办理。")
            return redirect("people:organisation", code=organisation.code)
    context = {"form": form, "organisation": organisation, "title": "并入其他组织", "label": "并入"}
    return page(request, "people/change_organisation.html", context, status=refused(form))
