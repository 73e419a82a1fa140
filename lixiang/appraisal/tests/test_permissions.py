"""Who may do what in appraisal: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.appraisal import permissions
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

SECTION = {"section_clerk", "section_head"}
PANEL = SimpleNamespace(programme=project_in("ACTIVE").programme)
CASES = [
    (permissions.runs_appraisal, PANEL, SECTION),
    (permissions.runs_appraisal, PANEL.programme, SECTION),
    (permissions.oversees, PANEL, SECTION | {"department_leader"}),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("may", "thing", "roles"), CASES, ids=lambda each: getattr(each, "__name__", ""))
def test_each_role_may_what_is_its_own(may, thing, roles, role):
    assert may(at_home(role), thing) is (role in roles)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False


@pytest.mark.parametrize("role", Role.values)
def test_a_judge_is_one_as_long_as_the_role_is_held_at_the_office(role):
    user = at_home(role)
    user.pk = 7
    seat, foreign = (SimpleNamespace(user_id=pk, panel=PANEL) for pk in (7, 8))
    away = elsewhere(role)
    away.pk = 7

    assert permissions.is_judge(user, seat) is (role == "judge")
    assert permissions.is_judge(user, foreign) is permissions.is_judge(away, seat) is False
    assert permissions.is_judge(None, seat) is False


@pytest.mark.parametrize("role", Role.values)
def test_appraisal_is_entered_by_those_who_score_or_run_it(role):
    wanted = SECTION | {"department_leader", "judge", "nominator"}

    assert permissions.enters(at_home(role)) is (role in wanted)
