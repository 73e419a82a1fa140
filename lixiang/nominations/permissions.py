"""Who may do what with a slate."""

from typing import Any

from lixiang.people.roles import Role
from lixiang.programmes import permissions as programme


def is_nominator(user: Any, slate: Any) -> bool:
    return user is not None and user.holds(Role.NOMINATOR, organisation=slate.organisation_id)


def is_leader(user: Any, slate: Any) -> bool:
    return user is not None and user.holds(Role.NOMINATOR_LEADER, organisation=slate.organisation_id)


def is_of_the_organisation(user: Any, slate: Any) -> bool:
    return is_nominator(user, slate) or is_leader(user, slate)


def may_see(user: Any, slate: Any) -> bool:
    return is_of_the_organisation(user, slate) or programme.is_of_the_section(user, slate.programme)


def may_open_slate_of(user: Any, organisation: Any) -> bool:
    return user.holds(Role.NOMINATOR, Role.NOMINATOR_LEADER, organisation=organisation)


def sees_slates(user: Any) -> bool:
    """Those who nominate, and the section that runs a programme."""
    return user.holds(Role.NOMINATOR, Role.NOMINATOR_LEADER, *programme.SECTION)


def runs(user: Any, one: Any) -> bool:
    """Of the section that runs a programme."""
    return programme.is_of_the_section(user, one)


def may_see_all(user: Any, one: Any) -> bool:
    """All slates of a programme are for the section that runs it."""
    return runs(user, one)
