"""Who may do what with a slate: every role, here and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.nominations import permissions
from lixiang.people.roles import Role
from lixiang.programmes.tests.test_states import ELSEWHERE, HERE, person

DEPARTMENT = 3
PROGRAMME = SimpleNamespace(managing_organisation_id=DEPARTMENT)
SLATE = SimpleNamespace(organisation_id=HERE, programme=PROGRAMME)
BOTH = {Role.NOMINATOR, Role.NOMINATOR_LEADER}
SECTION = {Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("question", "roles"),
    [
        (permissions.is_nominator, {Role.NOMINATOR}),
        (permissions.is_leader, {Role.NOMINATOR_LEADER}),
        (permissions.is_of_the_organisation, BOTH),
        (permissions.may_see, BOTH),
    ],
)
def test_a_role_may_at_its_own_organisation_alone(question, roles, role):
    assert question(person(role), SLATE) is (role in roles)
    assert question(person(role, ELSEWHERE), SLATE) is False


@pytest.mark.parametrize("role", Role)
def test_the_section_sees_every_slate_of_its_programme(role):
    assert permissions.may_see(person(role, DEPARTMENT), SLATE) is (role in SECTION)
    assert permissions.may_see_all(person(role, DEPARTMENT), PROGRAMME) is (role in SECTION)
    assert permissions.may_see_all(person(role, ELSEWHERE), PROGRAMME) is False


@pytest.mark.parametrize("role", Role)
def test_slates_are_for_those_who_nominate_and_the_section(role):
    assert permissions.sees_slates(person(role)) is (role in BOTH | SECTION)
    assert permissions.may_open_slate_of(person(role), HERE) is (role in BOTH)
    assert permissions.may_open_slate_of(person(role, ELSEWHERE), HERE) is False


def test_nobody_may_nothing():
    assert not permissions.is_nominator(None, SLATE)
    assert not permissions.is_leader(None, SLATE)
