"""What the pages of ranking show: the rankings of a programme, one as a list by key, one place, and to whom what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lixiang.access.keys import key_in
from lixiang.history.models import Event
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_by_kind, the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of
from lixiang.projects.rules.kinds import Category
from lixiang.ranking import permissions
from lixiang.ranking.models import Place, PlaceObjection, Ranking
from lixiang.ranking.models.facts import clause_of
from lixiang.ranking.models.rankings import own_of
from lixiang.ranking.queries.inputs import panels_not_closed
from lixiang.ranking.rules.firmness import Interval
from lixiang.ranking.rules.grades import GradeUse, sentences
from lixiang.ranking.rules.kinds import ConditionalBonus, Publicity
from lixiang.ranking.rules.points import written
from lixiang.ranking.states.rankings import KNOWN, QUIET, Status

ROWS = 50
MOST_RANKINGS = 50
LONGEST_TRAIL = 50


@dataclass(frozen=True)
class Sees:
    """What a person sees of a ranking: all places or their own; of the sheets nothing, numbers or names."""

    is_section: bool
    all: bool
    sheets: str

    def may_download(self, ranking: Ranking) -> bool:
        """Every sheet stands in the certificate: for the section, and once issued for those who may see as much."""
        return self.is_section or (self.all and self.sheets != "none" and ranking.document_id is not None)


def sees_of(user: Any, ranking: Ranking) -> Sees:
    """By the settings of the ranking's version; no query."""
    if permissions.oversees(user, ranking):
        return Sees(True, True, "named")
    rule: Any = the_setting(ranking.version, Publicity)
    return Sees(False, rule is not None and rule.shows == "all", rule.sheets if rule else "none")


def rankings_of(user: Any, programme: Programme) -> list[Ranking]:
    """The newest first; one query."""
    return list(Ranking.visible_to(user).filter(programme=programme).order_by("-number")[:MOST_RANKINGS])


def newest_for(user: Any, project: Project) -> Place | None:
    """The place in the newest ranking that this person may see; one query."""
    seen = Ranking.visible_to(user).select_related(None).filter(programme=project.programme_id)
    rows = Place.objects.filter(project=project, ranking__in=seen.values("pk"))
    return rows.select_related("ranking__programme", "ranking__version", "project").order_by("-ranking__number").first()


@dataclass(frozen=True)
class Computing:
    """What a new computation waits on, and whether it replaces a draft or corrects what others have seen."""

    waits_on: tuple[str, ...]
    replaces: bool
    corrects: bool
    clause: str
    has_bonuses: bool


def computing_of(programme: Programme, rows: list[Ranking], at: datetime) -> Computing:
    """Beside the rankings that there are; two queries."""
    statuses, version = {row.status for row in rows}, version_in_force(programme, at)
    return Computing(
        tuple(panels_not_closed(programme)),
        bool(statuses & set(QUIET)),
        bool(statuses & set(KNOWN)),
        clause_of(version),
        bool(settings_by_kind(version, ConditionalBonus)),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One project in the list; `ref` is empty where this person may not look into it."""

    ref: str
    project: str
    organisation: str
    track: str
    place: str
    shared: bool
    total: str
    raw: str
    grade: str
    firm: str
    advised: str


@dataclass(frozen=True)
class Page:
    """One page of lines, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def places_for(user: Any, ranking: Ranking, sees: Sees) -> QuerySet[Place]:
    rows = Place.objects.filter(ranking=ranking)
    return rows if sees.all else rows.filter(own_of(user))


def page_of(user: Any, ranking: Ranking, sees: Sees, *, track: str = "", words: str = "", after: str = "") -> Page:
    """By the line of the list; one query."""
    rows = places_for(user, ranking, sees)
    if track:
        rows = rows.filter(track=track)
    if words:
        named = Q(project__title__icontains=words)
        rows = rows.filter(named | Q(project__nominating_organisation__name__icontains=words))
    key = key_in(after)
    if key is not None:
        rows = rows.filter(position__gt=key)
    related = rows.select_related("project__nominating_organisation").defer("workings").order_by("position")
    found = list(related[: ROWS + 1])
    shown, sides = found[:ROWS], sides_of(user)
    tracks = tracks_of(ranking.version)
    lines = tuple(_line(each, tracks, sees.is_section or _is_own(each.project, sides)) for each in shown)
    return Page(lines, str(shown[-1].position) if len(found) > ROWS else "")


def tracks_of(version: Version) -> dict[str, str]:
    return {row.code: row.called() for row in settings_by_kind(version, Category)}


def _is_own(project: Project, sides: dict[str, frozenset[int]]) -> bool:
    own = project.drafting_organisation_id in sides["drafts"]
    return own or project.nominating_organisation_id in sides["nominates"]


def _line(place: Place, tracks: dict[str, str], is_open: bool) -> Line:
    project = place.project
    return Line(
        project.ref if is_open else "",
        str(project),
        project.nominating_organisation.short_name,
        tracks.get(place.track, place.track),
        f"{place.place}" if place.place else "—",
        bool(place.shared),
        written(place.total),
        written(place.raw),
        place.grade,
        firm_words(place),
        advised_words(place),
    )


def firm_words(place: Place) -> str:
    """第3–5名, nine times in ten."""
    if place.best is None or place.worst is None:
        return ""
    return Interval(place.project.ref, place.best, place.worst).words


def advised_words(place: Place) -> str:
    if place.advised is None or place.advised_place is None:
        return ""
    return f"{written(place.advised)}分，第{place.advised_place}名"


def grades_in_words(ranking: Ranking) -> tuple[str, ...]:
    """How each grade was filled, track by track."""
    tracks = tracks_of(ranking.version)
    found = sentences(GradeUse(**use) for use in ranking.grades)
    return tuple(f"{tracks.get(track, track)}：{words}" if track else words for track, words in found)


def place_for(user: Any, ranking: Ranking, ref: str) -> Place | None:
    """A place that this person may look into: any for the section, else their own; one query."""
    rows = Place.objects.filter(ranking=ranking, project__ref=ref)
    if not permissions.oversees(user, ranking):
        rows = rows.filter(own_of(user))
    related = ("project__nominating_organisation", "project__programme", "ranking__programme", "ranking__version")
    return rows.select_related(*related).first()


def objections_to(user: Any, ranking: Ranking) -> list[PlaceObjection]:
    """Those to this ranking that this person may see; one query."""
    return list(PlaceObjection.visible_to(user).filter(place__ranking=ranking))


def is_in_publicity(ranking: Ranking, at: datetime) -> bool:
    return ranking.status == Status.PUBLISHED and ranking.public_until is not None and at <= ranking.public_until


def trail_of(ranking: Ranking) -> Iterable[Event]:
    """What was done with it, newest first; one query."""
    rows = Event.objects.filter(subject_kind="ranking", subject_id=ranking.pk)
    return rows.order_by("-sequence")[:LONGEST_TRAIL]
