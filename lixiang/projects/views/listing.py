"""The list of projects, and the button that begins one."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import signed_in
from lixiang.people.roles import Role
from lixiang.projects import actions, permissions, queries
from lixiang.projects.forms import chosen_from, key_from
from lixiang.ui.pages import page
from lixiang.workflow.findings import Finding, Refused


@signed_in(methods=("GET",))
def show_list(request: HttpRequest) -> HttpResponse:
    programme, chosen = request.programme, chosen_from(request.GET)
    listing = queries.listing_for(request.user, programme, chosen, request.arrived_at) if programme else None
    context = {
        "programme": programme,
        "chosen": chosen,
        "listing": listing,
        "units": [each for each in request.user.held_roles if each.role == Role.UNIT_CLERK and not each.is_inherited],
        "key": uuid4(),
    }
    return page(request, "projects/show_list.html", context)


@signed_in(may=permissions.may_draft, methods=("POST",))
def draft(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    unit = queries.organisation_to_draft_for(request.user, request.POST.get("organisation", ""))
    if programme is None or unit is None:
        raise Refused(Finding("choose_unit", "请选择为哪个单位填报。", field="organisation"))
    words = {"by": request.user, "at": request.arrived_at, "key": key_from(request.POST.get("key", ""))}
    project = actions.draft(programme, organisation=unit, **words)
    return redirect("projects:application", ref=project.ref)
