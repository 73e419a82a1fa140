"""A project under way with its plan, who has to do with it, a round of inspections, a room to meet in."""

import pytest

from lixiang.delivery.tests import underway
from lixiang.delivery.tests.gathering import Gathering
from lixiang.delivery.tests.inspecting import Round
from lixiang.delivery.tests.underway import milestones_of, sides_of


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
