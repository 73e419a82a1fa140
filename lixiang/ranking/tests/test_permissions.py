"""Who may do what in ranking: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in
from lixiang.ranking import permissions

RANKING = SimpleNamespace(programme=project_in("IN_APPRAISAL").programme)
PLACE = SimpleNamespace(ranking=RANKING, project=project_in("IN_APPRAISAL"))
CASES = [
    (permissions.runs_ranking, RANKING, {"section_clerk", "section_head"}),
    (permissions.runs_ranking, RANKING.programme, {"section_clerk", "section_head"}),
    (permissions.oversees, RANKING, {"section_clerk", "section_head", "department_leader"}),
    (permissions.confirms, RANKING, {"section_head", "department_leader"}),
    (permissions.answers, SimpleNamespace(place=PLACE), {"section_clerk", "section_head"}),
    (permissions.may_object, PLACE, {"unit_clerk", "nominator"}),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("may", "thing", "roles"), CASES, ids=lambda each: getattr(each, "__name__", ""))
def test_each_role_may_what_is_its_own(may, thing, roles, role):
    assert may(at_home(role), thing) is (role in roles)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False


@pytest.mark.parametrize("role", Role.values)
def test_ranking_is_entered_by_the_section_and_those_who_are_ranked(role):
    wanted = {"section_clerk", "section_head", "department_leader", "unit_clerk", "nominator", "nominator_leader"}

    assert permissions.enters(at_home(role)) is (role in wanted)
