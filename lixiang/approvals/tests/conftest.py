"""The people of the section and one project under review."""

import pytest

from lixiang.approvals.tests import arranging
from lixiang.people.roles import Role


@pytest.fixture
def clerk(cast):
    return cast.user(Role.SECTION_CLERK)


@pytest.fixture
def head(cast):
    return cast.user(Role.SECTION_HEAD)


@pytest.fixture
def leader(cast):
    return cast.user(Role.DEPARTMENT_LEADER)


@pytest.fixture
def project(cast, morning):
    """One project of the first county, nominated."""
    return arranging.nominated(cast, morning)[0]


@pytest.fixture
def shown(db, morning):
    """A cast whose notice has a 公示 of five working days."""
    from lixiang.rehearsal.cast import build_cast

    return build_cast(morning, pack=arranging.with_publicity())
