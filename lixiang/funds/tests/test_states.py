"""The lives of payment orders and spendings: every status and every role, read from the tables."""

from types import SimpleNamespace

import pytest

from lixiang.funds.states import orders, spendings
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

CLERK, HEAD, LEADER, FINANCE = Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER, Role.FINANCE
OF, S = orders.Status, spendings.Status
OF_AN_ORDER = {
    (OF.DRAFTED, CLERK): {"cancel"},
    (OF.DRAFTED, HEAD): {"authorise", "cancel"},
    (OF.DRAFTED, LEADER): {"authorise"},
    (OF.AUTHORISED, CLERK): {"cancel"},
    (OF.AUTHORISED, HEAD): {"cancel"},
    (OF.AUTHORISED, FINANCE): {"pay"},
    (OF.PAID, FINANCE): {"bounce"},
}
OWN = (Role.UNIT_CLERK, Role.NOMINATOR)
OF_A_SPENDING = {
    (S.RECORDED, FINANCE): {"accept", "send_back"},
    (S.ACCEPTED, FINANCE): {"send_back"},
    **{(S.RECORDED, role): {"withdraw"} for role in OWN},
    **{(S.RETURNED, role): {"hand_in", "withdraw"} for role in OWN},
}
TABLES = [(orders, OF_AN_ORDER), (spendings, OF_A_SPENDING)]
CASES = [(life, offered, status) for life, offered in TABLES for status in life.Status]


@pytest.mark.parametrize(("life", "offered", "status"), CASES)
@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_exactly_its_verbs(life, offered, status, role):
    thing = SimpleNamespace(status=status, project=project_in("ACTIVE"))

    assert {row.verb for row in life.TRANSITIONS.offered_to(at_home(role), thing)} == offered.get((status, role), set())
    assert life.TRANSITIONS.offered_to(elsewhere(role), thing) == ()
    assert life.TRANSITIONS.offered_to(None, thing) == ()


@pytest.mark.parametrize(
    ("life", "first", "ends"),
    [(orders, OF.DRAFTED, {OF.CANCELLED, OF.BOUNCED}), (spendings, S.RECORDED, {S.WITHDRAWN})],
)
def test_every_status_is_reached_and_left_or_final(life, first, ends):
    sources = {status for row in life.TRANSITIONS for status in row.from_}

    assert {row.to for row in life.TRANSITIONS} | {first} == set(life.Status)
    assert set(life.Status) - sources == ends == set(life.TRANSITIONS.finals)


def test_what_goes_back_or_ends_says_why():
    rows = [*orders.TRANSITIONS, *spendings.TRANSITIONS]

    assert {row.verb for row in rows if row.reason_required} == {"cancel", "bounce", "send_back", "withdraw"}
    assert all(row.rests_on and row.stage == "funds" for row in rows)
