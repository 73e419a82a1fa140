"""Places from scores: higher scores first, equal ones by the tie rules in their order, what is equal in all shares one.

After a shared place the next one is skipped (1, 2, 2, 4) or not (1, 2, 2, 3), as the method says. A figure that a
tie rule asks for and a project lacks comes after every figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median_high, median_low

from lixiang.ranking.rules.aggregate import Score
from lixiang.ranking.rules.kinds import TieRule
from lixiang.ranking.rules.points import half_up, mean_of
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.sheets import Entry, Sheet

EVERYTHING = ""


@dataclass(frozen=True)
class Place:
    """The place of a project within its scope ("" for all, else its track); none where it has no score.

    `breaks` are the figures of the tie rules in their order; `decided_by` counts how many of them were needed to part
    it from the project before it (0: the score did, or nothing stands before it); `shared` says with how many others.
    """

    project: str
    scope: str
    total: int | None
    place: int | None
    shared: int = 0
    breaks: tuple[int | None, ...] = ()
    decided_by: int = 0


Key = tuple[tuple[bool, int], ...]


def places_of(
    entries: Iterable[Entry], scores: Mapping[str, Score], sheets: Mapping[str, Sequence[Sheet]], settings: Settings
) -> tuple[Place, ...]:
    """Every project, scope by scope, by place and then in official order; those without a score stand last."""
    scopes: dict[str, list[Entry]] = {}
    for entry in entries:
        scopes.setdefault(entry.track if settings.method.scope == "track" else EVERYTHING, []).append(entry)
    breaks = {
        entry.project: breaks_of(scores[entry.project], sheets.get(entry.project, ()), settings)
        for own in scopes.values()
        for entry in own
    }
    return tuple(
        place
        for scope in sorted(scopes)
        for place in _places_within(scope, scopes[scope], scores, breaks, settings.method.numbering)
    )


def _places_within(
    scope: str,
    entries: list[Entry],
    scores: Mapping[str, Score],
    breaks: Mapping[str, tuple[int | None, ...]],
    numbering: str,
) -> list[Place]:
    keys: dict[str, Key] = {each.project: key_of(scores[each.project].total, breaks[each.project]) for each in entries}
    by_key = sorted(entries, key=lambda entry: (keys[entry.project], entry.order, entry.project))
    found: list[Place] = []
    before: Key | None = None
    distinct = 0
    for key, group in groupby(by_key, key=lambda entry: keys[entry.project]):
        own, distinct = list(group), distinct + 1
        number = len(found) + 1 if numbering == "skip" else distinct
        parted = next((n for n, (one, other) in enumerate(zip(key, before or (), strict=False)) if one != other), 0)
        for entry in own:
            total = scores[entry.project].total
            figures = breaks[entry.project]
            if total is None:
                found.append(Place(entry.project, scope, None, None, 0, figures))
            else:
                found.append(Place(entry.project, scope, total, number, len(own) - 1, figures, parted))
        before = key
    return found


def key_of(total: int | None, breaks: tuple[int | None, ...]) -> Key:
    """What sorts: the higher figure first, a missing one last."""
    return tuple((figure is None, -(figure or 0)) for figure in (total, *breaks))


def breaks_of(score: Score, sheets: Sequence[Sheet], settings: Settings) -> tuple[int | None, ...]:
    """The figure of each tie rule. Sheets count for it that score, as they were handed in, dropped ones too."""
    judged = {source.code for source in settings.sources if source.by_method}
    scoring = [sheet for sheet in sheets if sheet.scores]
    totals = sorted(sheet.total for sheet in scoring if sheet.total is not None and sheet.source in judged)
    return tuple(_break(rule, score, scoring, totals) for rule in settings.tie_rules)


def _break(rule: TieRule, score: Score, scoring: list[Sheet], totals: list[int]) -> int | None:
    if rule.by == "source":
        return next((part.score for part in score.sources if part.source == rule.source), None)
    if rule.by == "indicator":
        points = [
            line.points
            for sheet in scoring
            for line in sheet.lines
            if line.indicator == rule.indicator and line.points is not None
        ]
        return mean_of(sum(points), len(points)) if points else None
    if not totals:
        return None
    return totals[0] if rule.by == "lowest" else half_up(median_low(totals) + median_high(totals), 2)
