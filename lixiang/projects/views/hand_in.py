"""Look everything over once more, and hand it in."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lixiang.access.doors import page_for
from lixiang.projects import actions, permissions, queries
from lixiang.projects.forms import key_from
from lixiang.projects.models import Draft, Project
from lixiang.projects.queries.reading import application_readings
from lixiang.ui.pages import page
from lixiang.workflow.findings import Finding, Refused


@page_for(Draft, may=permissions.may_write)
def hand_in(request: HttpRequest, project: Project) -> HttpResponse:
    if request.method == "GET":
        return _page(request, project)
    key, seen = key_from(request.POST.get("key", "")), request.POST.get("seen")
    words = {"reason": request.POST.get("reason", ""), "by": request.user, "at": request.arrived_at}
    try:
        if key is None:
            raise Refused(Finding("no_key", "页面不完整，请刷新后再提交。"))
        revision = actions.hand_in(project, key=key, seen=seen, **words)
    except Refused as refused:
        return _page(request, project, refused.findings)
    return redirect("projects:receipt", ref=project.ref, number=revision.number)


def _page(request: HttpRequest, project: Project, refusals: tuple[Finding, ...] = ()) -> HttpResponse:
    application = queries.application_for(request.user, project, request.arrived_at)
    context = {
        "application": application,
        "sections": application_readings(application),
        "project": application.project,
        "prefix": f"{reverse('projects:list')}{project.ref}/",
        "form_url": reverse("projects:application", args=[project.ref]),
        "refusals": refusals,
        "reason": request.POST.get("reason", ""),
        "key": request.POST.get("key") or uuid4(),
    }
    return page(request, "projects/hand_in.html", context, status=422 if refusals else 200)
