"""Reads of panels: the list of the section, one panel with its judges and projects, and who may be seated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lixiang.appraisal.models import Assignment, Judge, Panel, PanelProject, Recusal, ScoreSheet
from lixiang.appraisal.queries.conflicts import found_between
from lixiang.appraisal.rules.words import GROUNDS
from lixiang.appraisal.states.panels import BEFORE_MATERIALS, Status
from lixiang.appraisal.states.sheets import Status as SheetStatus
from lixiang.history.models import Event
from lixiang.people.models import RoleHeld, User
from lixiang.people.roles import Role
from lixiang.programmes.models import Programme
from lixiang.programmes.permissions import SECTION
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus

MOST_OFFERED = 500
LONGEST_TRAIL = 50


def on_another_panel(projects: Iterable[Project]) -> dict[int, str]:
    """Project -> the title of the panel that has it and is not closed yet; one query."""
    rows = PanelProject.objects.filter(project__in=list(projects)).exclude(panel__status=Status.CLOSED)
    return dict(rows.values_list("project_id", "panel__title"))


@dataclass(frozen=True)
class PanelRow:
    """One panel in the list: how many judges and projects, how many sheets are in of how many."""

    ref: str
    title: str
    word: str
    tone: str
    due_at: datetime | None
    judges: int
    declared: int
    projects: int
    done: int
    all: int


def _counted(rows: QuerySet) -> Coalesce:
    """How many rows name the outer panel."""
    counts = rows.order_by().values("panel").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts), 0)


def handed_in() -> Exists:
    return Exists(ScoreSheet.objects.filter(assignment=OuterRef("pk"), status=SheetStatus.HANDED_IN))


def panel_rows(user: Any, programme: Programme) -> list[PanelRow]:
    """Every panel of the programme for the section; one query."""
    own = Panel.visible_to(user).filter(programme=programme, programme__managing_organisation__in=_offices(user))
    living = Assignment.living().filter(panel=OuterRef("pk"))
    judges = Judge.objects.filter(panel=OuterRef("pk"))
    rows = own.annotate(
        judges_count=_counted(judges),
        declared_count=_counted(judges.exclude(declared_at=None)),
        projects_count=_counted(PanelProject.objects.filter(panel=OuterRef("pk"))),
        all_count=_counted(living),
        done_count=_counted(living.filter(handed_in())),
    ).order_by("number")
    return [
        PanelRow(
            panel.ref,
            panel.title,
            panel.get_status_display(),
            panel.tone,
            panel.due_at,
            panel.judges_count,
            panel.declared_count,
            panel.projects_count,
            panel.done_count,
            panel.all_count,
        )
        for panel in rows
    ]


def _offices(user: Any) -> frozenset[int]:
    return user.organisations_as(*SECTION)


@dataclass(frozen=True)
class JudgeRow:
    """One judge: declared or not, how many sheets in of how many given, how many projects kept away from and why."""

    judge: Judge
    done: int
    all: int
    kept_away: tuple[str, ...]


@dataclass(frozen=True)
class EntryRow:
    """One project of a panel: how many sheets in, given, wanted."""

    entry: PanelProject
    done: int
    given: int
    is_lacking: bool


@dataclass(frozen=True)
class PanelPage:
    """A panel as the section sees it."""

    panel: Panel
    judges: tuple[JudgeRow, ...]
    entries: tuple[EntryRow, ...]
    sides_done: int
    sides_all: int
    trail: tuple[Event, ...]

    @property
    def done(self) -> int:
        return sum(row.done for row in self.judges) + self.sides_done

    @property
    def all(self) -> int:
        return sum(row.all for row in self.judges) + self.sides_all


def panel_page(panel: Panel, *, without: Iterable[int] = ()) -> PanelPage:
    """Six queries, whatever its size; `without` are projects that the reader keeps away from."""
    hidden = set(without)
    living = Assignment.living().filter(panel=panel).exclude(project__in=hidden).annotate(is_done=handed_in())
    given = list(living.values_list("judge_id", "project_id", "is_done"))
    entries = panel.entries.exclude(project__in=hidden).select_related("project__nominating_organisation")
    recusals: dict[int, list[str]] = {}
    away = Recusal.objects.filter(judge__panel=panel).exclude(project__in=hidden).order_by("project__number")
    for judge, title, ground in away.values_list("judge_id", "project__title", "ground"):
        recusals.setdefault(judge, []).append(f"“{title}”：{GROUNDS[ground]}")
    trail = Event.objects.filter(subject_kind="panel", subject_id=panel.pk).order_by("-sequence")[:LONGEST_TRAIL]
    return PanelPage(
        panel=panel,
        judges=tuple(
            JudgeRow(
                judge,
                sum(done for who, _, done in given if who == judge.pk),
                sum(who == judge.pk for who, _, _ in given),
                tuple(recusals.get(judge.pk, ())),
            )
            for judge in panel.judges.all()
        ),
        entries=tuple(_entry_row(entry, panel, given) for entry in entries),
        sides_done=sum(done for who, _, done in given if who is None),
        sides_all=sum(who is None for who, _, _ in given),
        trail=tuple(trail),
    )


def _entry_row(entry: PanelProject, panel: Panel, given: list[tuple]) -> EntryRow:
    own = [(who, done) for who, project, done in given if project == entry.project_id]
    judges = sum(who is not None for who, _ in own)
    return EntryRow(entry, sum(done for _, done in own), len(own), judges < panel.sheets)


def users_to_seat(panel: Panel) -> list[User]:
    """Those who hold the judge's role at the office, do not run the programme and do not sit there yet."""
    office = panel.programme.managing_organisation_id
    held = RoleHeld.objects.active().filter(organisation=office)
    runs = held.filter(role__in=SECTION).values("user_id")
    seated = panel.judges.values("user_id")
    users = User.objects.filter(pk__in=held.filter(role=Role.JUDGE).values("user_id"), is_active=True)
    return list(users.exclude(Q(pk__in=runs) | Q(pk__in=seated)).order_by("name", "pk")[:MOST_OFFERED])


