"""The lives of an inspection and of a ticket: every status and every role, as the duties say, not as the table does."""

from types import SimpleNamespace

import pytest

from lixiang.delivery.states import inspections, rectifications
from lixiang.people.roles import Role
from lixiang.projects.tests.people import COUNTY, DEPARTMENT, UNIT, at_home, elsewhere, project_in

V, T = inspections.Status, rectifications.Status
SECTION = (Role.SECTION_CLERK, Role.SECTION_HEAD)
INSPECTION = {
    (V.PLANNED, Role.INSPECTOR): {"replan", "record_visit", "cancel"},
    **{(V.PLANNED, role): {"replan", "record_visit", "enter_paper", "cancel"} for role in SECTION},
    (V.ENTERED, Role.INSPECTOR): {"confirm", "dispute"},
    (V.DISPUTED, Role.INSPECTOR): {"cancel"},
    **{(V.DISPUTED, role): {"enter_paper", "cancel"} for role in SECTION},
    **{(V.VISITED, role): {"close"} for role in (Role.INSPECTOR, *SECTION)},
}
CHECKING = {T.OPEN: {"extend", "cancel"}, T.ANSWERED: {"send_back", "close", "cancel"}}
TICKET = {
    **{(status, role): verbs for status, verbs in CHECKING.items() for role in (Role.INSPECTOR, *SECTION)},
    (T.OPEN, Role.UNIT_CLERK): {"answer"},
    (T.OPEN, Role.NOMINATOR): {"answer"},
}
ME = 7


def person(make, role):
    user = make(role)
    user.pk = ME
    return user


def inspection(status, named=(ME,)):
    """An inspection whose plan names this person; a paper record was entered on behalf of the inspector."""
    programme = SimpleNamespace(managing_organisation_id=DEPARTMENT)
    return SimpleNamespace(status=status, programme=programme, inspector_ids=named, entered_for_id=None)


def ticket(status, organisation=UNIT):
    return SimpleNamespace(status=status, project=project_in("ACTIVE"), organisation_id=organisation)


@pytest.mark.parametrize("status", V)
@pytest.mark.parametrize("role", Role)
def test_an_inspection_offers_each_role_exactly_its_verbs(status, role):
    thing = inspection(status)
    thing.entered_for_id = ME if role == Role.INSPECTOR else 8

    offered = inspections.TRANSITIONS.offered_to(person(at_home, role), thing)

    assert {row.verb for row in offered} == INSPECTION.get((status, role), set())


@pytest.mark.parametrize("role", [Role.INSPECTOR, *SECTION])
def test_only_those_whom_the_plan_names_hand_the_record_in(role):
    offered = inspections.TRANSITIONS.offered_to(person(at_home, role), inspection(V.PLANNED, named=(8,)))

    assert "record_visit" not in {row.verb for row in offered}


def test_nobody_confirms_a_paper_record_for_another_inspector():
    thing = inspection(V.ENTERED)
    thing.entered_for_id = 8

    assert inspections.TRANSITIONS.offered_to(person(at_home, Role.INSPECTOR), thing) == ()


@pytest.mark.parametrize("status", T)
@pytest.mark.parametrize("role", Role)
def test_a_ticket_offers_each_role_exactly_its_verbs(status, role):
    offered = rectifications.TRANSITIONS.offered_to(person(at_home, role), ticket(status))

    assert {row.verb for row in offered} == TICKET.get((status, role), set())


def test_a_ticket_for_the_nominating_organisation_is_answered_by_it_alone():
    thing = ticket(T.OPEN, COUNTY)
    answering = {
        role
        for role in Role
        if "answer" in {r.verb for r in rectifications.TRANSITIONS.offered_to(at_home(role), thing)}
    }

    assert answering == {Role.NOMINATOR, Role.NOMINATOR_LEADER}


@pytest.mark.parametrize("role", Role)
def test_the_same_roles_elsewhere_are_offered_nothing(role):
    for status in V:
        thing = inspection(status)
        thing.entered_for_id = ME
        assert inspections.TRANSITIONS.offered_to(person(elsewhere, role), thing) == ()
    for status in T:
        assert rectifications.TRANSITIONS.offered_to(person(elsewhere, role), ticket(status)) == ()


@pytest.mark.parametrize(
    ("table", "statuses", "first", "finals"),
    [
        (inspections.TRANSITIONS, V, V.PLANNED, {V.CLOSED, V.CANCELLED}),
        (rectifications.TRANSITIONS, T, T.OPEN, {T.CLOSED, T.CANCELLED}),
    ],
)
def test_every_status_is_reached_and_left_or_final(table, statuses, first, finals):
    assert {row.to for row in table} | {first} == set(statuses)
    assert set(statuses) - {status for row in table for status in row.from_} == finals == set(table.finals)


def test_what_goes_back_moves_a_date_or_ends_says_why():
    def reasoned(table):
        return {row.verb for row in table if row.reason_required}

    assert reasoned(inspections.TRANSITIONS) == {"replan", "dispute", "cancel"}
    assert reasoned(rectifications.TRANSITIONS) == {"send_back", "extend", "cancel"}
