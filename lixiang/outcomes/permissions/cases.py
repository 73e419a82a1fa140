"""Who may do what with case studies and adoptions."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programmes
from lixiang.projects import permissions as projects

ADOPTING = (Role.UNIT_CLERK, Role.NOMINATOR)


def begins(user: Any, project: Any) -> bool:
    """The section, and those who carried the project out."""
    return projects.is_section(user, project) or projects.carries_out(user, project)


def writes(user: Any, case: Any) -> bool:
    return begins(user, case.project)


def hands_in(user: Any, case: Any) -> bool:
    """Those who carried the project out; the section publishes what it wrote itself."""
    return projects.carries_out(user, case.project)


def publishes(user: Any, case: Any) -> bool:
    """The section's clerk or head."""
    return projects.is_section(user, case.project)


def adopting_organisations(user: Any, case: Any) -> frozenset[int]:
    """For which organisations this person may record that they copied a case: none for those whose project it is."""
    source = {case.project.drafting_organisation_id, case.project.nominating_organisation_id}
    return user.organisations_as(*ADOPTING) - source


def may_adopt(user: Any, case: Any) -> bool:
    return bool(adopting_organisations(user, case))


def sees_proof(user: Any, adoption: Any) -> bool:
    """The source, the section that runs its programme, and whoever recorded it."""
    project = adoption.case.project
    is_own = user.holds(*ADOPTING, organisation=adoption.organisation_id)
    return is_own or projects.carries_out(user, project) or programmes.is_of_the_section(user, project.programme)


def withdraws(user: Any, adoption: Any) -> bool:
    """The organisation that recorded it."""
    return user is not None and user.holds(*ADOPTING, organisation=adoption.organisation_id)
