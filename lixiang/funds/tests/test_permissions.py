"""Who may do what with money: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.funds import permissions
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

SECTION = {"section_clerk", "section_head"}
LEADER, FINANCE = {"department_leader"}, {"finance"}
OWN = {"unit_clerk", "nominator"}
EVERYBODY = SECTION | LEADER | FINANCE | OWN | {"nominator_leader", "inspector"}
OF_A_PROJECT = {
    permissions.may_see: EVERYBODY,
    permissions.may_grant: SECTION,
    permissions.may_record: OWN,
    permissions.may_budget: OWN | SECTION,
    permissions.is_finance: FINANCE,
    permissions.may_book_recovery: FINANCE | SECTION,
    permissions.sees_drafts: SECTION | LEADER | FINANCE,
}
OF_ITS_MONEY = {
    permissions.may_order: SECTION,
    permissions.may_authorise: {"section_head"} | LEADER,
    permissions.keeps_the_money: FINANCE,
    permissions.checks_spending: FINANCE,
    permissions.may_correct: OWN,
    permissions.may_see_order: EVERYBODY,
    permissions.may_see_spending: EVERYBODY,
}
PROJECT = project_in("ACTIVE")
CASES = [
    *((may, PROJECT, roles) for may, roles in OF_A_PROJECT.items()),
    *((may, SimpleNamespace(project=PROJECT), roles) for may, roles in OF_ITS_MONEY.items()),
    (permissions.may_export, PROJECT.programme, SECTION | LEADER | FINANCE),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("may", "thing", "roles"), CASES, ids=lambda each: getattr(each, "__name__", ""))
def test_each_role_may_what_is_its_own(may, thing, roles, role):
    assert may(at_home(role), thing) is (role in roles)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False
