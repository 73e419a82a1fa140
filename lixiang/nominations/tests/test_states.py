"""The life of a slate: for every status and every person, the exact verbs offered."""

from types import SimpleNamespace

import pytest

from lixiang.nominations.states import TRANSITIONS, Status
from lixiang.people.roles import Role
from lixiang.programmes.tests.test_states import ELSEWHERE, HERE, person

OFFERED = {
    Status.OPEN: {"endorse", "hand_in"},
    Status.ENDORSED: {"reopen", "hand_in"},
    Status.HANDED_IN: {"reopen"},
}


def offered(user, status) -> set[str]:
    slate = SimpleNamespace(status=status, organisation_id=HERE)
    return {row.verb for row in TRANSITIONS.offered_to(user, slate)}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_only_those_who_nominate_move_a_slate(status, role):
    may = role in (Role.NOMINATOR, Role.NOMINATOR_LEADER)

    assert offered(person(role), status) == (OFFERED[status] if may else set())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [Role.NOMINATOR, Role.NOMINATOR_LEADER])
def test_another_county_moves_nothing(status, role):
    assert offered(person(role, ELSEWHERE), status) == set()
    assert offered(None, status) == set()
