"""Who may do what with the annual assessment; never asks about states, dates or settings."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme


def runs_assessment(user: Any, programme_or_assessment: Any) -> bool:
    """The section's clerk or head, who have it computed."""
    return programme.may_edit(user, getattr(programme_or_assessment, "programme", programme_or_assessment))


def oversees(user: Any, programme_or_assessment: Any) -> bool:
    """Works for the organisation that runs the programme, its leader included."""
    return programme.is_of_the_section(user, getattr(programme_or_assessment, "programme", programme_or_assessment))


def confirms(user: Any, assessment: Any) -> bool:
    """The head of the section or the department's leader, who stand for what is made known."""
    return programme.may_publish(user, assessment.programme)


def enters_assessment(user: Any) -> bool:
    """Has to do with it at all: the section, and the organisations that nominate."""
    return user is not None and user.holds(*programme.SECTION, Role.NOMINATOR, Role.NOMINATOR_LEADER)
