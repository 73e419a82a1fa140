"""Who may do what with the archive, role by role."""

import pytest

from lixiang.outcomes import permissions
from lixiang.people.roles import Role

SECTION = {Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER}
MAKERS = {Role.SECTION_CLERK, Role.SECTION_HEAD}


@pytest.mark.parametrize("role", list(Role))
def test_the_section_reads_and_its_clerk_and_head_make(cast, role):
    holders = [user for user in cast.users.values() if user.holds(role)]

    for user in holders:
        held = {each for each in Role if user.holds(each)}
        assert permissions.sees_archives(user) == permissions.may_see(user, cast.programme) == bool(held & SECTION)
        assert permissions.makes_archives(user, cast.programme) == bool(held & MAKERS)


def test_nobody_signed_in_sees_nothing(cast):
    assert not permissions.sees_archives(None) and not permissions.makes_archives(None, cast.programme)
