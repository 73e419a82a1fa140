"""Who may see all documents and who signs for one."""

from typing import Any

from lixiang.people.roles import SECTION, Role

RECEIVERS = (Role.NOMINATOR, Role.NOMINATOR_LEADER, Role.UNIT_CLERK)


def sees_every_document(user: Any) -> bool:
    return user.holds(*SECTION)


def may_acknowledge(user: Any, addressee: Any) -> bool:
    """A person who works for the organisation that the document was sent to."""
    return user.holds(*RECEIVERS, *SECTION, organisation=addressee.organisation_id)
