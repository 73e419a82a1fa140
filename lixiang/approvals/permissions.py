"""Who may say and decide what in the review of a project."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme
from lixiang.projects import permissions as projects


def may_review(user: Any, project: Any) -> bool:
    """Sees the reviewing page: the section that runs the programme."""
    return programme.is_of_the_section(user, project.programme)


def may_speak_for(user: Any, project: Any, role: str) -> bool:
    """Holds the role that a review step asks for."""
    return user is not None and user.holds(role, organisation=project.programme.managing_organisation_id)


def may_decide(user: Any, project: Any) -> bool:
    return projects.is_department_leader(user, project)


def may_publish(user: Any, project: Any) -> bool:
    return projects.decides(user, project)


def is_section_of(user: Any, objection: Any) -> bool:
    return projects.is_section(user, objection.project)


def may_object(user: Any, project: Any) -> bool:
    """Whoever is signed in may object to what is in 公示; strangers hand theirs to the section."""
    return user is not None


def runs_reviews(user: Any) -> bool:
    return user.holds(Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)
