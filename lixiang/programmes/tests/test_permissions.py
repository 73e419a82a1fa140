"""Who may do what with a programme: every role, here and elsewhere."""

import pytest

from lixiang.people.roles import Role
from lixiang.programmes import permissions
from lixiang.programmes.tests.test_states import ELSEWHERE, HERE, SimpleNamespace, person

PROGRAMME = SimpleNamespace(managing_organisation_id=HERE)
MAY = {
    permissions.is_of_the_section: {Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER},
    permissions.may_edit: {Role.SECTION_CLERK, Role.SECTION_HEAD},
    permissions.may_publish: {Role.SECTION_HEAD, Role.DEPARTMENT_LEADER},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", MAY, ids=lambda question: question.__name__)
def test_a_role_may_at_its_own_organisation_alone(question, role):
    assert question(person(role), PROGRAMME) is (role in MAY[question])
    assert question(person(role, ELSEWHERE), PROGRAMME) is False
    assert question(None, PROGRAMME) is False


@pytest.mark.parametrize("role", Role)
def test_packs_are_loaded_by_clerks_and_heads_of_a_section(role):
    assert permissions.may_load(person(role, ELSEWHERE)) is (role in {Role.SECTION_CLERK, Role.SECTION_HEAD})
