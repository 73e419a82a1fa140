"""The scene of every test of messages."""

import pytest

from lixiang.history.models import Pending
from lixiang.messaging.tests.scene import Scene


@pytest.fixture
def scene(cast, morning) -> Scene:
    """The cast at work, everybody told of what came before."""
    Pending.objects.all().delete()
    return Scene(cast, morning)
