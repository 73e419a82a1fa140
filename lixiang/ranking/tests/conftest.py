"""Scores that are closed, and nothing ranked yet."""

import pytest

from lixiang.ranking.tests import arranging


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def scored(cast, morning):
    """Three judges, three projects, all scored, the third best."""
    return arranging.scored(cast, morning)
