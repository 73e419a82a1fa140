"""Rectification tickets as their pages show them: the list by due date, its workbook, one ticket with its proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import Q, QuerySet
from django.utils import timezone

from lixiang.access.keys import day_and_key_in
from lixiang.agreements.rules import Due, due
from lixiang.delivery.models import Report
from lixiang.delivery.models.inspections import Inspection
from lixiang.delivery.models.rectifications import PROOF, Rectification
from lixiang.delivery.queries.conflicts import sides_of
from lixiang.delivery.rules.inspections import InspectionTerms
from lixiang.delivery.states.rectifications import TONES, UNSETTLED, Status
from lixiang.files.models import Claim
from lixiang.files.tables import BODY, fitting, print_across
from lixiang.history.models import Event
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.ui.written import chinese_date

ROWS = 50
SHOWN = {
    "": "全部",
    "unsettled": "未销号",
    "open": "整改中",
    "answered": "待核查",
    "overdue": "逾期未整改",
    "closed": "已销号",
    "cancelled": "已撤销",
}
COLUMNS = (
    "id",
    "ref",
    "project__title",
    "project__nominating_organisation__short_name",
    "organisation__name",
    "requirement",
    "due_on",
    "status",
    "status_since",
    "reminders",
    "answer",
    "closed_by_name",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who has it now, since when, until when."""

    ref: str
    project: str
    nominator: str
    organisation: str
    requirement: str
    due_on: date
    word: str
    tone: str
    since: datetime
    due: Due | None
    reminders: int
    answer: str
    closed_by: str


