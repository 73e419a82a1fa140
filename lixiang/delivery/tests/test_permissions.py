"""Who may do what in delivery: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.delivery import permissions
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

SECTION = {"section_clerk", "section_head"}
OF_A_PROJECT = {
    permissions.carries_out: {"unit_clerk", "nominator"},
    permissions.follows: {"inspector", *SECTION},
}
OF_A_PROGRAMME = {
    permissions.runs_delivery: SECTION,
    permissions.inspects: {"inspector", *SECTION},
}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("may", OF_A_PROJECT, ids=lambda may: may.__name__)
def test_each_role_may_what_is_its_own_in_a_project(may, role):
    project = project_in("ACTIVE")

    assert may(at_home(role), project) is (role in OF_A_PROJECT[may])
    assert may(elsewhere(role), project) is False
    assert may(None, project) is False


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("may", OF_A_PROGRAMME, ids=lambda may: may.__name__)
def test_each_role_may_what_is_its_own_in_a_programme(may, role):
    programme = project_in("ACTIVE").programme

    assert may(at_home(role), programme) is (role in OF_A_PROGRAMME[may])
    assert may(elsewhere(role), programme) is False
    assert may(None, programme) is False


OF_A_REPORT = {
    permissions.writes_report: {"unit_clerk", "nominator"},
    permissions.reviews_report: SECTION,
    permissions.may_see_report: {
        "unit_clerk",
        "nominator",
        "nominator_leader",
        "department_leader",
        "inspector",
        "finance",
        *SECTION,
    },
}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("may", OF_A_REPORT, ids=lambda may: may.__name__)
def test_each_role_may_what_is_its_own_with_a_report(may, role):
    report = SimpleNamespace(project=project_in("ACTIVE"))

    assert may(at_home(role), report) is (role in OF_A_REPORT[may])
    assert may(elsewhere(role), report) is False
    assert may(None, report) is False
