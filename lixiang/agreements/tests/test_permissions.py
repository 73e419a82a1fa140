"""Who may do what with an agreement: every role against every question."""

from types import SimpleNamespace

import pytest

from lixiang.agreements import permissions
from lixiang.people.roles import Role

C, H, L = Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER
N, M, U = Role.NOMINATOR, Role.NOMINATOR_LEADER, Role.UNIT_CLERK
I, F = Role.INSPECTOR, Role.FINANCE  # noqa: E741 - one letter for each role, as above
HOME = {C: 1, H: 1, L: 1, N: 2, M: 2, U: 3}
PROGRAMME = SimpleNamespace(managing_organisation_id=1)
PROJECT = SimpleNamespace(
    programme=PROGRAMME, nominating_organisation_id=2, drafting_organisation_id=3, former_unit_ids=(4,)
)
AGREEMENT = SimpleNamespace(project=PROJECT)
ALLOWED = {
    "is_section": (AGREEMENT, {C, H}),
    "is_nominating": (AGREEMENT, {N, M}),
    "leads_nominating": (AGREEMENT, {M}),
    "heads_section": (AGREEMENT, {H}),
    "may_upload": (AGREEMENT, {C, H, N, M}),
    "may_see": (AGREEMENT, {C, H, L, N, M, U, I, F}),
    "runs_agreements": (PROGRAMME, {C, H}),
    "may_draw_up": (PROJECT, {C, H}),
}


def person(role: str, at: int):
    return SimpleNamespace(holds=lambda *roles, organisation=None: role in roles and organisation in (None, at))


@pytest.mark.parametrize("question", ALLOWED)
@pytest.mark.parametrize("role", Role)
def test_exactly_these_roles_may(question, role):
    thing, roles = ALLOWED[question]

    assert getattr(permissions, question)(person(role, HOME.get(role, 1)), thing) == (role in roles)


@pytest.mark.parametrize("question", ALLOWED)
@pytest.mark.parametrize("role", Role)
def test_the_same_roles_elsewhere_may_nothing(question, role):
    assert not getattr(permissions, question)(person(role, at=9), ALLOWED[question][0])


@pytest.mark.parametrize("question", ALLOWED)
def test_the_clerk_of_a_former_unit_may_look_and_nothing_else(question):
    assert getattr(permissions, question)(person(U, at=4), ALLOWED[question][0]) == (question == "may_see")


@pytest.mark.parametrize("question", ALLOWED)
def test_the_clock_may_nothing(question):
    assert not getattr(permissions, question)(None, ALLOWED[question][0])
