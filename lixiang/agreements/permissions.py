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


def leads_nominating(user: Any, agreement: Any) -> bool:
    """乙方's leader, who signs electronically for it."""
    return user is not None and user.holds(
        Role.NOMINATOR_LEADER, organisation=agreement.project.nominating_organisation_id
    )


def heads_section(user: Any, agreement: Any) -> bool:
    """The head of the section, who signs electronically for 甲方."""
    return user is not None and user.holds(
        Role.SECTION_HEAD, organisation=agreement.project.programme.managing_organisation_id
    )


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
