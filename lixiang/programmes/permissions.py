"""Who may do what with a programme."""

from typing import Any

from lixiang.people.roles import Role

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)


def is_of_the_section(user: Any, programme: Any) -> bool:
    """Works for the organisation that runs the programme."""
    return user is not None and user.holds(*SECTION, organisation=programme.managing_organisation_id)


def may_edit(user: Any, programme: Any) -> bool:
    return user is not None and user.holds(
        Role.SECTION_CLERK, Role.SECTION_HEAD, organisation=programme.managing_organisation_id
    )


def may_publish(user: Any, programme: Any) -> bool:
    return user is not None and user.holds(
        Role.SECTION_HEAD, Role.DEPARTMENT_LEADER, organisation=programme.managing_organisation_id
    )


def may_load(user: Any) -> bool:
    return user is not None and user.holds(Role.SECTION_CLERK, Role.SECTION_HEAD)


def keeps_the_calendar(user: Any) -> bool:
    """Sees and edits the working days that all periods are counted by."""
    return may_load(user)
