"""The stage of a journey: the product on a live server, the cast in mid-cycle today, windows that tell on errors."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from lixiang.rehearsal.cast import build_cast
from lixiang.rehearsal.present import pack_of_the_present
from tests.journeys.stage import Stage


@pytest.fixture
def stage(transactional_db, live_server, browser: Browser) -> Iterator[Stage]:
    """Rebuilt for each journey, since the one before left nothing behind."""
    now = timezone.now()
    cast = build_cast(now - timedelta(days=3), pack=pack_of_the_present("huainan-2018", now.date()))
    stage = Stage(browser, live_server.url, cast, now)
    yield stage
    stage.close()
