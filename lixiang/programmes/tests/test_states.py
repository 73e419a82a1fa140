"""The life of a programme: for every status and every person, the exact verbs offered."""

from types import SimpleNamespace

import pytest

from lixiang.people.roles import Role
from lixiang.programmes.states import TRANSITIONS, Status

HERE, ELSEWHERE = 1, 2
OFFERED = {Status.DRAFT: {"publish"}, Status.PUBLISHED: {"close"}, Status.CLOSED: set()}


def person(role: str | None, organisation: int = HERE):
    def holds(*roles, organisation=None):
        return role in roles and organisation in (None, place)

    place = organisation
    return SimpleNamespace(holds=holds)


def offered(user, status) -> set[str]:
    programme = SimpleNamespace(status=status, managing_organisation_id=HERE)
    return {row.verb for row in TRANSITIONS.offered_to(user, programme)}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_only_the_head_and_the_leader_of_the_section_move_a_programme(status, role):
    may = role in (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)

    assert offered(person(role), status) == (OFFERED[status] if may else set())


@pytest.mark.parametrize("status", Status)
def test_the_head_of_another_department_moves_nothing(status):
    assert offered(person(Role.SECTION_HEAD, ELSEWHERE), status) == set()


@pytest.mark.parametrize("status", Status)
def test_nobody_moves_nothing(status):
    assert offered(None, status) == set()
