"""The ranking of a large programme in a few passes over arrays: scores, places and grades, the same as rank() gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lixiang.ranking.rules.columns import NONE, Columns, Flags, Ints, adjusted, half_up_all, sums_by
from lixiang.ranking.rules.grades import seats_of
from lixiang.ranking.rules.kinds import GradeCut, TieRule
from lixiang.ranking.rules.settings import Settings


@dataclass(frozen=True)
class Ranks:
    """By project: the score (NONE where it has none), the place (0) and the grade's number in the settings (-1)."""

    total: Ints
    place: Ints
    grade: Ints


@dataclass(frozen=True)
class Cells:
    """The sheets sorted by cell (project and source) and value; `start` and `count` of each cell."""

    sorted: Ints
    values: Ints
    start: Ints
    count: Ints

    @cached_property
    def cell(self) -> Ints:
        return np.repeat(np.arange(len(self.count)), self.count)


def cells_of(columns: Columns, values: Ints, sources: int) -> Cells:
    cell = columns.project * sources + columns.source
    order = np.argsort(cell * (int(values.max(initial=0)) + 1) + values, kind="stable")
    count = np.bincount(cell, minlength=columns.projects * sources)
    return Cells(order, values[order], np.cumsum(count) - count, count)


def drops_of(count: Ints, settings: Settings) -> tuple[Ints, Ints]:
    """drops() for every cell: how many of the lowest and highest do not count; none of a source without the method."""
    method = settings.method
    if method.name == "median":
        low = np.maximum(0, (count - 1) // 2)
        high = low
    else:
        trimmed = method.name == "trimmed_mean"
        low = np.full_like(count, method.drop_low if trimmed else 0)
        high = np.full_like(count, method.drop_high if trimmed else 0)
    judged = _judged(settings)[np.arange(len(count)) % len(settings.sources)]
    return np.where(judged, low, 0), np.where(judged, high, 0)


def cell_scores(cells: Cells, settings: Settings) -> Ints:
    """The score of every project and source, NONE where there are too few sheets."""
    low, high = drops_of(cells.count, settings)
    least = np.where(_judged(settings), settings.method.minimum_sheets, 1)[np.arange(len(low)) % len(settings.sources)]
    enough = cells.count >= np.maximum(least, low + high + 1)
    before = np.concatenate(([0], np.cumsum(cells.values)))
    first, last = np.where(enough, cells.start + low, 0), np.where(enough, cells.start + cells.count - high, 0)
    return half_up_all(before[last] - before[first], last - first)


def weighted(scores: Ints, settings: Settings) -> Ints:
    """Sources by their weights, one row per project in `scores`; NONE where a source is lacking that must be there."""
    weight = np.array([source.weight for source in settings.sources])
    optional = np.array([source.optional for source in settings.sources])
    present = scores != NONE
    sums = half_up_all((np.where(present, scores, 0) * weight).sum(axis=1), (present * weight).sum(axis=1))
    return np.where((present | optional).all(axis=1), sums, NONE)


def with_bonuses(score: Ints, columns: Columns, settings: Settings) -> Ints:
    total = score.copy()
    for setting in settings.bonuses:
        points = columns.bonuses.get(setting.code)
        if points is not None:
            counts = (points != NONE) & (score >= setting.from_score) & (score != NONE)
            total += np.where(counts, np.minimum(points, setting.at_most), 0)
    return total


def rank_columns(columns: Columns, settings: Settings) -> Ranks:
    """Scores, places and grades of all projects."""
    cells = cells_of(columns, adjusted(columns, settings), len(settings.sources))
    scores = cell_scores(cells, settings).reshape(columns.projects, len(settings.sources))
    total = with_bonuses(weighted(scores, settings), columns, settings)
    breaks = [_break(rule, columns, scores, settings) for rule in settings.tie_rules]
    level = _levels(total, breaks)
    scope = columns.track if settings.method.scope == "track" else np.zeros_like(columns.track)
    place = _places(level, scope, settings.method.numbering)
    return Ranks(total, np.where(total == NONE, 0, place), _grades(columns, total, level, settings))


def _judged(settings: Settings) -> Flags:
    return np.array([source.by_method for source in settings.sources])


def _break(rule: TieRule, columns: Columns, scores: Ints, settings: Settings) -> Ints:
    """The figure of a tie rule by project."""
    if rule.by == "source":
        return scores[:, [source.code for source in settings.sources].index(rule.source)]
    size = columns.projects
    if rule.by == "indicator":
        points = columns.lines[rule.indicator]
        has = points != NONE
        counts = np.bincount(columns.project[has], minlength=size)
        return half_up_all(sums_by(columns.project[has], points[has], size), counts)
    judged = _judged(settings)[columns.source]
    own, totals = columns.project[judged], columns.total[judged]
    totals = totals[np.lexsort((totals, own))]
    count = np.bincount(own, minlength=size)
    start = np.cumsum(count) - count
    padded = np.append(totals, 0)
    if rule.by == "lowest":
        return np.where(count > 0, padded[np.where(count > 0, start, 0)], NONE)
    lower = np.where(count > 0, start + (count - 1) // 2, 0)
    upper = np.where(count > 0, start + count // 2, 0)
    return half_up_all(padded[lower] + padded[upper], np.where(count > 0, 2, 0))


def _levels(total: Ints, breaks: list[Ints]) -> Ints:
    """Equal numbers for equals, smaller ones for the better."""
    keys = [total, *breaks]
    order = np.lexsort([-key for key in reversed(keys)])
    new = np.zeros(len(total), np.bool_)
    for key in keys:
        new[1:] |= key[order][1:] != key[order][:-1]
    level = np.empty(len(total), np.int64)
    level[order] = np.cumsum(new)
    return level


def _places(level: Ints, scope: Ints, numbering: str) -> Ints:
    order = np.lexsort((level, scope))
    by_scope, by_level = scope[order], level[order]
    number = np.arange(len(order))
    other = np.ones(len(order), np.bool_)
    other[1:] = by_scope[1:] != by_scope[:-1]
    fresh = other.copy()
    fresh[1:] |= by_level[1:] != by_level[:-1]
    counted = np.cumsum(fresh) if numbering == "dense" else number
    began = np.maximum.accumulate(np.where(other, counted, 0))
    place = np.empty(len(order), np.int64)
    place[order] = np.maximum.accumulate(np.where(fresh, counted, 0)) - began + 1
    return place


def _grades(columns: Columns, total: Ints, level: Ints, settings: Settings) -> Ints:
    grade = np.full(columns.projects, -1)
    for number, track in enumerate(columns.tracks):
        own = np.flatnonzero((columns.track == number) & (total != NONE))
        left = own[np.argsort(level[own], kind="stable")]
        for cut, chosen in _chosen(left, total, level, settings.cuts_of(track)):
            grade[chosen] = settings.grade_cuts.index(cut)
    return grade


def _chosen(left: Ints, total: Ints, level: Ints, cuts: tuple[GradeCut, ...]) -> Iterator[tuple[GradeCut, Ints]]:
    """Each grade with the projects that take it, the best first; see grades.py for the border."""
    ranked = len(left)
    for cut in cuts:
        seats, fits = seats_of(cut, ranked), total[left] >= cut.minimum
        chosen = left[fits]
        if len(chosen) > seats:
            border = level[chosen[seats]]
            chosen = chosen[:seats][level[chosen[:seats]] != border]
        yield cut, chosen
        left = left[~np.isin(left, chosen)]
