"""Who looks after background work."""

from typing import Any

from lixiang.people.roles import Role


def operates(user: Any) -> bool:
    """The system administrator and the head of the section."""
    return bool(user.holds(Role.SYSTEM_ADMIN, Role.SECTION_HEAD))
