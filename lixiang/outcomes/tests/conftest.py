"""Archives in the making lie in a folder of the test's own."""

import pytest


@pytest.fixture(autouse=True)
def archives(settings, tmp_path):
    settings.ARCHIVES = tmp_path / "archives"
    return settings.ARCHIVES
