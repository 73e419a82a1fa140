"""The lives of a change and of its supplementary agreement: every status, every role, every authority."""

from types import SimpleNamespace

import pytest

from lixiang.delivery.states import changes, supplements
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

S, P = changes.Status, supplements.Status
UNIT, NOMINATOR, CHIEF = Role.UNIT_CLERK, Role.NOMINATOR, Role.NOMINATOR_LEADER
CLERK, HEAD, LEADER = Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER
ASKING, SECTION = (UNIT, NOMINATOR), (CLERK, HEAD)
DECIDE = {"approve", "decline", "send_back"}


def offers(*rows: tuple[str, tuple[Role, ...], set[str]]) -> dict[tuple[str, Role], set[str]]:
    found: dict[tuple[str, Role], set[str]] = {}
    for status, roles, verbs in rows:
        for role in roles:
            found[status, role] = found.get((status, role), set()) | verbs
    return found


AFTERWARDS = (
    (S.APPROVED, SECTION, {"take_effect", "lapse"}),
    (S.FILED, SECTION, {"acknowledge"}),
)
EXPECTED = {
    "approval": offers(
        (S.DRAFT, ASKING, {"hand_in", "withdraw"}),
        (S.SENT_BACK, ASKING, {"hand_in", "withdraw"}),
        (S.HANDED_IN, ASKING, {"withdraw"}),
        (S.HANDED_IN, (CLERK,), {"send_back"}),
        (S.HANDED_IN, (HEAD, LEADER), DECIDE),
        (S.APPROVED, (LEADER,), {"take_effect"}),
        *AFTERWARDS,
    ),
    "filing": offers(
        (S.DRAFT, ASKING, {"file", "withdraw"}),
        (S.SENT_BACK, ASKING, {"file", "withdraw"}),
        (S.HANDED_IN, ASKING, {"withdraw"}),
        (S.HANDED_IN, (CLERK,), {"send_back"}),
        (S.HANDED_IN, (HEAD, LEADER), DECIDE),
        (S.APPROVED, (LEADER,), {"take_effect"}),
        *AFTERWARDS,
    ),
    "own": offers(
        (S.DRAFT, ASKING, {"hand_in", "withdraw"}),
        (S.SENT_BACK, ASKING, {"hand_in", "withdraw"}),
        (S.HANDED_IN, ASKING, {"withdraw"}),
        (S.HANDED_IN, (CHIEF,), DECIDE),
        (S.APPROVED, (CHIEF,), {"take_effect"}),
        *AFTERWARDS,
    ),
}
OF_THE_SECTION = offers(
    (S.DRAFT, SECTION, {"hand_in", "withdraw"}),
    (S.SENT_BACK, SECTION, {"hand_in", "withdraw"}),
    (S.HANDED_IN, SECTION, {"withdraw", "send_back"}),
    (S.HANDED_IN, (HEAD, LEADER), DECIDE),
    (S.APPROVED, (LEADER,), {"take_effect"}),
    *AFTERWARDS,
)
ON_PAPER = offers(
    (P.PENDING, (NOMINATOR, CHIEF), {"sign"}),
    (P.PENDING, SECTION, {"lapse"}),
    (P.SIGNED_BY_NOMINATOR, SECTION, {"return_scan", "countersign", "lapse"}),
)


def request(status: str, authority: str, by_section: bool = False):
    return SimpleNamespace(status=status, authority=authority, by_section=by_section, project=project_in("ACTIVE"))


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("authority", EXPECTED)
@pytest.mark.parametrize("role", Role)
def test_a_request_offers_each_role_exactly_its_verbs(status, authority, role):
    offered = changes.TRANSITIONS.offered_to(at_home(role), request(status, authority))

    assert {row.verb for row in offered} == EXPECTED[authority].get((status, role), set())


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("role", Role)
def test_a_request_of_the_section_is_the_sections_alone(status, role):
    offered = changes.TRANSITIONS.offered_to(at_home(role), request(status, "approval", by_section=True))

    assert {row.verb for row in offered} == OF_THE_SECTION.get((status, role), set())


@pytest.mark.parametrize("status", P)
@pytest.mark.parametrize("role", Role)
def test_a_supplement_offers_each_role_exactly_its_verbs(status, role):
    paper = SimpleNamespace(status=status, project=project_in("ACTIVE"))

    assert {row.verb for row in supplements.TRANSITIONS.offered_to(at_home(role), paper)} == ON_PAPER.get(
        (status, role), set()
    )
    assert supplements.TRANSITIONS.offered_to(elsewhere(role), paper) == ()


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("authority", EXPECTED)
def test_the_same_roles_elsewhere_are_offered_nothing(status, role, authority):
    assert changes.TRANSITIONS.offered_to(elsewhere(role), request(status, authority)) == ()


@pytest.mark.parametrize(("states", "first"), [(changes, S.DRAFT), (supplements, P.PENDING)])
def test_every_status_is_reached_and_left_or_final(states, first):
    sources = {status for row in states.TRANSITIONS for status in row.from_}

    assert {row.to for row in states.TRANSITIONS} | {first} == set(states.Status)
    assert set(states.Status) - sources == set(states.TRANSITIONS.finals)
    assert set(states.TONES) == set(states.Status)


def test_what_goes_back_or_ends_says_why():
    assert {row.verb for row in changes.TRANSITIONS if row.reason_required} == {"send_back", "decline", "lapse"}
    assert {row.verb for row in supplements.TRANSITIONS if row.reason_required} == {"return_scan", "lapse"}