def projects_to_add(panel: Panel) -> list[Project]:
    """Projects under appraisal of the panel's category that no open panel has."""
    taken = PanelProject.objects.filter(project=OuterRef("pk")).exclude(panel__status=Status.CLOSED)
    own = PanelProject.objects.filter(project=OuterRef("pk"), panel=panel)
    rows = Project.objects.filter(~Exists(taken), ~Exists(own), programme=panel.programme_id)
    rows = rows.filter(status=ProjectStatus.IN_APPRAISAL)
    if panel.category:
        rows = rows.filter(category=panel.category)
    return list(rows.select_related("nominating_organisation").order_by("number")[:MOST_OFFERED])


def judge_of(user: Any, panel: Panel) -> Judge | None:
    """This person's seat on the panel."""
    seats = panel.judges.select_related("panel__programme", "panel__version", "user__person")
    return seats.filter(user=user).first()


def judge_on(panel: Panel, number: int) -> Judge | None:
    return panel.judges.select_related("panel__programme").filter(pk=number).first()


def entry_on(panel: Panel, ref: str) -> PanelProject | None:
    return panel.entries.select_related("panel__programme", "project").filter(project__ref=ref).first()


def may_change(panel: Panel) -> bool:
    """Whether projects may still be put on it or taken off."""
    return panel.status in BEFORE_MATERIALS


def may_declare(seat: Judge) -> bool:
    """Whether the judge's word is asked for, or may still be changed."""
    return seat.panel.status in ((Status.DECLARING,) if seat.declared_at else (Status.DECLARING, Status.SCORING))


def hidden_from(seat: Judge, at: datetime) -> set[int]:
    """The projects of the panel of which this judge learns nothing: on record, and found by now."""
    entries = seat.panel.entries.select_related("project")
    projects = [entry.project for entry in entries]
    found = {project for _, project in found_between(seat.panel, [seat], projects, at)}
    return found | set(seat.recusals.values_list("project_id", flat=True))


def to_declare(seat: Judge, at: datetime) -> list[tuple[Project, str]]:
    """The projects of which the judge says whether anything stands between, and what was said before.

    Those that the record ties the judge to are not among them.
    """
    found = seat.recusals.exclude(ground="declared").values("project_id")
    said = dict(seat.recusals.filter(ground="declared").values_list("project_id", "reason"))
    rows = Project.objects.filter(panel_entries__panel=seat.panel).exclude(pk__in=found)
    projects = list(rows.select_related("nominating_organisation", "implementing_organisation").order_by("number"))
    tied = {project for _, project in found_between(seat.panel, [seat], projects, at)}
    return [(project, said.get(project.pk, "")) for project in projects if project.pk not in tied]
