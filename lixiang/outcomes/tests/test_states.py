"""The lives of awards, recommendations and case studies: every status and every role, read from the tables."""

from types import SimpleNamespace

import pytest

from lixiang.outcomes.states import awards, cases, recommendations
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

DECIDING = {Role.SECTION_HEAD, Role.DEPARTMENT_LEADER}
KEEPING = {Role.SECTION_CLERK, Role.SECTION_HEAD}
OWN = {Role.UNIT_CLERK, Role.NOMINATOR}
A, R, C = awards.Status, recommendations.Status, cases.Status
# Status -> verb -> whose it is.
LIVES = [
    (
        awards,
        {A.PROPOSED: {"grant": DECIDING, "decline": DECIDING}, A.GRANTED: {"decline": DECIDING, "publish": DECIDING}},
    ),
    (
        recommendations,
        {
            R.DRAFT: {"recommend": DECIDING, "withdraw": KEEPING},
            R.SENT: {"adopt": KEEPING, "decline": KEEPING},
        },
    ),
    (
        cases,
        {
            C.DRAFT: {"hand_in": OWN, "publish": KEEPING, "withdraw": KEEPING},
            C.HANDED_IN: {"send_back": KEEPING, "publish": KEEPING, "withdraw": KEEPING},
            C.PUBLISHED: {"reopen": OWN | KEEPING, "withdraw": KEEPING},
            C.WITHDRAWN: {"reopen": OWN | KEEPING},
        },
    ),
]
CASES = [(life, status, offered) for life, offered in LIVES for status in life.Status]


def thing_in(status: str) -> SimpleNamespace:
    project = project_in("CONCLUDED")
    return SimpleNamespace(status=status, project=project, programme=project.programme)


def verbs(life, user, thing) -> set[str]:
    return {row.verb for row in life.TRANSITIONS.offered_to(user, thing)}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("life", "status", "offered"), CASES, ids=lambda each: str(getattr(each, "value", "")))
def test_each_role_is_offered_exactly_its_verbs(life, status, offered, role):
    thing = thing_in(status)
    wanted = {verb for verb, roles in offered.get(status, {}).items() if role in roles}

    assert verbs(life, at_home(role), thing) == wanted
    assert verbs(life, elsewhere(role), thing) == verbs(life, None, thing) == set()


@pytest.mark.parametrize(("life", "first"), [(awards, A.PROPOSED), (recommendations, R.DRAFT), (cases, C.DRAFT)])
def test_every_status_is_reached_and_left_or_final(life, first):
    sources = {status for row in life.TRANSITIONS for status in row.from_}

    assert {row.to for row in life.TRANSITIONS} | {first} == set(life.Status)
    assert set(life.Status) - sources == set(life.TRANSITIONS.finals)
    assert set(life.TONES) == set(life.Status)
    assert all(row.rests_on and row.stage == "outcomes" for row in life.TRANSITIONS)
