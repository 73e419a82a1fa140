"""Grades by cut-off and by cap on share, track by track; whoever is past the border takes the next grade.

Seats of a grade: its share of the ranked projects of the track, rounded as the row says. They go to the projects by
place; a group that shares a place and does not fit whole takes the next grade whole, so that no cap is exceeded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lixiang.ranking.rules.kinds import GradeCut
from lixiang.ranking.rules.points import WHOLE, half_up
from lixiang.ranking.rules.settings import Settings


@dataclass(frozen=True)
class Standing:
    """A ranked project: its track, its score, and a number that is equal for equals and smaller for the better."""

    project: str
    track: str
    total: int
    level: int


@dataclass(frozen=True)
class GradeUse:
    """How a grade was filled in a track: from which score, how many of how many seats (all where it has no cap)."""

    track: str
    grade: str
    minimum: int
    at_most: int
    ranked: int
    seats: int
    given: int


def seats_of(cut: GradeCut, ranked: int) -> int:
    """How many of so many ranked projects may have the grade."""
    share = ranked * cut.at_most
    if cut.rounding == "up":
        return -(-share // WHOLE)
    return half_up(share, WHOLE) if cut.rounding == "half_up" else share // WHOLE


def grades_of(standings: Iterable[Standing], settings: Settings) -> tuple[dict[str, str], tuple[GradeUse, ...]]:
    """Project -> its grade, and how each grade was filled; nothing of a track without grades."""
    tracks: dict[str, list[Standing]] = {}
    for standing in standings:
        tracks.setdefault(standing.track, []).append(standing)
    given: dict[str, str] = {}
    uses: list[GradeUse] = []
    for track in sorted(tracks):
        left = sorted(tracks[track], key=lambda each: each.level)
        ranked = len(left)
        for cut in settings.cuts_of(track):
            seats = seats_of(cut, ranked)
            chosen = _seated([each for each in left if each.total >= cut.minimum], seats)
            given |= dict.fromkeys((each.project for each in chosen), cut.title)
            uses.append(GradeUse(track, cut.title, cut.minimum, cut.at_most, ranked, seats, len(chosen)))
            left = [each for each in left if each.project not in given]
    return given, tuple(uses)


def _seated(candidates: list[Standing], seats: int) -> list[Standing]:
    """The best that fit; a group of equals across the border stays out."""
    if len(candidates) <= seats:
        return candidates
    border = candidates[seats].level
    return [each for each in candidates[:seats] if each.level != border]


def sentences(uses: Iterable[GradeUse]) -> Iterator[tuple[str, str]]:
    """Track and a line for a page: 优秀：12个项目参加排名，名额6个，评定5个。"""
    for use in uses:
        limit = f"，名额{use.seats}个" if use.at_most < WHOLE else ""
        yield use.track, f"{use.grade}：{use.ranked}个项目参加排名{limit}，评定{use.given}个。"
