"""Who may do what with the annual assessment, and the moves of its table: every function for every role."""

from types import SimpleNamespace

import pytest

from lixiang.outcomes.permissions import assessment as permissions
from lixiang.outcomes.states.assessment import TRANSITIONS, Status
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

ASSESSMENT = SimpleNamespace(programme=project_in("CONCLUDED").programme)
CASES = [
    (permissions.runs_assessment, ASSESSMENT, {"section_clerk", "section_head"}),
    (permissions.runs_assessment, ASSESSMENT.programme, {"section_clerk", "section_head"}),
    (permissions.oversees, ASSESSMENT, {"section_clerk", "section_head", "department_leader"}),
    (permissions.confirms, ASSESSMENT, {"section_head", "department_leader"}),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("may", "thing", "roles"), CASES, ids=lambda each: getattr(each, "__name__", ""))
def test_each_role_may_what_is_its_own(may, thing, roles, role):
    assert may(at_home(role), thing) is (role in roles)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False


@pytest.mark.parametrize("role", Role.values)
def test_it_is_entered_by_the_section_and_those_who_nominate(role):
    wanted = {"section_clerk", "section_head", "department_leader", "nominator", "nominator_leader"}

    assert permissions.enters_assessment(at_home(role)) is (role in wanted)
    assert permissions.enters_assessment(None) is False


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("role", ["section_clerk", "section_head", "department_leader", "nominator", "judge"])
def test_the_table_offers_each_move_to_whom_it_belongs(status, role):
    thing = SimpleNamespace(status=status, programme=ASSESSMENT.programme)
    head = {"section_head", "department_leader"}
    wanted = {"confirm"} if status == "DRAFT" and role in head else set()
    wanted |= {"issue"} if status == "CONFIRMED" and role in head else set()
    wanted |= {"supersede"} if status != "SUPERSEDED" and role in head | {"section_clerk"} else set()

    assert {row.verb for row in TRANSITIONS.offered_to(at_home(role), thing)} == wanted
    assert TRANSITIONS.offered_to(elsewhere(role), thing) == ()
