"""Whom an ad-hoc report can be asked of."""

from django.db.models import Q, QuerySet

from lixiang.delivery.models.reports import REPORTING
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

MOST_TO_PICK = 300


def projects_to_pick(programme: Programme) -> list[tuple[str, str]]:
    """(reference, words) of projects under way, the first MOST_TO_PICK by number; one query.

    A programme with more is asked by category or organisation.
    """
    rows = Project.objects.filter(programme=programme, status__in=REPORTING).order_by("number")
    columns = ("ref", "title", "nominating_organisation__short_name")
    return [(ref, f"{unit}：{title}") for ref, title, unit in rows.values_list(*columns)[:MOST_TO_PICK]]


def organisations_with_projects(programme: Programme) -> list[Organisation]:
    """Those that nominate today and have projects under way, in official order; one query."""
    own = Project.objects.filter(programme=programme, status__in=REPORTING).order_by()
    return list(Organisation.objects.bearers_of(own.values("nominating_organisation")).order_by("order", "pk"))


def projects_meant(programme: Programme, *, category: str = "", nominating_organisation: str = "") -> QuerySet[Project]:
    """Projects under way, of one category or of one organisation with all that was merged into it."""
    rows = Project.objects.filter(programme=programme, status__in=REPORTING)
    if category:
        rows = rows.filter(category=category)
    if nominating_organisation:
        of_it = Q(pk=nominating_organisation) | Q(successor=nominating_organisation)
        rows = rows.filter(nominating_organisation__in=Organisation.objects.filter(of_it).values("pk"))
    return rows
