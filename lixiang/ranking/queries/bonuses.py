"""The additions of a programme as a list by key, those of one project, and what its notice knows of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.access.keys import key_in
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.projects.models import Project
from lixiang.ranking.models import GivenBonus
from lixiang.ranking.models.bonuses import STANDING
from lixiang.ranking.rules.kinds import ConditionalBonus
from lixiang.ranking.rules.points import written

ROWS = 50
# A project has one of each kind that stands, and those withdrawn before.
MOST_OF_A_PROJECT = 100


@dataclass(frozen=True)
class Titled:
    """An addition with the title of its setting and its points as written."""

    given: GivenBonus
    title: str
    points: str


@dataclass(frozen=True)
class Page:
    """One page of additions, and the key of the next ("" on the last)."""

    rows: tuple[Titled, ...]
    next_key: str


def bonus_settings(programme: Programme, at: datetime) -> list[ConditionalBonus]:
    """The additions of the notice in force, in its order."""
    return list(settings_by_kind(version_in_force(programme, at), ConditionalBonus))


def bonuses_in(user: Any, programme: Programme, settings: list[ConditionalBonus], *, after: str = "") -> Page:
    """Those that stand, in the order of their entry; one query."""
    rows = GivenBonus.visible_to(user).filter(STANDING, programme=programme)
    key = key_in(after)
    if key is not None:
        rows = rows.filter(pk__gt=key)
    found = list(rows.select_related("project__nominating_organisation").order_by("pk")[: ROWS + 1])
    shown = found[:ROWS]
    return Page(_titled(shown, settings), str(shown[-1].pk) if len(found) > ROWS else "")


def bonuses_of(user: Any, project: Project, settings: list[ConditionalBonus]) -> tuple[Titled, ...]:
    """All of one project, the newest first, withdrawn ones included; one query."""
    rows = GivenBonus.visible_to(user).filter(project=project).order_by("-pk")[:MOST_OF_A_PROJECT]
    return _titled(list(rows), settings)


def _titled(rows: list[GivenBonus], settings: list[ConditionalBonus]) -> tuple[Titled, ...]:
    titles = {row.code: row.title for row in settings}
    return tuple(Titled(row, titles.get(row.bonus, row.bonus), written(row.points)) for row in rows)
