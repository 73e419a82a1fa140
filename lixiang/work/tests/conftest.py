"""The list of jobs of the tests, and a moment."""

from datetime import datetime

import pytest

from lixiang.ui.written import SHANGHAI


@pytest.fixture
def listed(settings):
    """The tests' own jobs in place of the product's."""
    settings.JOBS = "lixiang.work.tests.jobs.JOBS"
    return settings


@pytest.fixture
def noon() -> datetime:
    return datetime(2018, 3, 26, 12, 0, tzinfo=SHANGHAI)
