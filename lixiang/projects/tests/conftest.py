"""Browsers of the cast, and the notice of 2018 kept open for pages that read the real clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lixiang.programmes.models import Extension


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def open_still(cast, morning):
    """The pages read the real clock: the notice of 2018 is prolonged into tomorrow."""
    section = cast.user("section_clerk")
    until = timezone.now() + timedelta(days=1)
    words = {"programme": cast.programme, "step": "nomination", "reason": "示例"}
    return Extension.objects.create(until=until, granted_by=section, granted_at=morning, **words)


@pytest.fixture
def browse(client, cast):
    """Log in as somebody of the cast and give back the client."""

    def log_in(username: str = "unit_clerk.county-1"):
        client.force_login(cast.users[username])
        return client

    return log_in
