"""Who may do what with a change and its supplementary agreement: every function for every role."""

from types import SimpleNamespace

import pytest

from lixiang.delivery import permissions
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

SECTION, ASKING = {"section_clerk", "section_head"}, {"unit_clerk", "nominator"}
DEPARTMENT, SIGNING = {"section_head", "department_leader"}, {"nominator", "nominator_leader"}


def request(authority: str, by_section: bool = False):
    return SimpleNamespace(authority=authority, by_section=by_section, project=project_in("ACTIVE"))


APPROVAL, FILING, OWN, MOTION = request("approval"), request("filing"), request("own"), request("approval", True)
PAPER = SimpleNamespace(project=project_in("ACTIVE"))
CASES = [
    ("may_ask_for_change", project_in("ACTIVE"), ASKING | SECTION),
    ("asks_for_change", APPROVAL, ASKING),
    ("asks_for_change", MOTION, SECTION),
    ("hands_change_in", APPROVAL, ASKING),
    ("hands_change_in", FILING, set()),
    ("files_change", FILING, ASKING),
    ("files_change", OWN, set()),
    ("decides_change", APPROVAL, DEPARTMENT),
    ("decides_change", OWN, {"nominator_leader"}),
    ("returns_change", APPROVAL, SECTION | DEPARTMENT),
    ("returns_change", OWN, {"nominator_leader"}),
    ("runs_change", OWN, SECTION),
    ("puts_into_effect", APPROVAL, SECTION | DEPARTMENT),
    ("puts_into_effect", OWN, SECTION | {"nominator_leader"}),
    ("acknowledges_change", FILING, SECTION),
    ("signs_supplement", PAPER, SIGNING),
    ("countersigns", PAPER, SECTION),
    ("may_upload_supplement", PAPER, SECTION | SIGNING),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("name", "thing", "allowed"), CASES)
def test_each_role_may_what_is_its_own(name, thing, allowed, role):
    may = getattr(permissions, name)

    assert may(at_home(role), thing) is (role in allowed)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False
