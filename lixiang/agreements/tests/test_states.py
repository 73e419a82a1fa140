"""The life of an agreement: every status and every role, read from the table."""

from types import SimpleNamespace

import pytest

from lixiang.agreements.states import TRANSITIONS, Status
from lixiang.people.roles import Role

SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
NOMINATING = (Role.NOMINATOR, Role.NOMINATOR_LEADER)
OFFERED = {
    **{(Status.PENDING, role): {"sign"} for role in NOMINATING},
    **{(Status.PENDING, role): {"lapse"} for role in SECTION},
    **{
        (Status.SIGNED_BY_NOMINATOR, role): {"return_scan", "return_signature", "countersign", "lapse"}
        for role in SECTION
    },
}
# What binds an organisation by its certificate is its head's alone.
OFFERED[Status.PENDING, Role.NOMINATOR_LEADER] = {"sign", "sign_electronically"}
OFFERED[Status.SIGNED_BY_NOMINATOR, Role.SECTION_HEAD] |= {"countersign_electronically"}
HOME = {role: 2 for role in NOMINATING} | {role: 1 for role in SECTION}


def person(role: str | None, at: int):
    return SimpleNamespace(holds=lambda *roles, organisation=None: role in roles and organisation in (None, at))


def agreement(status: str):
    programme = SimpleNamespace(managing_organisation_id=1)
    project = SimpleNamespace(programme=programme, nominating_organisation_id=2)
    return SimpleNamespace(status=status, project=project)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_an_agreement_offers_each_role_exactly_its_verbs(status, role):
    offered = TRANSITIONS.offered_to(person(role, HOME.get(role, 1)), agreement(status))

    assert {row.verb for row in offered} == OFFERED.get((status, role), set())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", Role)
def test_the_same_roles_elsewhere_are_offered_nothing(status, role):
    assert TRANSITIONS.offered_to(person(role, at=3), agreement(status)) == ()


def test_every_status_is_reached_and_left_or_final():
    sources = {status for row in TRANSITIONS for status in row.from_}
    targets = {row.to for row in TRANSITIONS} | {Status.PENDING}

    assert targets == set(Status)
    assert set(Status) - sources == {Status.IN_FORCE, Status.LAPSED}


def test_what_goes_back_or_ends_says_why():
    assert {row.verb for row in TRANSITIONS if row.reason_required} == {"return_scan", "return_signature", "lapse"}
