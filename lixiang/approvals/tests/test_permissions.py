"""Who may do what in the review: every role against every question."""

from types import SimpleNamespace

import pytest

from lixiang.approvals import permissions
from lixiang.people.roles import Role

C, H, L = Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER
SECTION = {C, H, L}
PROGRAMME = SimpleNamespace(managing_organisation_id=1)
PROJECT = SimpleNamespace(programme=PROGRAMME)
ABOUT_A_PROJECT = SimpleNamespace(project=PROJECT, by_id=99)
PUBLICATION = SimpleNamespace(programme=PROGRAMME)

ALLOWED = {
    "may_review": (PROJECT, SECTION),
    "may_decide": (PROJECT, {L}),
    "may_decide_in": (PROGRAMME, {L}),
    "may_publish": (PROGRAMME, {H, L}),
    "may_publish_batch": (PUBLICATION, {H, L}),
    "may_see_publication": (PUBLICATION, SECTION),
    "may_see_decision": (ABOUT_A_PROJECT, SECTION),
    "may_see_objection": (ABOUT_A_PROJECT, SECTION),
    "is_section_of": (ABOUT_A_PROJECT, {C, H}),
    "is_of_the_section": (ABOUT_A_PROJECT, SECTION),
    "may_object": (None, set(Role)),
}


def person(role: str, at: int = 1, pk: int = 5):
    return SimpleNamespace(pk=pk, holds=lambda *roles, organisation=None: role in roles and organisation in (None, at))


@pytest.mark.parametrize("question", ALLOWED)
@pytest.mark.parametrize("role", Role)
def test_exactly_these_roles_may(question, role):
    thing, roles = ALLOWED[question]

    assert getattr(permissions, question)(person(role), thing) == (role in roles)


@pytest.mark.parametrize("question", sorted(set(ALLOWED) - {"may_object"}))
@pytest.mark.parametrize("role", sorted(SECTION))
def test_the_section_of_another_department_may_nothing(question, role):
    assert not getattr(permissions, question)(person(role, at=2), ALLOWED[question][0])


@pytest.mark.parametrize("question", ALLOWED)
def test_the_clock_may_nothing(question):
    assert not getattr(permissions, question)(None, ALLOWED[question][0])


@pytest.mark.parametrize("role", Role)
def test_a_step_is_spoken_at_by_its_role_alone(role):
    assert permissions.may_speak_for(person(role), PROJECT, C) == (role == C)
    assert not permissions.may_speak_for(None, PROJECT, C)


def test_the_chain_can_name_another_role_that_decides():
    assert permissions.may_decide(person(H), PROJECT, H)
    assert not permissions.may_decide(person(L), PROJECT, H)


@pytest.mark.parametrize("role", Role)
def test_reviews_are_run_by_the_section(role):
    assert permissions.runs_reviews(person(role)) == (role in SECTION)
    assert not permissions.runs_reviews(None)


def test_whoever_raised_an_objection_sees_it():
    assert permissions.may_see_objection(person(Role.UNIT_CLERK, pk=99), ABOUT_A_PROJECT)
