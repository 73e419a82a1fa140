"""The life of a report: every status and every role, from the words of the issue, not from the table."""

from types import SimpleNamespace

import pytest

from lixiang.delivery.states.reports import HANDED, OPEN, TONES, TRANSITIONS, Status
from lixiang.delivery.tests.report_scene import person
from lixiang.people.roles import Role

MANAGING, NOMINATING, DRAFTING = 1, 2, 3
HOME = {
    Role.UNIT_CLERK: DRAFTING,
    Role.NOMINATOR: NOMINATING,
    Role.SECTION_CLERK: MANAGING,
    Role.SECTION_HEAD: MANAGING,
}
WRITES = {Status.DUE: {"draft"}, Status.DRAFT: {"hand_in"}, Status.RETURNED: {"hand_in"}}
REVIEWS = {
    Status.DUE: {"excuse"},
    Status.DRAFT: {"excuse"},
    Status.RETURNED: {"excuse"},
    Status.HANDED_IN: {"accept", "send_back"},
}
OFFERED = {
    Role.UNIT_CLERK: WRITES,
    Role.NOMINATOR: WRITES,
    Role.SECTION_CLERK: REVIEWS,
    Role.SECTION_HEAD: REVIEWS,
}


def report(status: str):
    programme = SimpleNamespace(managing_organisation_id=MANAGING)
    project = SimpleNamespace(
        programme=programme, nominating_organisation_id=NOMINATING, drafting_organisation_id=DRAFTING
    )
    return SimpleNamespace(status=status, project=project, programme=programme)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", [*Role, None])
def test_a_report_offers_each_role_exactly_its_verbs(status, role):
    offered = TRANSITIONS.offered_to(person(role, HOME.get(role, MANAGING)), report(status))

    assert {row.verb for row in offered} == OFFERED.get(role, {}).get(status, set())


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", Role)
def test_the_same_roles_elsewhere_are_offered_nothing(status, role):
    assert TRANSITIONS.offered_to(person(role, at=9), report(status)) == ()


def test_every_status_is_reached_and_left_or_final():
    sources = {status for row in TRANSITIONS for status in row.from_}
    targets = {row.to for row in TRANSITIONS} | {Status.DUE}

    assert targets == set(Status)
    assert set(Status) - sources == set(TRANSITIONS.finals) == {Status.ACCEPTED, Status.EXCUSED}


def test_what_goes_back_or_is_excused_says_why():
    assert {row.verb for row in TRANSITIONS if row.reason_required} == {"send_back", "excuse"}


def test_every_status_is_open_handed_in_or_excused_and_has_a_tone():
    assert {*OPEN, *HANDED, Status.EXCUSED} == set(Status) == set(TONES)
