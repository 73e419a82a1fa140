"""How firm a place is: the places that a project takes when other judges might have sat, "第3–5名" nine times in ten.

Each round draws, in every panel (source and group), as many judges as it has, with replacement; a judge drawn twice
counts twice, one not drawn not at all. Levelled totals, bonuses and the sources without judges stay as they are. A
project of which too few sheets are left keeps its own score of that source. A place is 1 + the number of projects of
the scope with a higher score: tie rules are left out. The draws are Python's `random.Random(seed).random()`, whose
sequence is promised not to change, panels and judges in the order of their codes; all the rest is whole numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np
from numpy.typing import NDArray

from lixiang.ranking.rules.columns import NONE, Columns, Ints, adjusted, columns_of, half_up_all
from lixiang.ranking.rules.ranking import Facts
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.vectors import Cells, cell_scores, cells_of, drops_of, weighted, with_bonuses
from lixiang.workflow.findings import Finding, Refused

ROUNDS = 1000
MOST_ROUNDS = 10_000
# Rounds × sheets (or projects): about half a minute of one core, 400 MB at most.
MOST_WORK = 100_000_000
LEFT_OUT = 20  # one in twenty at either end: nine in ten between


@dataclass(frozen=True)
class Interval:
    """From which to which place, nine times in ten."""

    project: str
    best: int
    worst: int

    @property
    def words(self) -> str:
        return f"第{self.best}名" if self.best == self.worst else f"第{self.best}–{self.worst}名"


@dataclass(frozen=True)
class Firmness:
    """The intervals of all ranked projects, with what is needed to draw the same again."""

    seed: int
    rounds: int
    intervals: tuple[Interval, ...]

    @cached_property
    def interval_by_project(self) -> Mapping[str, Interval]:
        return {each.project: each for each in self.intervals}


def rounds_for(sheets: int) -> int:
    """How often to draw for so many sheets: as a rule a thousand times, less often where that would take too long."""
    return max(1, min(ROUNDS, MOST_WORK // max(sheets, 1)))


def firmness_of(facts: Facts, *, seed: int, rounds: int = ROUNDS) -> Firmness:
    """Resample; one seed gives the same intervals on every machine. Raises Refused where it would take too long."""
    columns, settings = columns_of(facts), facts.settings
    if not 1 <= rounds <= MOST_ROUNDS or rounds * max(len(columns.total), columns.projects) > MOST_WORK:
        most = f"抽样次数应在1至{MOST_ROUNDS}之间，次数乘以评分表数（或者项目数）不超过{MOST_WORK}。"
        raise Refused(Finding("too_many_rounds", most))
    cells = cells_of(columns, adjusted(columns, settings), len(settings.sources))
    own = cell_scores(cells, settings)
    places = np.stack([_places(columns, settings, cells, own, each) for each in _draws(facts, columns, seed, rounds)])
    places.sort(axis=0)
    best, worst = places[rounds // LEFT_OUT], places[rounds - 1 - rounds // LEFT_OUT]
    ranked = np.flatnonzero(best)
    intervals = (Interval(facts.entries[n].project, int(best[n]), int(worst[n])) for n in ranked.tolist())
    return Firmness(seed, rounds, tuple(intervals))


def _draws(facts: Facts, columns: Columns, seed: int, rounds: int) -> Iterator[Ints]:
    """How often each sheet counts, round by round; a sheet of a source without judges always once."""
    sheets = [sheet for sheet in facts.sheets if sheet.scores]
    judged = {source.code for source in facts.settings.sources if source.by_method}
    seats = sorted({(sheet.source, sheet.group, sheet.judge) for sheet in sheets if sheet.source in judged})
    number = {seat: n for n, seat in enumerate(seats)}
    panels: dict[tuple[str, str], list[int]] = {}
    for seat in seats:
        panels.setdefault(seat[:2], []).append(number[seat])
    fixed = len(seats)
    seat_of = np.array([number.get((s.source, s.group, s.judge), fixed) for s in sheets], np.int64)
    chance = Random(seed)
    for _ in range(rounds):
        drawn = [panel[int(chance.random() * len(panel))] for panel in panels.values() for _ in panel]
        often = np.append(np.bincount(np.array(drawn, np.int64), minlength=fixed), 1)
        yield often[seat_of]


def _places(columns: Columns, settings: Settings, cells: Cells, own: Ints, often: Ints) -> NDArray[np.int32]:
    """The places of one round; 0 where a project has no score."""
    scores = _resampled(cells, often[cells.sorted], settings)
    scores = np.where((scores == NONE) | (own == NONE), own, scores)
    total = with_bonuses(weighted(scores.reshape(columns.projects, len(settings.sources)), settings), columns, settings)
    scope = columns.track if settings.method.scope == "track" else np.zeros_like(columns.track)
    place = np.zeros(columns.projects, np.int32)
    for each in np.unique(scope):
        mine = (scope == each) & (total != NONE)
        lower_first = np.sort(total[mine])
        place[mine] = 1 + len(lower_first) - np.searchsorted(lower_first, total[mine], side="right")
    return place


def _resampled(cells: Cells, often: Ints, settings: Settings) -> Ints:
    """cell_scores() where each sheet counts so many times; NONE where too few are left."""
    upto = np.concatenate(([0], np.cumsum(often)))
    count = upto[cells.start + cells.count] - upto[cells.start]
    low, high = drops_of(count, settings)
    before = upto[:-1] - upto[cells.start][cells.cell]
    after = before + often
    kept = np.clip(np.minimum(after, (count - high)[cells.cell]) - np.maximum(before, low[cells.cell]), 0, None)
    sums = np.concatenate(([0], np.cumsum(kept * cells.values)))
    total = sums[cells.start + cells.count] - sums[cells.start]
    return half_up_all(total, np.maximum(count - low - high, 0))
