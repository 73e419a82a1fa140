"""The life of an objection: every status and every role, read from the table."""

from types import SimpleNamespace

import pytest

from lixiang.approvals.states import TRANSITIONS, Status
from lixiang.people.roles import Role

ANSWER = {"uphold", "dismiss"}
OFFERED = {
    (Status.OPEN, Role.SECTION_CLERK): ANSWER,
    (Status.OPEN, Role.SECTION_HEAD): ANSWER,
}


def person(role: str | None, at: int = 1):
    return SimpleNamespace(holds=lambda *roles, organisation=None: role in roles and organisation in (None, at))


def objection(status: str):
    programme = SimpleNamespace(managing_organisation_id=1)
    return SimpleNamespace(status=status, project=SimpleNamespace(programme=programme))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_an_objection_offers_each_role_exactly_its_verbs(status, role):
    offered = {row.verb for row in TRANSITIONS.offered_to(person(role), objection(status))}

    assert offered == OFFERED.get((status, role), set())


@pytest.mark.parametrize("role", [Role.SECTION_CLERK, Role.SECTION_HEAD])
def test_the_section_of_another_department_is_offered_nothing(role):
    assert TRANSITIONS.offered_to(person(role, at=2), objection(Status.OPEN)) == ()


def test_every_answer_is_final_and_asks_for_its_reason():
    assert {row.to for row in TRANSITIONS} == set(TRANSITIONS.finals)
    assert all(row.reason_required for row in TRANSITIONS)
