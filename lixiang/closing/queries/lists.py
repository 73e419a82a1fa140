"""The projects that close, one line each: whether complete, whether handed in, accepted, late; by key."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lixiang.access.keys import key_in
from lixiang.closing.models import Dossier
from lixiang.closing.states import OPEN, TONES, Status
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.projects.states import AT_THE_END
from lixiang.projects.states import Status as ProjectStatus

ROWS = 30
SHOWN = {
    "due": "待提交",
    "check": "待初核",
    "handed": "待审核",
    "returned": "退回修改",
    "accepted": "已受理",
    "late": "逾期报送",
}
CLOSING = (ProjectStatus.ACTIVE, *AT_THE_END)
TO_HAND_IN = (ProjectStatus.ACTIVE, ProjectStatus.RECTIFYING)


@dataclass(frozen=True, slots=True)
class Line:
    """One project in the list, with its dossier of the round under way, if there is any."""

    ref: str
    project: str
    organisation: str
    project_word: str
    word: str
    tone: str
    is_late: bool
    completion_on: date | None
    since: datetime | None


@dataclass(frozen=True)
class Page:
    """One page of lines, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def with_dossier(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Each with the status, the lateness and the time of its last dossier."""
    last = Dossier.objects.filter(project=OuterRef("pk")).order_by("-round")
    columns = {"dossier_status": "status", "dossier_late": "is_late", "dossier_since": "status_since"}
    return rows.annotate(**{name: Subquery(last.values(column)[:1]) for name, column in columns.items()})


def completed(at: datetime) -> Q:
    """Projects that are complete: every milestone done, or the day of completion past."""
    all_done = Q(plan__milestones__gt=0, plan__done=F("plan__milestones"))
    return all_done | Q(completion_on__lte=timezone.localtime(at).date())


def to_hand_in(rows: QuerySet[Project], at: datetime) -> QuerySet[Project]:
    """Complete or under rectification, and nothing lies with anybody else."""
    waiting = Q(dossier_status=None) | Q(dossier_status__in=OPEN)
    rectifying = Q(status=ProjectStatus.RECTIFYING) & (waiting | Q(dossier_status=Status.ACCEPTED))
    return with_dossier(rows).filter(Q(status=ProjectStatus.ACTIVE) & completed(at) & waiting | rectifying)


def projects_to_close(user: Any, programme: Programme) -> QuerySet[Project]:
    return Project.visible_to(user).select_related(None).filter(programme=programme, status__in=CLOSING)


def page_of(rows: QuerySet[Project], at: datetime, *, shown: str = "", words: str = "", after: str = "") -> Page:
    """By the number of the project; one query."""
    rows = to_hand_in(rows, at) if shown == "due" else _narrowed(with_dossier(rows), shown)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(nominating_organisation__name__icontains=words))
    if key_in(after) is not None:
        rows = rows.filter(number__gt=after)
    found = list(rows.order_by("number").values_list(*COLUMNS)[: ROWS + 1])
    lines = found[:ROWS]
    return Page(tuple(_line(row[1:]) for row in lines), str(lines[-1][0]) if len(found) > ROWS else "")


COLUMNS = (
    "number",
    "ref",
    "title",
    "nominating_organisation__short_name",
    "status",
    "dossier_status",
    "dossier_late",
    "completion_on",
    "dossier_since",
)


def _narrowed(rows: QuerySet[Project], shown: str) -> QuerySet[Project]:
    narrowed = {
        "check": Q(dossier_status=Status.WITH_NOMINATOR),
        "handed": Q(dossier_status=Status.HANDED_IN),
        "returned": Q(dossier_status=Status.SENT_BACK),
        "accepted": Q(dossier_status=Status.ACCEPTED),
        "late": Q(dossier_late=True),
    }
    return rows.filter(narrowed[shown]) if shown in narrowed else rows


def _line(row: tuple) -> Line:
    ref, title, organisation, status, dossier_status, is_late, completion_on, since = row
    state = Status(dossier_status) if dossier_status else None
    word, tone = (str(state.label), TONES[state]) if state else ("未整理", "neutral")
    project_word = str(ProjectStatus(status).label)
    return Line(ref, title, organisation, project_word, word, tone, bool(is_late), completion_on, since)


@dataclass(frozen=True)
class Counts:
    """What stands where of the projects that close."""

    closing: int
    due: int
    handed: int
    accepted: int


def counts_of(rows: QuerySet[Project], at: datetime) -> Counts:
    """Two queries."""
    due = to_hand_in(rows, at).count()
    found = with_dossier(rows).aggregate(
        closing=Count("pk"),
        handed=Count("pk", filter=Q(dossier_status=Status.HANDED_IN)),
        accepted=Count("pk", filter=Q(dossier_status=Status.ACCEPTED)),
    )
    return Counts(due=due, **found)
