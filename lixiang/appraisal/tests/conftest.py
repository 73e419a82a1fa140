"""A panel that scores, and one still being set up."""

import pytest

from lixiang.appraisal.tests import arranging


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def scene(cast, morning):
    """Three judges, two projects, two sheets each; materials are open."""
    return arranging.scoring(cast, morning)


@pytest.fixture
def prepared(cast, morning):
    """The same panel before anybody declared."""
    return arranging.set_up(cast, morning)
