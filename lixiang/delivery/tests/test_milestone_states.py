"""The life of a milestone: every status and every role, from the words of the house and not from the table."""

from types import SimpleNamespace

import pytest

from lixiang.delivery.states.milestones import TRANSITIONS, Status
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

CARRIES_OUT = {Role.UNIT_CLERK, Role.NOMINATOR}
SECTION = {Role.SECTION_CLERK, Role.SECTION_HEAD}
OFFERED = {
    **{(Status.OPEN, role): {"complete"} for role in CARRIES_OUT},
    **{(Status.DONE, role): {"reopen"} for role in CARRIES_OUT | SECTION},
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", Role)
def test_a_milestone_offers_each_role_exactly_its_verbs(status, role):
    milestone = SimpleNamespace(status=status, project=project_in("ACTIVE"))

    offered = {row.verb for row in TRANSITIONS.offered_to(at_home(role), milestone)}

    assert offered == OFFERED.get((status, role), set())
    assert TRANSITIONS.offered_to(elsewhere(role), milestone) == ()
    assert TRANSITIONS.offered_to(None, milestone) == ()


def test_taking_a_report_back_needs_a_reason_and_a_report_needs_its_facts():
    assert {row.verb for row in TRANSITIONS if row.reason_required} == {"reopen"}
    assert {row.verb for row in TRANSITIONS if row.needs} == {"complete"}
