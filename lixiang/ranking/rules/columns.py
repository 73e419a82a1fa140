"""Scoring sheets as arrays, for programmes too large to go through project by project, and for resampling."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lixiang.ranking.rules.kinds import Method
from lixiang.ranking.rules.ranking import Facts
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.standardise import levels_from

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Stands where there is no figure, below every figure.
NONE = np.int64(-(2**60))


@dataclass(frozen=True)
class Columns:
    """The projects (tracks by number) and one element per *scoring* sheet: project, source, judge, group, total.

    Sources are numbered as in the settings. `lines`: indicator -> points per sheet, `bonuses`: code -> points per
    project, NONE where there is none.
    """

    track: Ints
    project: Ints
    source: Ints
    judge: Ints
    group: Ints
    total: Ints
    tracks: tuple[str, ...] = ("",)
    lines: Mapping[str, Ints] = field(default_factory=dict)
    bonuses: Mapping[str, Ints] = field(default_factory=dict)

    @property
    def projects(self) -> int:
        return len(self.track)


def columns_of(facts: Facts) -> Columns:
    """The same facts as arrays; projects in the order of the entries, the rest numbered in the order of their codes."""
    sheets = [sheet for sheet in facts.sheets if sheet.scores]
    projects = {entry.project: place for place, entry in enumerate(facts.entries)}
    sources = {source.code: place for place, source in enumerate(facts.settings.sources)}
    tracks = _numbers(entry.track for entry in facts.entries)
    judges, groups = _numbers(sheet.judge for sheet in sheets), _numbers(sheet.group for sheet in sheets)
    asked = {rule.indicator for rule in facts.settings.tie_rules if rule.by == "indicator"}
    points = [{line.indicator: line.points for line in sheet.lines if line.points is not None} for sheet in sheets]
    given = {(bonus.project, bonus.bonus): bonus.points for bonus in facts.bonuses}
    return Columns(
        _ints([tracks[entry.track] for entry in facts.entries]),
        _ints([projects[sheet.project] for sheet in sheets]),
        _ints([sources[sheet.source] for sheet in sheets]),
        _ints([judges[sheet.judge] for sheet in sheets]),
        _ints([groups[sheet.group] for sheet in sheets]),
        _ints([sheet.total or 0 for sheet in sheets]),
        tuple(tracks),
        {name: _ints([each.get(name, int(NONE)) for each in points]) for name in asked},
        {
            setting.code: _ints([given.get((project, setting.code), int(NONE)) for project in projects])
            for setting in facts.settings.bonuses
        },
    )


def half_up_all(numerator: Ints, denominator: Ints) -> Ints:
    """half_up() element by element; NONE where the denominator is 0."""
    safe = np.maximum(denominator, 1)
    return np.where(denominator > 0, (2 * numerator + safe) // (2 * safe), NONE)


def adjusted(columns: Columns, settings: Settings) -> Ints:
    """The total of each sheet after levelling."""
    if settings.method.standardise == "none" or not len(columns.total):
        return columns.total
    keys, width = _level_keys(columns, settings.method)
    overall, mean = _levels(columns, keys, width, settings)
    return np.where(mean[keys] > 0, half_up_all(columns.total * overall[keys], mean[keys]), columns.total)


def _level_keys(columns: Columns, method: Method) -> tuple[Ints, int]:
    own = columns.judge if method.standardise == "judge" else columns.group
    width = int(own.max()) + 1
    return columns.source * width + own, width


def _levels(columns: Columns, keys: Ints, width: int, settings: Settings) -> tuple[Ints, Ints]:
    """R and A by key; 0 where nothing is adjusted."""
    size = len(settings.sources) * width
    counts, sums = np.bincount(keys, minlength=size), sums_by(keys, columns.total, size)
    found = {
        (settings.sources[key // width].code, str(key)): (int(counts[key]), int(sums[key]))
        for key in np.flatnonzero(counts).tolist()
        if settings.sources[key // width].by_method
    }
    overall, mean = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for level in levels_from(found, settings.method).values():
        if level.is_adjusted:
            overall[int(level.of)], mean[int(level.of)] = level.overall, level.mean
    return overall, mean


def sums_by(keys: Ints, values: Ints, size: int) -> Ints:
    """Sums of integers by key, exact: bincount adds doubles, which are exact below 2**53 and no sum here reaches it."""
    return np.bincount(keys, weights=values, minlength=size).astype(np.int64)


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(sorted(set(names)))}


def _ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)
