"""Who looks after what leaves the house and how it is worded."""

from typing import Any

from lixiang.people.roles import Role

OFFICE = (Role.SECTION_CLERK, Role.SECTION_HEAD)


def is_of_an_office(user: Any) -> bool:
    """Works for some organisation that runs programmes."""
    return user is not None and user.holds(*OFFICE)


def looks_after(user: Any, organisation_id: int | None) -> bool:
    """Works for this one; what belongs to no office is looked after by nobody, and is sent as it comes."""
    return user is not None and organisation_id is not None and user.holds(*OFFICE, organisation=organisation_id)
