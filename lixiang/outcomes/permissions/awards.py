"""Who may do what with awards: the section proposes, its head or the department's leader decides."""

from typing import Any

from lixiang.programmes import permissions as programmes
from lixiang.projects import permissions as projects


def proposes(user: Any, project: Any) -> bool:
    """The section's clerk or head."""
    return projects.is_section(user, project)


def lists_candidates(user: Any, programme: Any) -> bool:
    """Whoever may propose: to others a list of what they cannot act on says nothing."""
    return programmes.may_edit(user, programme)


def decides(user: Any, award: Any) -> bool:
    """The head of the section or the department's leader, who stand for what is made known."""
    return projects.decides(user, award.project)


def publishes(user: Any, programme: Any) -> bool:
    return programmes.may_publish(user, programme)


def oversees(user: Any, programme: Any) -> bool:
    """Works for the organisation that runs the programme."""
    return programmes.is_of_the_section(user, programme)
