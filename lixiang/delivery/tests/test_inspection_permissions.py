"""Who may do what with an inspection and with a ticket: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.delivery import permissions
from lixiang.people.roles import Role
from lixiang.projects.tests.people import COUNTY, DEPARTMENT, UNIT, at_home, elsewhere, holding, project_in

ME = 7
SECTION = {"section_clerk", "section_head"}
PROGRAMME = SimpleNamespace(managing_organisation_id=DEPARTMENT)
VISIT = SimpleNamespace(programme=PROGRAMME, inspector_ids=(ME,), entered_for_id=ME)
TICKET = SimpleNamespace(project=project_in("ACTIVE"), organisation_id=UNIT)
ALLOWED = {
    permissions.plans: (VISIT, {"inspector", *SECTION}),
    permissions.visits: (VISIT, {"inspector", *SECTION}),
    permissions.enters: (VISIT, SECTION),
    permissions.confirms: (VISIT, {"inspector", *SECTION}),
    permissions.writes_down: (VISIT, {"inspector", *SECTION}),
    permissions.leads: (PROGRAMME, {"department_leader", *SECTION}),
    permissions.checks: (TICKET, {"inspector", *SECTION}),
    permissions.answers: (TICKET, {"unit_clerk", "nominator"}),
}


def named(user):
    user.pk = ME
    return user


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("may", ALLOWED, ids=lambda may: may.__name__)
def test_each_role_may_what_is_its_own(may, role):
    thing, roles = ALLOWED[may]

    assert bool(may(named(at_home(role)), thing)) is (role in roles)
    assert not may(named(elsewhere(role)), thing)
    assert not may(None, thing)


@pytest.mark.parametrize("may", [permissions.visits, permissions.confirms])
def test_who_is_not_named_neither_goes_nor_confirms(may):
    other = at_home("inspector")
    other.pk = 8

    assert not may(other, VISIT)


def test_a_county_that_drafts_itself_answers_by_its_clerk_and_its_nominator():
    project = project_in("ACTIVE")
    project.drafting_organisation_id = COUNTY
    ticket = SimpleNamespace(project=project, organisation_id=COUNTY)

    for role in ("unit_clerk", "nominator", "nominator_leader"):
        assert permissions.answers(holding((role, COUNTY)), ticket)


@pytest.mark.parametrize("role", Role.values)
def test_closing_goes_by_the_roles_that_the_programme_names(role):
    assert permissions.closes(at_home(role), TICKET, ("section_head",)) is (role == "section_head")
    assert not permissions.closes(at_home(role), TICKET, ())
    assert not permissions.closes(None, TICKET, ("section_head",))
