"""The lives of rankings and of objections to a place: every status and every role, read from the tables."""

from types import SimpleNamespace

import pytest

from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in
from lixiang.ranking.states import objections, rankings

R, A = rankings.Status, objections.Status
CONFIRMING = (Role.SECTION_HEAD, Role.DEPARTMENT_LEADER)
SECTION = (Role.SECTION_CLERK, *CONFIRMING)
FORWARD = {R.DRAFT: "confirm", R.CONFIRMED: "publish", R.PUBLISHED: "issue"}


def ranking_in(status: str) -> SimpleNamespace:
    return SimpleNamespace(status=status, programme=project_in("ACTIVE").programme)


def verbs(life, user, thing) -> set[str]:
    return {row.verb for row in life.TRANSITIONS.offered_to(user, thing)}


@pytest.mark.parametrize("status", R)
@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_exactly_its_verbs_of_a_ranking(status, role):
    ranking = ranking_in(status)
    wanted = {FORWARD[status]} if role in CONFIRMING and status in FORWARD else set()
    if role in SECTION and status != R.SUPERSEDED:
        wanted |= {"supersede"}

    assert verbs(rankings, at_home(role), ranking) == wanted
    assert verbs(rankings, elsewhere(role), ranking) == verbs(rankings, None, ranking) == set()


@pytest.mark.parametrize("status", A)
@pytest.mark.parametrize("role", Role)
def test_an_objection_is_answered_by_the_clerk_or_the_head(status, role):
    objection = SimpleNamespace(status=status, place=SimpleNamespace(ranking=ranking_in("PUBLISHED")))
    may = status == A.OPEN and role in (Role.SECTION_CLERK, Role.SECTION_HEAD)

    assert verbs(objections, at_home(role), objection) == ({"uphold", "dismiss"} if may else set())
    assert verbs(objections, elsewhere(role), objection) == verbs(objections, None, objection) == set()


@pytest.mark.parametrize(
    ("life", "first", "ends"), [(rankings, R.DRAFT, {R.SUPERSEDED}), (objections, A.OPEN, {A.UPHELD, A.DISMISSED})]
)
def test_every_status_is_reached_and_left_or_final(life, first, ends):
    sources = {status for row in life.TRANSITIONS for status in row.from_}

    assert {row.to for row in life.TRANSITIONS} | {first} == set(life.Status)
    assert set(life.Status) - sources == ends == set(life.TRANSITIONS.finals)
    assert set(life.TONES) == set(life.Status)


def test_every_row_names_its_stage_and_what_it_rests_on():
    rows = [*rankings.TRANSITIONS, *objections.TRANSITIONS]

    assert all(row.rests_on and row.stage == "ranking" for row in rows)
    assert {row.verb for row in rows if row.reason_required} == {"supersede", "uphold", "dismiss"}
