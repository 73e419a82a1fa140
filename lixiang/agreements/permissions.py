"""Who may do what with an agreement."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.projects import permissions as projects


def is_section(user: Any, agreement: Any) -> bool:
    """甲方: the city section's clerk or head."""
    return projects.is_section(user, agreement.project)


def is_nominating(user: Any, agreement: Any) -> bool:
    """乙方: the nominating organisation's clerk or leader."""
    return projects.is_nominating(user, agreement.project)


def runs_agreements(user: Any, programme: Any) -> bool:
    """Draws agreements up and reminds of them: the city section's clerk or head."""
    at = programme.managing_organisation_id
    return user is not None and user.holds(Role.SECTION_CLERK, Role.SECTION_HEAD, organisation=at)


def may_draw_up(user: Any, project: Any) -> bool:
    return projects.is_section(user, project)


def may_see(user: Any, agreement: Any) -> bool:
    return projects.may_see(user, agreement.project)


def may_upload(user: Any, agreement: Any) -> bool:
    return is_nominating(user, agreement) or is_section(user, agreement)
