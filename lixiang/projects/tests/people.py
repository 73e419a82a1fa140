"""People and projects that exist only in memory, for questions that need no database."""

from types import SimpleNamespace

from lixiang.people.models import User
from lixiang.people.models.accounts import HeldRole
from lixiang.people.roles import Role
from lixiang.projects.models import Project

UNIT, COUNTY, DEPARTMENT, FORMER, ELSEWHERE = 1, 2, 3, 4, 9
AT_HOME = {
    Role.UNIT_CLERK: UNIT,
    Role.NOMINATOR: COUNTY,
    Role.NOMINATOR_LEADER: COUNTY,
}


def holding(*roles: tuple[str, int]) -> User:
    """An account that holds these roles at these organisations."""
    user = User(username="example", name="示例")
    user.__dict__["held_roles"] = tuple(HeldRole(role, place, "", "", "") for role, place in roles)
    return user


def at_home(role: str) -> User:
    """Who holds a role where it has to do with the project below; every other role is held at the department."""
    return holding((role, AT_HOME.get(Role(role), DEPARTMENT)))


def elsewhere(role: str) -> User:
    """The same role at an organisation that has nothing to do with the project."""
    return holding((role, ELSEWHERE))


def project_in(status: str) -> Project:
    project = Project(status=status, drafting_organisation_id=UNIT, nominating_organisation_id=COUNTY)
    project.__dict__["former_unit_ids"] = frozenset({FORMER})
    project._state.fields_cache["programme"] = SimpleNamespace(managing_organisation_id=DEPARTMENT)
    return project
