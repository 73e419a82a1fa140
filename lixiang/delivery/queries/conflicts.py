"""Who must not inspect what: people who hold a role at an organisation of the project."""

from collections.abc import Iterable

from lixiang.people.models import RoleHeld, User
from lixiang.projects.models import Project


def sides_of(project: Project) -> dict[int, str]:
    """The organisations that answer for a project, by their word; one organisation stands once."""
    sides = {project.implementing_organisation_id: "责任单位"}
    sides.setdefault(project.drafting_organisation_id, "填报单位")
    sides.setdefault(project.nominating_organisation_id, "申报单位")
    return {pk: word for pk, word in sides.items() if pk is not None}


def conflicts_between(people: Iterable[User], projects: Iterable[Project]) -> tuple[tuple[str, str], ...]:
    """(person, project) wherever a person acts for one of the project's organisations; one query."""
    wanted = {person.pk: person.name for person in people}
    held: dict[int, set[int]] = {pk: set() for pk in wanted}
    rows = RoleHeld.objects.active().filter(user__in=wanted)
    for user, *organisations in rows.values_list("user_id", "organisation_id", "organisation__predecessors"):
        held[user].update(organisations)
    return tuple(
        (name, str(project)) for project in projects for pk, name in wanted.items() if held[pk] & set(sides_of(project))
    )
