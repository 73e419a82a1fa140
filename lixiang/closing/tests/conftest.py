"""The scene of closing."""

import pytest

from lixiang.closing.tests.scene import ClosingScene


@pytest.fixture
def scene(cast, morning) -> ClosingScene:
    return ClosingScene(cast, morning)
