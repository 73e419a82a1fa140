"""Reads of tasks: the list of one person, one task with its proofs and trail, the oldest overdue one per project."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lixiang.access.keys import key_in
from lixiang.agreements.rules import Due, due
from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.rules.meetings import MeetingKind
from lixiang.delivery.rules.tasks import MEETING, SOURCES
from lixiang.delivery.states.tasks import TONES, Status
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project

ROWS = 50
SHOWN = {
    "": "全部",
    "open": "办理中",
    "overdue": "逾期未办结",
    "reported": "已报办结，待确认",
    "closed": "已办结",
    "cancelled": "已取消",
}
STATUSES = {
    "open": Status.OPEN,
    "overdue": Status.OPEN,
    "reported": Status.DONE_REPORTED,
    "closed": Status.CLOSED,
    "cancelled": Status.CANCELLED,
}


def clause_of_tasks(programme: Programme, at: datetime) -> str:
    """The clause that tasks rest on at a moment."""
    return clause_of_meetings(version_in_force(programme, at))


def clause_of_meetings(version: Version) -> str:
    """The clause of a version that meetings, and with them the tasks they hand out, rest on."""
    rows = settings_by_kind(version, MeetingKind)
    return rows[0].clause if rows else ""


def overdue_tasks(tasks: QuerySet[Task], at: datetime) -> QuerySet[Task]:
    """Those still with the responsible organisation after their day."""
    return tasks.filter(status=Status.OPEN, due_on__lt=timezone.localtime(at).date())


@dataclass(frozen=True)
class OverdueTask:
    """The oldest overdue open task of a project, for its lamp."""

    ref: str
    title: str
    due_on: date


def oldest_overdue_by_project(projects: Iterable[int], at: datetime) -> dict[int, OverdueTask]:
    """Project id -> its oldest overdue open task; projects without one are left out. One query."""
    late = overdue_tasks(Task.objects.filter(project__in=list(projects)), at)
    rows = late.order_by("due_on", "id").values_list("project_id", "ref", "title", "due_on")
    found: dict[int, OverdueTask] = {}
    for project, *told in rows:
        found.setdefault(project, OverdueTask(*told))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: who answers for it, until when, how it stands."""

    ref: str
    number: int
    title: str
    organisation: str
    cooperating: str
    project: str
    due_on: date
    due: Due | None
    word: str
    tone: str
    reminders: int


@dataclass(frozen=True)
class Page:
    lines: tuple[Line, ...]
    next_key: str


COLUMNS = (
    "id",
    "ref",
    "number",
    "title",
    "organisation__short_name",
    "cooperating",
    "project__title",
    "due_on",
    "status",
    "reminders",
)


def task_page(
    user: Any,
    programme: Programme,
    at: datetime,
    *,
    shown: str = "",
    words: str = "",
    project: str = "",
    after: str = "",
) -> Page:
    """Tasks by the day they are due, paged by that day and id; one query."""
    rows = Task.visible_to(user).filter(programme=programme)
    if shown in STATUSES:
        rows = rows.filter(status=STATUSES[shown])
    if shown == "overdue":
        rows = overdue_tasks(rows, at)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(organisation__name__icontains=words))
    if project:
        rows = rows.filter(project__ref=project)
    found = list(_after(rows, after).order_by("due_on", "id").values_list(*COLUMNS)[: ROWS + 1])
    lines = found[:ROWS]
    next_key = f"{lines[-1][7]:%Y%m%d}-{lines[-1][0]}" if len(found) > ROWS else ""
    return Page(tuple(_line(row, at) for row in lines), next_key)


def _after(rows: QuerySet[Task], key: str) -> QuerySet[Task]:
    """What follows a key; a key that is none begins at the top."""
    day, _, number = key.partition("-")
    pk = key_in(number)
    if pk is None or len(day) != 8 or key_in(day) is None:
        return rows
    try:
        on = date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    except ValueError:
        return rows
    return rows.filter(Q(due_on__gt=on) | Q(due_on=on, id__gt=pk))


def _line(row: tuple, at: datetime) -> Line:
    _, ref, number, title, organisation, cooperating, project, due_on, status, reminders = row
    state = Status(status)
    standing = due(end_of(due_on), at) if state == Status.OPEN else None
    word, tone = str(state.label), TONES[state]
    return Line(ref, number, title, organisation, cooperating, project or "", due_on, standing, word, tone, reminders)


@dataclass(frozen=True)
class TaskSheet:
    """Everything that the page of one task shows."""

    task: Task
    source: str
    meeting: Meeting | None
    project: Project | None
    proofs: tuple[Claim, ...]
    trail: tuple[Event, ...]
    due: Due | None
    clause: str
    to_do: str

    @property
    def returned(self) -> Event | None:
        """Why its owner has it again, until it is reported anew."""
        turns = (each for each in self.trail if each.verb in ("report_done", "return_done"))
        last = next(turns, None) if self.task.status == Status.OPEN else None
        return last if last and last.verb == "return_done" else None


def task_sheet(user: Any, task: Task, at: datetime) -> TaskSheet:
    """Its source and project as far as this person sees them, its proofs, its trail."""
    meeting = None
    if task.source == MEETING:
        meeting = Meeting.visible_to(user).filter(pk=task.source_id).first()
    project = Project.visible_to(user).filter(pk=task.project_id).first() if task.project_id else None
    trail = Event.objects.filter(subject_kind="task", subject_id=task.pk).order_by("-sequence")
    return TaskSheet(
        task,
        SOURCES[task.source],
        meeting,
        project,
        tuple(Claim.of(task)),
        tuple(trail),
        due(task.due_at, at) if task.status == Status.OPEN else None,
        clause_of_tasks(task.programme, at),
        {
            Status.OPEN: f"{task.organisation.short_name}：请按时办结并上报办理情况",
            Status.DONE_REPORTED: f"{task.programme.managing_organisation.short_name}：请核实，确认办结或者退回",
        }.get(Status(task.status), ""),
    )


def tasks_of_meeting(user: Any, meeting: Meeting, at: datetime) -> list[Line]:
    """The tasks that a meeting handed out, as far as this person sees them, in order; one query."""
    rows = Task.visible_to(user).filter(source=MEETING, source_id=meeting.pk).order_by("number")
    return [_line(row, at) for row in rows.values_list(*COLUMNS)]


def proof_of(task: Task, number: int) -> Claim | None:
    return Claim.of(task).filter(pk=number).first()
