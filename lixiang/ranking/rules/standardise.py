"""Levels out harsh and mild judges, or panels, by the 二次平均法 that offices use for interviews in several rooms.

Of each judge (or group) the mean A of the scoring sheets; R, the mean of these means; each sheet counts as
raw × R ÷ A. Every figure is rounded half up to a thousandth before the next step, so that it can be done by hand.
A judge with fewer sheets than the minimum sample, or a mean of 0, is neither adjusted nor part of R.
Source: the 平衡办法 of civil-service interviews in several examination rooms (A1…An, R, 系数 Xn = R ÷ An); the
rounding of each step is ours. Once a score depends on others' sheets, more points on one sheet may cost a place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lixiang.ranking.rules.kinds import Method
from lixiang.ranking.rules.points import half_up, mean_of
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.sheets import Sheet


@dataclass(frozen=True)
class Level:
    """The mean of one judge or group in one source, and whether its sheets are adjusted by it."""

    source: str
    of: str
    count: int
    total: int
    mean: int
    overall: int
    is_adjusted: bool

    def adjusted(self, raw: int) -> int:
        return half_up(raw * self.overall, self.mean) if self.is_adjusted else raw


Levels = Mapping[tuple[str, str], Level]


def key_of(sheet: Sheet, method: Method) -> str:
    """What a sheet is levelled with: its judge or its group."""
    return sheet.judge if method.standardise == "judge" else sheet.group


def levels_of(settings: Settings, sheets: Iterable[Sheet]) -> dict[tuple[str, str], Level]:
    """(source, judge or group) -> its level, in the order of their names; empty where nothing is levelled."""
    if settings.method.standardise == "none":
        return {}
    judged = {source.code for source in settings.sources if source.by_method}
    sums: dict[tuple[str, str], list[int]] = {}
    for sheet in sheets:
        if sheet.scores and sheet.source in judged:
            each = sums.setdefault((sheet.source, key_of(sheet, settings.method)), [0, 0])
            each[0] += 1
            each[1] += sheet.total or 0
    return levels_from({key: (count, total) for key, (count, total) in sums.items()}, settings.method)


def levels_from(sums: Mapping[tuple[str, str], tuple[int, int]], method: Method) -> dict[tuple[str, str], Level]:
    """The same from count and sum of the sheets of each judge or group."""
    means = {key: mean_of(total, count) for key, (count, total) in sums.items()}
    enough = {key for key, (count, _) in sums.items() if count >= method.minimum_sample and means[key] > 0}
    overall = {
        source: mean_of(sum(own), len(own))
        for source in {key[0] for key in enough}
        if (own := [means[key] for key in enough if key[0] == source])
    }
    return {key: Level(*key, *sums[key], means[key], overall.get(key[0], 0), key in enough) for key in sorted(sums)}
