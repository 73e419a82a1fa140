"""Who may do what with a dossier: every function for every role, at home and elsewhere."""

from types import SimpleNamespace

import pytest

from lixiang.closing import permissions
from lixiang.people.roles import Role
from lixiang.projects.tests.people import at_home, elsewhere, project_in

SECTION, CARRYING = {"section_clerk", "section_head"}, {"unit_clerk", "nominator"}
DOSSIER = SimpleNamespace(project=project_in("ACTIVE"))
CASES = [
    ("may_open", project_in("ACTIVE"), CARRYING),
    ("writes", DOSSIER, CARRYING),
    ("checks_first", DOSSIER, {"nominator"}),
    ("reviews", DOSSIER, SECTION),
    ("returns", DOSSIER, SECTION | {"nominator"}),
]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("name", "thing", "allowed"), CASES)
def test_each_role_may_what_is_its_own(name, thing, allowed, role):
    may = getattr(permissions, name)

    assert may(at_home(role), thing) is (role in allowed)
    assert may(elsewhere(role), thing) is False
    assert may(None, thing) is False
