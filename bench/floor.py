"""The floor: bare views in the same process and middleware, logged in, one query, as many rows in a plain table."""

from itertools import count

import jinja2
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from lixiang.config.urls import urlpatterns as product
from lixiang.projects.models import Answer, Project

TABLE = jinja2.Environment(autoescape=True).from_string(
    "<!doctype html><html lang=zh><body><p>{{ who }}</p><table>{% for row in rows %}<tr><td>{{ row[0] }}</td>"
    "<td><a href='/projects/{{ row[0] }}/'>{{ row[1] }}</a></td><td>{{ row[2] }}</td><td>{{ row[3] }}</td>"
    "<td>{{ row[4] }}</td><td>{{ row[5] }}</td><td>{{ row[6] }}</td></tr>{% endfor %}</table></body></html>"
)
CELLS = (
    "ref",
    "title",
    "category",
    "nominating_organisation__short_name",
    "implementing_organisation__short_name",
    "status",
    "status_since",
)
NUMBERS = count()


def bare_table(request: HttpRequest, programme: int, rows: int) -> HttpResponse:
    """As many rows as the page that it is compared with, by an index; the user is asked for, as every page does."""
    found = Project.objects.filter(programme=programme).order_by("number").values_list(*CELLS)[:rows]
    return HttpResponse(TABLE.render(who=request.user.name, rows=found))


def bare_write(request: HttpRequest, project: int, rows: int) -> HttpResponse:
    """As many new rows in one transaction."""
    who = request.user.name
    with transaction.atomic():
        for _ in range(rows):
            Answer.objects.create(project_id=project, field=f"bare{next(NUMBERS)}", text=who * 20)
    return HttpResponse("ok")


urlpatterns = [
    path("floor/table/<int:programme>/<int:rows>/", bare_table),
    path("floor/write/<int:project>/<int:rows>/", bare_write),
    *product,
]
