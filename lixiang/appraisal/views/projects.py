"""The appraisal of one project, for the section."""

from django.http import HttpRequest, HttpResponse

from lixiang.access.doors import page_for
from lixiang.appraisal import permissions
from lixiang.appraisal.queries.projects import rounds_of
from lixiang.projects.models import Project
from lixiang.ui.pages import page


@page_for(Project, may=permissions.oversees, methods=("GET",))
def show_project(request: HttpRequest, project: Project) -> HttpResponse:
    context = {"project": project, "rounds": rounds_of(request.user, project)}
    return page(request, "appraisal/project.html", context)
