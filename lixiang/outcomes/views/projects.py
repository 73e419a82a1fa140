"""What became of one project after it was concluded: its award, and whatever follows from it."""

from django.http import HttpRequest, HttpResponse

from lixiang.access.doors import page_for
from lixiang.outcomes.permissions import awards as permissions
from lixiang.outcomes.permissions import cases
from lixiang.outcomes.queries import projects as queries
from lixiang.projects.models import Project
from lixiang.ui.pages import page


@page_for(Project, methods=("GET",))
def of_project(request: HttpRequest, project: Project) -> HttpResponse:
    context = {
        "project": project,
        "outcome": queries.outcome_of(request.user, project),
        "begins": cases.begins(request.user, project),
        "proposes": permissions.proposes(request.user, project),
    }
    return page(request, "outcomes/of_project.html", context)
