"""A project under way with its plan, who has to do with it, inspections, meetings, changes."""

import pytest

from lixiang.delivery.tests import underway
from lixiang.delivery.tests.changing import Changing
from lixiang.delivery.tests.gathering import Gathering
from lixiang.delivery.tests.inspecting import Round
from lixiang.delivery.tests.underway import milestones_of, sides_of
from lixiang.messaging.tests.scene import COMMITTEE
from lixiang.people.roles import Role


@pytest.fixture
def sides(cast):
    return sides_of(cast)


@pytest.fixture
def project(cast, morning):
    (project,) = underway.planned(cast, morning)
    return project


@pytest.fixture
def milestone(project):
    return milestones_of(project)[0]


@pytest.fixture
def visit(cast, morning) -> Round:
    return Round(cast, morning)


@pytest.fixture
def room(cast, morning) -> Gathering:
    return Gathering(cast, morning)


@pytest.fixture
def scene(cast, morning) -> Changing:
    """Of changes; tests of reports have a scene of their own."""
    return Changing(cast, morning)


@pytest.fixture
def unit(scene):
    return scene.client(Role.UNIT_CLERK, COMMITTEE)
