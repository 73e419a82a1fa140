"""Who may do what in ranking; never asks about states, dates or settings."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme
from lixiang.projects import permissions as project


def runs_ranking(user: Any, programme_or_ranking: Any) -> bool:
    """The section's clerk or head, who has rankings computed."""
    return programme.may_edit(user, getattr(programme_or_ranking, "programme", programme_or_ranking))


def oversees(user: Any, programme_or_ranking: Any) -> bool:
    """Works for the organisation that runs the programme, its leader included."""
    return programme.is_of_the_section(user, getattr(programme_or_ranking, "programme", programme_or_ranking))


def confirms(user: Any, ranking: Any) -> bool:
    """The head of the section or the department's leader, who stand for what is made known."""
    return programme.may_publish(user, ranking.programme)


def answers(user: Any, objection: Any) -> bool:
    """The section, which looks into an objection."""
    return programme.may_edit(user, objection.place.ranking.programme)


def may_object(user: Any, place: Any) -> bool:
    """Carries the project out or nominated it."""
    return project.carries_out(user, place.project)


def enters(user: Any) -> bool:
    """Has to do with rankings at all: the section, and those whose projects are ranked."""
    return user.holds(*programme.SECTION, Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER)
