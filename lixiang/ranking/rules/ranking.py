"""The whole ranking: settings, projects, sheets and bonuses in; scores with workings, places and grades out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lixiang.ranking.rules.aggregate import Score, score_of
from lixiang.ranking.rules.grades import GradeUse, Standing, grades_of
from lixiang.ranking.rules.places import Place, key_of, places_of
from lixiang.ranking.rules.settings import Settings
from lixiang.ranking.rules.sheets import Bonus, Entry, Sheet, faults_in
from lixiang.ranking.rules.standardise import Level, levels_of
from lixiang.workflow.findings import refuse_if


@dataclass(frozen=True)
class Facts:
    """What a ranking is computed from."""

    settings: Settings
    entries: tuple[Entry, ...]
    sheets: tuple[Sheet, ...]
    bonuses: tuple[Bonus, ...] = ()

    @cached_property
    def entry_by_project(self) -> Mapping[str, Entry]:
        return {entry.project: entry for entry in self.entries}

    def called(self, project: str) -> str:
        """What a sentence calls a project."""
        return self.entry_by_project[project].title or project

    @cached_property
    def sheets_by_project(self) -> Mapping[str, Sequence[Sheet]]:
        found: dict[str, list[Sheet]] = {}
        for sheet in self.sheets:
            found.setdefault(sheet.project, []).append(sheet)
        return found

    @cached_property
    def bonuses_by_project(self) -> Mapping[str, Sequence[Bonus]]:
        found: dict[str, list[Bonus]] = {}
        for bonus in self.bonuses:
            found.setdefault(bonus.project, []).append(bonus)
        return found


@dataclass(frozen=True)
class Ranking:
    """What comes out: levels of judges, scores and grades by project, places in their order, how grades were filled."""

    levels: tuple[Level, ...]
    scores: Mapping[str, Score]
    places: tuple[Place, ...]
    grades: Mapping[str, str]
    grade_uses: tuple[GradeUse, ...]

    @cached_property
    def place_by_project(self) -> Mapping[str, Place]:
        return {place.project: place for place in self.places}

    @cached_property
    def placed_by_scope(self) -> Mapping[str, Sequence[Place]]:
        """Those with a place, the best first."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            if place.place is not None:
                found.setdefault(place.scope, []).append(place)
        return found


def rank(facts: Facts) -> Ranking:
    """Rank the projects. Raises Refused with every reason where the facts contradict themselves."""
    settings = facts.settings
    refuse_if(faults_in(settings, facts.entries, facts.sheets, facts.bonuses))
    levels = levels_of(settings, facts.sheets)
    sheets, bonuses = facts.sheets_by_project, facts.bonuses_by_project
    scores = {
        each.project: score_of(each, sheets.get(each.project, ()), bonuses.get(each.project, ()), settings, levels)
        for each in facts.entries
    }
    places = places_of(facts.entries, scores, sheets, settings)
    grades, uses = grades_of(_standings(facts.entries, places), settings)
    return Ranking(tuple(levels.values()), scores, places, grades, uses)


def _standings(entries: Iterable[Entry], places: tuple[Place, ...]) -> Iterator[Standing]:
    """Equals of a track have one level, also where the places of all tracks are counted together."""
    tracks = {entry.project: entry.track for entry in entries}
    keys = {place.project: key_of(place.total, place.breaks) for place in places}
    levels = {key: level for level, key in enumerate(sorted(set(keys.values())))}
    for place in places:
        if place.total is not None:
            yield Standing(place.project, tracks[place.project], place.total, levels[keys[place.project]])
