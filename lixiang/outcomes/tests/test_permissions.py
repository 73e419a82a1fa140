"""Who may do what in outcomes: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.outcomes import permissions
from lixiang.outcomes.permissions import awards, cases, compendia, recommendations
from lixiang.people.roles import Role
from lixiang.projects.tests.people import ELSEWHERE, at_home, elsewhere, project_in

SECTION = {Role.SECTION_CLERK, Role.SECTION_HEAD, Role.DEPARTMENT_LEADER}
MAKERS = {Role.SECTION_CLERK, Role.SECTION_HEAD}


@pytest.mark.parametrize("role", list(Role))
def test_the_section_reads_and_its_clerk_and_head_make(cast, role):
    holders = [user for user in cast.users.values() if user.holds(role)]

    for user in holders:
        held = {each for each in Role if user.holds(each)}
        assert permissions.sees_archives(user) == permissions.may_see(user, cast.programme) == bool(held & SECTION)
        assert permissions.makes_archives(user, cast.programme) == bool(held & MAKERS)


def test_nobody_signed_in_sees_nothing(cast):
    assert not permissions.sees_archives(None) and not permissions.makes_archives(None, cast.programme)


PROJECT = project_in("CONCLUDED")
THING = SimpleNamespace(project=PROJECT, programme=PROJECT.programme)
CLERK_AND_HEAD, DECIDING = {"section_clerk", "section_head"}, {"section_head", "department_leader"}
OWN = {"unit_clerk", "nominator"}
ADOPTION = SimpleNamespace(case=THING, organisation_id=ELSEWHERE)
EACH = [
    (awards.proposes, PROJECT, CLERK_AND_HEAD),
    (awards.decides, THING, DECIDING),
    (awards.publishes, PROJECT.programme, DECIDING),
    (awards.oversees, PROJECT.programme, CLERK_AND_HEAD | DECIDING),
    (recommendations.drafts, PROJECT, CLERK_AND_HEAD),
    (recommendations.keeps, THING, CLERK_AND_HEAD),
    (recommendations.sends, THING, DECIDING),
    (recommendations.packs, THING, CLERK_AND_HEAD | DECIDING),
    (cases.begins, PROJECT, CLERK_AND_HEAD | OWN),
    (cases.writes, THING, CLERK_AND_HEAD | OWN),
    (cases.hands_in, THING, OWN),
    (cases.publishes, THING, CLERK_AND_HEAD),
    (compendia.compiles, PROJECT.programme, CLERK_AND_HEAD),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("may", "thing", "roles"), EACH, ids=lambda each: getattr(each, "__name__", ""))
def test_each_role_may_what_is_its_own(may, thing, roles, role):
    assert may(at_home(role), thing) is (role in roles)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False


@pytest.mark.parametrize("role", Role.values)
def test_clerks_of_other_organisations_adopt_and_take_back_what_is_theirs(role):
    adopts = role in OWN

    assert cases.adopting_organisations(elsewhere(role), THING) == (frozenset({ELSEWHERE}) if adopts else frozenset())
    assert cases.may_adopt(elsewhere(role), THING) is cases.withdraws(elsewhere(role), ADOPTION) is adopts
    assert cases.may_adopt(at_home(role), THING) is cases.withdraws(at_home(role), ADOPTION) is False
    assert cases.sees_proof(at_home(role), ADOPTION) is (role in CLERK_AND_HEAD | DECIDING | OWN)
    assert cases.sees_proof(elsewhere(role), ADOPTION) is adopts
