"""Who may do what with a project: every function for every role, at home and elsewhere."""

import pytest

from lixiang.people.roles import Role
from lixiang.projects import permissions
from lixiang.projects.tests.people import FORMER, at_home, elsewhere, holding, project_in

FOLLOWERS = {"inspector", "finance"}
SECTION = {"section_clerk", "section_head"}
MAY = {
    permissions.may_write: {"unit_clerk"},
    permissions.is_nominator: {"nominator"},
    permissions.is_nominating: {"nominator", "nominator_leader"},
    permissions.may_withdraw: {"unit_clerk", "nominator"},
    permissions.is_section: SECTION,
    permissions.is_department_leader: {"department_leader"},
    permissions.decides: {"section_head", "department_leader"},
    permissions.is_inspector: {"inspector"},
    permissions.is_finance: {"finance"},
    permissions.follows: {"inspector", "finance"},
    permissions.sees_now: {"unit_clerk", "nominator", "nominator_leader", "department_leader", *SECTION, *FOLLOWERS},
    permissions.may_see: {"unit_clerk", "nominator", "nominator_leader", "department_leader", *SECTION, *FOLLOWERS},
}
SIGNS = {"unit": {"unit_clerk"}, "nominator": {"nominator", "nominator_leader"}, "department": SECTION}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("may", MAY, ids=lambda may: may.__name__)
def test_each_role_may_what_is_its_own(may, role):
    project = project_in("DRAFT")

    assert may(at_home(role), project) is (role in MAY[may])
    assert may(elsewhere(role), project) is False
    assert may(None, project) is False


@pytest.mark.parametrize("role", Role.values)
def test_the_clerk_of_a_former_unit_reads_and_does_nothing_else(role):
    project, person = project_in("ACTIVE"), holding((role, FORMER))

    assert permissions.used_to_write(person, project) is permissions.may_see(person, project) is (role == "unit_clerk")
    assert not any(may(person, project) for may in MAY if may is not permissions.may_see)
    assert not permissions.used_to_write(elsewhere(role), project) and not permissions.used_to_write(None, project)


@pytest.mark.parametrize("role", Role.values)
def test_only_clerks_of_units_begin_projects(role):
    assert permissions.may_draft(elsewhere(role)) is (role == "unit_clerk")


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("level", [*SIGNS, "province", ""])
def test_each_level_signs_for_itself(level, role):
    project = project_in("NOMINATED")

    assert permissions.may_sign(at_home(role), project, level) is (role in SIGNS.get(level, set()))
    assert permissions.may_sign(elsewhere(role), project, level) is False


def test_a_part_names_its_level_and_other_parts_name_none():
    assert permissions.level_of(permissions.scan_part("unit")) == "unit"
    assert permissions.level_of("attachments") == ""


def test_an_account_that_was_deactivated_may_nothing():
    leaver = at_home("unit_clerk")
    leaver.is_active = False

    assert permissions.may_write(leaver, project_in("DRAFT")) is False
