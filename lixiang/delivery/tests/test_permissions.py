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


OF_A_ROW = {
    permissions.carries_it_out: {"unit_clerk", "nominator"},
    permissions.may_reopen: {"unit_clerk", "nominator", *SECTION},
    permissions.overrules: SECTION,
}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("may", OF_A_ROW, ids=lambda may: may.__name__)
def test_each_role_may_what_is_its_own_with_a_row_of_a_plan(may, role):
    row = SimpleNamespace(project=project_in("ACTIVE"))

    assert may(at_home(role), row) is (role in OF_A_ROW[may])
    assert may(elsewhere(role), row) is False
    assert may(None, row) is False


ATTENDING = {"unit_clerk", "nominator", "nominator_leader"}


@pytest.mark.parametrize("role", Role.values)
def test_meetings_are_run_by_the_section_and_tasks_answered_for_by_their_owner(role):
    programme = project_in("ACTIVE").programme
    meeting = SimpleNamespace(programme=programme)
    user, stranger = at_home(role), elsewhere(role)
    home = user.held_roles[0].organisation_id
    task = SimpleNamespace(programme=programme, organisation_id=home)

    assert permissions.runs_meeting(user, meeting) is (role in SECTION)
    assert permissions.supervises_task(user, task) is (role in SECTION)
    assert permissions.replies_for(user, home) is (role in ATTENDING)
    assert permissions.answers_for_task(user, task) is (role in ATTENDING)
    assert permissions.takes_part_in_task(user, task) is (role in ATTENDING or role in SECTION)
    assert permissions.hands_out(user, programme, "meeting") is (role in SECTION)
    assert permissions.hands_out(user, programme, "inspection") is (role in {"inspector", *SECTION})
    for who in (stranger, None):
        assert not permissions.takes_part_in_task(who, task)
        assert not permissions.hands_out(who, programme, "inspection")
        assert not permissions.replies_for(who, home)


@pytest.mark.parametrize("role", Role.values)
def test_who_carries_out_runs_or_follows_projects_has_pages_of_meetings(role):
    have = {*ATTENDING, *SECTION, "department_leader", "inspector", "finance"}

    assert permissions.works_on_delivery(at_home(role)) is (role in have)


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
