"""The people of the section and one project under review."""

import pytest
from django.test import Client

from lixiang.approvals import actions
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
def returned(project, clerk, morning):
    """The project sent back by the section, due after two days."""
    words = {"sections": ["goals"], "reason": "请补充目标。", "due_at": morning + 2 * arranging.DAY}
    return actions.send_back(project, **words, by=clerk, at=morning)


@pytest.fixture
def shown(db, morning):
    """A cast whose notice has a 公示 of five working days."""
    from lixiang.rehearsal.cast import build_cast

    return build_cast(morning, pack=arranging.with_publicity())


@pytest.fixture
def browser(cast):
    """`browser("section_clerk")` is a browser in which that person is logged in."""

    def log_in(who: str, of=None) -> Client:
        client = Client()
        client.force_login((of or cast).users[who])
        return client

    return log_in
