"""What the pages of ranking show: the rankings of a programme, one as a list by key, one place, and to whom what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lixiang.access.keys import key_in
from lixiang.access.prepared import Prepared
from lixiang.history.models import Event
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_by_kind, the_setting, version_in_force
from lixiang.programmes.rules.kinds import Wording
from lixiang.projects.models import Project
from lixiang.projects.models.project import sides_of
from lixiang.projects.rules.kinds import Category
from lixiang.ranking import permissions
from lixiang.ranking.models import Place, PlaceObjection, Ranking
from lixiang.ranking.models.facts import clause_of
from lixiang.ranking.models.rankings import own_of
from lixiang.ranking.queries.inputs import computing_run, panels_not_closed
from lixiang.ranking.rules.firmness import Interval
from lixiang.ranking.rules.grades import GradeUse, sentences
from lixiang.ranking.rules.kinds import ConditionalBonus, Publicity
from lixiang.ranking.rules.points import written
from lixiang.ranking.states.rankings import KNOWN, QUIET, Status
from lixiang.work.models import Run

ROWS = 50
MOST_RANKINGS = 50
PUBLICITY = "ranking_publicity"
CELLS = (
    "position",
    "place",
    "shared",
    "track",
    "total",
    "raw",
    "grade",
    "best",
    "worst",
    "advised",
    "advised_place",
    "project__ref",
    "project__title",
    "project__drafting_organisation_id",
    "project__nominating_organisation_id",
    "project__nominating_organisation__short_name",
)


# What every page of a ranking asks; their SQL is written once.
PLACES = Prepared(
    lambda ranking, after: (
        Place.objects.filter(ranking=ranking, position__gt=after).order_by("position").values_list(*CELLS)[: ROWS + 1]
    )
)
OBJECTED = Prepared(
    lambda ranking: PlaceObjection.objects.filter(place__ranking=ranking).order_by().values_list("pk", flat=True)[:1]
)
TRAIL = Prepared(
    lambda ranking: Event.objects.filter(subject_kind="ranking", subject_id=ranking).order_by("-sequence")[
        :LONGEST_TRAIL
    ]
)
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
    run: Run | None


def computing_of(programme: Programme, rows: list[Ranking], at: datetime) -> Computing:
    """Beside the rankings that there are; four queries."""
    statuses, version = {row.status for row in rows}, version_in_force(programme, at)
    return Computing(
        tuple(panels_not_closed(programme)),
        bool(statuses & set(QUIET)),
        bool(statuses & set(KNOWN)),
        clause_of(version),
        bool(settings_by_kind(version, ConditionalBonus)),
        computing_run(programme),
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
    plain = sees.all and not track and not words
    cells = rows.order_by("position").values_list(*CELLS)[: ROWS + 1]
    asked = PLACES(ranking=ranking.pk, after=key or 0) if plain else cells
    found = [dict(zip(CELLS, row, strict=True)) for row in asked]
    shown, sides = found[:ROWS], sides_of(user)
    tracks = tracks_of(ranking.version)
    lines = tuple(_line(each, tracks, sees.is_section or _is_own(each, sides)) for each in shown)
    return Page(lines, str(shown[-1]["position"]) if len(found) > ROWS else "")


def tracks_of(version: Version) -> dict[str, str]:
    return {row.code: row.called() for row in settings_by_kind(version, Category)}


def _is_own(row: dict[str, Any], sides: dict[str, frozenset[int]]) -> bool:
    own = row["project__drafting_organisation_id"] in sides["drafts"]
    return own or row["project__nominating_organisation_id"] in sides["nominates"]


def _line(row: dict[str, Any], tracks: dict[str, str], is_open: bool) -> Line:
    return Line(
        row["project__ref"] if is_open else "",
        row["project__title"],
        row["project__nominating_organisation__short_name"],
        tracks.get(row["track"], row["track"]),
        f"{row['place']}" if row["place"] else "—",
        bool(row["shared"]),
        written(row["total"]),
        written(row["raw"]),
        row["grade"],
        _firm(row["best"], row["worst"]),
        _advised(row["advised"], row["advised_place"]),
    )


def _firm(best: int | None, worst: int | None) -> str:
    return "" if best is None or worst is None else Interval("", best, worst).words


def _advised(points: int | None, place: int | None) -> str:
    return "" if points is None or place is None else f"{written(points)}分，第{place}名"


def firm_words(place: Place) -> str:
    """第3–5名, nine times in ten."""
    return _firm(place.best, place.worst)


def advised_words(place: Place) -> str:
    """By least squares, as advice: 91.5分，第2名."""
    return _advised(place.advised, place.advised_place)


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
    """Those to this ranking that this person may see; one query, two where there are any."""
    if ranking.published_at is None or not OBJECTED.first(ranking=ranking.pk):
        return []
    return list(PlaceObjection.visible_to(user).filter(place__ranking=ranking))


def is_in_publicity(ranking: Ranking, at: datetime) -> bool:
    return ranking.status == Status.PUBLISHED and ranking.public_until is not None and at <= ranking.public_until


def has_paper(ranking: Ranking, sees: Sees) -> bool:
    """Whether there is a 公示 to print: shown, with words of the programme, for who sees the whole list."""
    wordings = settings_by_kind(ranking.version, Wording)
    return sees.all and ranking.published_at is not None and any(each.document == PUBLICITY for each in wordings)


def trail_of(ranking: Ranking) -> Iterable[Event]:
    """What was done with it, newest first; one query."""
    return TRAIL(ranking=ranking.pk)
