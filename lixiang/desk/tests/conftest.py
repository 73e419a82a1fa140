"""The scene of every test of the desk, and the worklist of a person at a moment."""

from collections.abc import Callable
from datetime import datetime

import pytest

from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.worklist import Worklist, worklist_of
from lixiang.history.models import Pending
from lixiang.messaging.tests.scene import Scene


@pytest.fixture
def scene(cast, morning) -> Scene:
    Pending.objects.all().delete()
    return Scene(cast, morning)


@pytest.fixture
def desk(scene) -> Callable[..., Worklist]:
    """`desk(role, code, at=…)`: what waits for an account of the cast."""

    def open_desk(role: str, code: str | None = None, *, at: datetime | None = None) -> Worklist:
        return worklist_of(viewpoint(scene.cast.user(role, code), scene.cast.programme, at or scene.at))

    return open_desk