@dataclass(frozen=True)
class Page:
    """One page of the list, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def page_of(
    user: Any, programme: Programme, at: datetime, *, shown: str = "", words: str = "", after: str = ""
) -> Page:
    """Tickets by the day they are due, paged by that day and id; one query."""
    found = list(
        _after(rows_for(user, programme, at, shown=shown, words=words), after).values_list(*COLUMNS)[: ROWS + 1]
    )
    lines = found[:ROWS]
    next_key = f"{lines[-1][6].isoformat()}.{lines[-1][0]}" if len(found) > ROWS else ""
    return Page(tuple(_line(row, at) for row in lines), next_key)


def rows_for(
    user: Any, programme: Programme, at: datetime, *, shown: str = "", words: str = ""
) -> QuerySet[Rectification]:
    """What the list and its workbook show alike."""
    by_status = {
        "unsettled": UNSETTLED,
        "open": (Status.OPEN,),
        "answered": (Status.ANSWERED,),
        "overdue": (Status.OPEN,),
        "closed": (Status.CLOSED,),
        "cancelled": (Status.CANCELLED,),
    }
    rows = Rectification.visible_to(user).filter(programme=programme)
    rows = rows.filter(status__in=by_status[shown]) if shown in by_status else rows
    rows = rows.filter(due_on__lt=timezone.localtime(at).date()) if shown == "overdue" else rows
    if words:
        called = Organisation.objects.called(words).values("pk")
        answering = Q(organisation__in=called) | Q(project__nominating_organisation__in=called)
        rows = rows.filter(Q(project__title__icontains=words) | answering)
    return rows.order_by("due_on", "id")


def _after(rows: QuerySet[Rectification], key: str) -> QuerySet[Rectification]:
    """What follows a key; a key that is none begins at the top."""
    start = day_and_key_in(key)
    if start is None:
        return rows
    on, number = start
    return rows.filter(Q(due_on__gt=on) | Q(due_on=on, id__gt=number))


def _line(row: tuple, at: datetime) -> Line:
    _, ref, project, nominator, organisation, requirement, due_on, status, since, reminders, answer, closed_by = row
    state = Status(status)
    standing = due(end_of(due_on), at) if state == Status.OPEN else None
    word, tone = str(state.label), TONES[state]
    return Line(
        ref,
        project,
        nominator,
        organisation,
        requirement,
        due_on,
        word,
        tone,
        since,
        standing,
        reminders,
        answer,
        closed_by,
    )


HEAD = (
    ("整改单编号", 24),
    ("项目名称", 36),
    ("申报单位", 16),
    ("责任单位", 26),
    ("整改要求", 48),
    ("整改期限", 16),
    ("状态", 10),
    ("期限情况", 12),
    ("催办次数", 9),
    ("整改情况", 48),
    ("销号人", 14),
)


def write_workbook(rows: QuerySet[Rectification], target: BinaryIO, at: datetime) -> None:
    """The list as a workbook, row by row from the database, in constant memory."""
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("整改单")
        head = book.add_format({"bold": True, "align": "center", "border": 1, "text_wrap": True})
        body = book.add_format(BODY)
        for place, (title, width) in enumerate(HEAD):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, head)
        print_across(sheet, head=0)
        for number, cells in enumerate(_cells(rows, at), 1):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, fitting(cell), body)


def _cells(rows: QuerySet[Rectification], at: datetime) -> Iterator[tuple[str, ...]]:
    for row in rows.values_list(*COLUMNS).iterator(200):
        line = _line(row, at)
        yield (
            line.ref.upper(),
            line.project,
            line.nominator,
            line.organisation,
            line.requirement,
            chinese_date(line.due_on),
            line.word,
            line.due.words if line.due else "",
            str(line.reminders),
            line.answer,
            line.closed_by,
        )


@dataclass(frozen=True)
class Sheet:
    """Everything that the page of one ticket shows."""

    ticket: Rectification
    proofs: tuple[Claim, ...]
    trail: tuple[Event, ...]
    due: Due | None
    holder: str
    to_do: str

    @property
    def tone(self) -> str:
        return TONES[Status(self.ticket.status)]

    @property
    def is_open(self) -> bool:
        """The responsible organisation has it."""
        return self.ticket.status == Status.OPEN

    @property
    def due_at(self) -> datetime | None:
        """Until when, while the responsible organisation has it."""
        return end_of(self.ticket.due_on) if self.due else None

    @property
    def returned(self) -> Event | None:
        """The return of the last answer, with its reason, until another comes."""
        last = next((each for each in self.trail if each.verb in ("send_back", "answer")), None)
        return last if self.is_open and last is not None and last.verb == "send_back" else None


def sheet_of(ticket: Rectification, at: datetime) -> Sheet:
    """Two queries: proof and trail."""
    state = Status(ticket.status)
    holder, to_do = {
        Status.OPEN: (ticket.organisation.name, f"请于{chinese_date(ticket.due_on)}前整改到位，并报送整改情况"),
        Status.ANSWERED: (ticket.project.programme.managing_organisation.name, "请核查整改情况，销号或者退回"),
    }.get(state, ("", ""))
    return Sheet(
        ticket,
        tuple(Claim.of(ticket, PROOF)),
        tuple(Event.objects.filter(subject_kind="rectification", subject_id=ticket.pk).order_by("-sequence")),
        due(end_of(ticket.due_on), at) if state == Status.OPEN else None,
        holder,
        to_do,
    )


def proof_of(ticket: Rectification, number: int) -> Claim | None:
    return Claim.of(ticket, PROOF).filter(pk=number).first()


def tickets_of(user: Any, project: Project) -> tuple[Rectification, ...]:
    """All tickets of one project, the nearest date first."""
    return tuple(Rectification.visible_to(user).filter(project=project).order_by("due_on", "id"))


def organisations_of(project: Project) -> dict[int, tuple[Organisation, str]]:
    """The organisations that may be made responsible: id -> (organisation, 责任单位：…), the first to answer first."""
    sides = sides_of(project)
    found = Organisation.objects.in_bulk(sides)
    return {pk: (found[pk], f"{word}：{found[pk].name}") for pk, word in sides.items()}


def day_to_rectify(report: Report, at: datetime) -> date | None:
    """The day proposed where a report ends in 限期整改; nothing where the programme says no number of days."""
    terms = the_setting(report.version, InspectionTerms)
    return timezone.localtime(at).date() + timedelta(days=terms.rectify_within_days) if terms else None


def proposed_due(inspection: Inspection, at: datetime) -> date:
    """The day that the programme's days from today lead to."""
    days = inspection.terms.rectify_within_days if inspection.terms else 0
    return timezone.localtime(at).date() + timedelta(days=days)
