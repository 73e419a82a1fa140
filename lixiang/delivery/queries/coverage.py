"""Which projects were visited how often this year and which were not; what their last observation suggests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lixiang.delivery.models.inspections import Observation
from lixiang.delivery.models.rectifications import Rectification
from lixiang.delivery.rules.inspections import Suggestion, visits_lacking
from lixiang.delivery.rules.lamps import COLOUR_TONES, COLOUR_WORDS
from lixiang.delivery.rules.rectifications import Unsettled
from lixiang.delivery.states.inspections import COUNTED, Status
from lixiang.delivery.states.rectifications import UNSETTLED
from lixiang.delivery.states.rectifications import Status as TicketStatus
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.states import FOLLOWED

ROWS = 50
SHOWN = {"never": "今年还没有去过", "lacking": "次数不足", "": "全部实施中的项目"}


@dataclass(frozen=True, slots=True)
class Covered:
    """One project: how often it was visited this year, what is still lacking, what comes next."""

    ref: str
    number: int
    title: str
    organisation: str
    code: str
    visits: int
    lacking: int
    last_on: date | None
    next_on: date | None
    word: str
    tone: str


@dataclass(frozen=True)
class Coverage:
    """One page of projects, and the key of the next ("" on the last)."""

    rows: tuple[Covered, ...]
    next_key: str


def coverage_of(
    user: Any, programme: Programme, at: datetime, *, wanted: int, shown: str = "never", after: int = 0
) -> Coverage:
    """Projects under way by number; one query. `wanted` is how many visits the programme asks for in a year."""
    seen = Project.visible_to(user).select_related("nominating_organisation__successor")
    rows = _counted(seen, timezone.localtime(at).date())
    rows = rows.filter(programme=programme, status__in=FOLLOWED, number__gt=after)
    if shown == "never":
        rows = rows.filter(visits=0)
    elif shown == "lacking":
        rows = rows.filter(visits__lt=wanted)
    found = list(rows.order_by("number")[: ROWS + 1])
    lines = tuple(_covered(each, wanted) for each in found[:ROWS])
    return Coverage(lines, str(lines[-1].number) if len(found) > ROWS else "")


def _counted(rows: QuerySet[Project], today: date) -> QuerySet[Project]:
    counted = Q(observations__inspection__status__in=COUNTED) & ~Q(observations__text="")
    this_year = counted & Q(observations__inspection__visited_on__year=today.year)
    planned = Q(observations__inspection__status=Status.PLANNED)
    return rows.annotate(
        visits=Count("observations", filter=this_year),
        last_on=Max("observations__inspection__visited_on", filter=counted),
        next_on=Min("observations__inspection__planned_on", filter=planned),
        suggested=Subquery(_confirmed().filter(project=OuterRef("pk")).values("lamp")[:1]),
    )


def _confirmed() -> QuerySet[Observation]:
    """Observations that count, the newest visit first."""
    rows = Observation.objects.filter(inspection__status__in=COUNTED).exclude(text="")
    return rows.order_by("-inspection__visited_on", "-inspection_id")


def _covered(project: Any, wanted: int) -> Covered:
    return Covered(
        project.ref,
        project.number,
        str(project),
        project.nominating_organisation.short_name,
        project.nominating_organisation.bearer.code,
        project.visits,
        visits_lacking(project.visits, wanted),
        project.last_on,
        project.next_on,
        COLOUR_WORDS.get(project.suggested, ""),
        COLOUR_TONES.get(project.suggested, "neutral"),
    )


# --- what lamps read ---------------------------------------------------------------------------------------------
def suggestions_of(projects: Collection[int]) -> dict[int, Suggestion]:
    """Project id -> what its last confirmed observation suggests; paper that nobody confirmed is not among them."""
    shown = ("project_id", "lamp", "reason", "inspection__visited_on", "inspection__ref")
    found: dict[int, Suggestion] = {}
    for project, *row in _confirmed().filter(project__in=projects).values_list(*shown):
        found.setdefault(project, Suggestion(*row))
    return found


def unsettled_of(projects: Collection[int]) -> dict[int, tuple[Unsettled, ...]]:
    """Project id -> its tickets that are not closed, the nearest date first; projects without one are left out."""
    tickets = Rectification.objects.filter(project__in=projects, status__in=UNSETTLED).order_by("due_on", "id")
    found: dict[int, tuple[Unsettled, ...]] = {}
    for project, ref, due_on, status in tickets.values_list("project_id", "ref", "due_on", "status"):
        found[project] = (*found.get(project, ()), Unsettled(ref, due_on, status == TicketStatus.ANSWERED))
    return found
