"""Applications handed in by units of the cast, ready for their nominator."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from lixiang.nominations import actions
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.applications import Author, hand_in, new_key, write
from lixiang.rehearsal.cast import Cast

COUNTY, COMMITTEE = "county-1", "committee-1"
SLATE = "/slates/huainan-2018-county-1/"
ALL = "/slates/programmes/huainan-2018/"


class Stage:
    """The cast and what tests ask of it again and again."""

    def __init__(self, cast: Cast, at: datetime) -> None:
        self.cast, self.at, self.rng = cast, at, Random(1)

    def user(self, role: str, code: str | None = None):
        return self.cast.user(role, code)

    def later(self, **span: float) -> datetime:
        return self.at + timedelta(**span)

    def project(self, category: str = "B", code: str = COUNTY, **changed) -> Project:
        """An application of the nominator's own clerk, handed in."""
        author = Author(self.user(Role.UNIT_CLERK, code), self.cast.organisations[code], self.rng)
        written = write(author, self.cast.programme, category=category, at=self.at, **changed)
        hand_in(author, written, at=self.at)
        return Project.objects.get(pk=written.pk)

    def slate(self, code: str = COUNTY):
        return actions.open_slate(self.cast.programme, self.cast.organisations[code], at=self.at)

    def filled(self, *categories: str, code: str = COUNTY):
        """A slate with one project of each category, taken up in that order."""
        slate = self.slate(code)
        for category in categories:
            self.take_up(slate, self.project(category, code))
        slate.refresh_from_db()
        return slate

    def take_up(self, slate, project):
        by = self.user(Role.NOMINATOR, slate.organisation.code)
        return actions.take_up(slate, project, by=by, at=self.at)

    def endorsed(self, *categories: str, code: str = COUNTY):
        slate = self.filled(*categories, code=code)
        return actions.endorse(slate, by=self.user(Role.NOMINATOR_LEADER, code), at=self.at)

    def handed_in(self, *categories: str, code: str = COUNTY):
        slate = self.endorsed(*categories, code=code)
        self.hand_in(slate)
        slate.refresh_from_db()
        return slate

    def hand_in(self, slate, *, at: datetime | None = None, **words):
        by = self.user(Role.NOMINATOR, slate.organisation.code)
        words.setdefault("key", new_key(self.rng))
        return actions.hand_in(slate, by=by, at=at or self.at, **words)

    def browser(self, role: str, code: str | None = None) -> Client:
        client = Client()
        client.force_login(self.user(role, code))
        return client


@pytest.fixture
def stage(cast, morning) -> Stage:
    return Stage(cast, morning)


@pytest.fixture
def nominator(stage):
    return stage.browser(Role.NOMINATOR, "county-1")


@pytest.fixture
def section(stage):
    return stage.browser(Role.SECTION_CLERK)


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def clock(monkeypatch, morning):
    """The morning of the cast for every page; `clock(moment)` moves it."""

    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move(morning)
    return move
