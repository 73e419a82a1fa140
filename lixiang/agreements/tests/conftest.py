"""An approved project, its agreement, and the two sides that sign."""

from types import SimpleNamespace

import pytest

from lixiang.agreements import actions
from lixiang.approvals.tests import arranging
from lixiang.people.roles import Role
from lixiang.projects.models import Project


@pytest.fixture
def sides(cast):
    """甲方 (clerk and head), 乙方 (clerk and leader), the unit, and a stranger of another county."""
    own, other = cast.nominators[0], cast.nominators[1]
    return SimpleNamespace(
        clerk=cast.user(Role.SECTION_CLERK),
        head=cast.user(Role.SECTION_HEAD),
        leader=cast.user(Role.DEPARTMENT_LEADER),
        nominator=cast.user(Role.NOMINATOR, own),
        nominator_leader=cast.user(Role.NOMINATOR_LEADER, own),
        unit=cast.user(Role.UNIT_CLERK, own),
        stranger=cast.user(Role.NOMINATOR, other),
    )


@pytest.fixture
def approved(cast, morning):
    """One approved project."""
    (project,) = approved_ones(cast, morning)
    return project


@pytest.fixture
def agreement(approved, sides, morning):
    return actions.draw_up(approved, by=sides.clerk, at=morning)


def approved_ones(cast, at, count: int = 1, county: int = 0) -> list[Project]:
    """Projects reviewed, decided and published as approved."""
    projects = arranging.nominated(cast, at, count, county=county)
    arranging.approve(cast, projects, at)
    return [Project.objects.get(pk=project.pk) for project in projects]
