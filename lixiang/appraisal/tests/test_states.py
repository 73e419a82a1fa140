"""The lives of panels and score sheets: every status and every role, read from the tables."""

from types import SimpleNamespace

import pytest

from lixiang.appraisal.states import panels, sheets
from lixiang.people.roles import Role
from lixiang.projects.tests.people import DEPARTMENT, at_home, elsewhere, project_in

P, S = panels.Status, sheets.Status
OF_A_PANEL = {
    P.PREPARING: {"ask_to_declare"},
    P.DECLARING: {"open_materials"},
    P.SCORING: {"close_scoring"},
    P.CLOSED: {"reopen_scoring"},
}
RUNS = (Role.SECTION_CLERK, Role.SECTION_HEAD)
OF_A_SHEET = {S.DRAFT: {"hand_in", "find_not_applicable", "drop_correction"}}


def panel_in(status: str) -> SimpleNamespace:
    return SimpleNamespace(status=status, programme=project_in("ACTIVE").programme)


def sheet_in(status: str, user) -> SimpleNamespace:
    judge = SimpleNamespace(user_id=user.pk, panel=panel_in("SCORING"))
    assignment = SimpleNamespace(judge_id=1, judge=judge, scored_by="judge", organisation_id=None)
    return SimpleNamespace(status=status, assignment=assignment)


def verbs(life, user, thing) -> set[str]:
    return {row.verb for row in life.TRANSITIONS.offered_to(user, thing)}


@pytest.mark.parametrize("status", P)
@pytest.mark.parametrize("role", Role)
def test_each_role_is_offered_exactly_its_verbs_of_a_panel(status, role):
    panel = panel_in(status)

    assert verbs(panels, at_home(role), panel) == (OF_A_PANEL[status] if role in RUNS else set())
    assert verbs(panels, elsewhere(role), panel) == verbs(panels, None, panel) == set()


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("role", Role)
def test_a_judges_sheet_is_that_judges_alone(status, role):
    user = at_home(role)
    user.pk = 7
    sheet, foreign = sheet_in(status, user), sheet_in(status, SimpleNamespace(pk=8))

    assert verbs(sheets, user, sheet) == (OF_A_SHEET.get(status, set()) if role == Role.JUDGE else set())
    assert verbs(sheets, user, foreign) == verbs(sheets, None, sheet) == set()


@pytest.mark.parametrize(
    ("side", "roles", "place"),
    [
        ("department", {Role.SECTION_CLERK, Role.SECTION_HEAD}, DEPARTMENT),
        ("nominator", {Role.NOMINATOR}, 2),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_a_sides_sheet_is_that_sides(side, roles, place, role):
    assignment = SimpleNamespace(judge_id=None, scored_by=side, organisation_id=place)
    sheet = SimpleNamespace(status=S.DRAFT, assignment=assignment)

    assert bool(verbs(sheets, at_home(role), sheet)) == (role in roles)
    assert verbs(sheets, elsewhere(role), sheet) == verbs(sheets, None, sheet) == set()


@pytest.mark.parametrize(
    ("life", "first", "ends"), [(panels, P.PREPARING, set()), (sheets, S.DRAFT, {S.HANDED_IN, S.DROPPED})]
)
def test_every_status_is_reached_and_left_or_final(life, first, ends):
    sources = {status for row in life.TRANSITIONS for status in row.from_}

    assert {row.to for row in life.TRANSITIONS} | {first} == set(life.Status)
    assert set(life.Status) - sources == ends == set(life.TRANSITIONS.finals)
    assert set(life.TONES) == set(life.Status)


def test_every_row_names_its_stage_and_what_it_rests_on():
    rows = [*panels.TRANSITIONS, *sheets.TRANSITIONS]

    assert all(row.rests_on and row.stage == "appraisal" for row in rows)
    assert {row.verb for row in rows if row.reason_required} == {"reopen_scoring", "find_not_applicable"}
