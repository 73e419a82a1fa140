"""What one person has to score: n of m, which are not scored yet; by key, each project with where its sheet stands."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from lixiang.access.keys import key_in
from lixiang.appraisal.models import Assignment, Judge, Panel, ScoreSheet
from lixiang.appraisal.rules.scoring import total_words
from lixiang.appraisal.states.sheets import TONES, Status
from lixiang.programmes.models import Programme

PER_PAGE = 50
SHOWN = {"": "待我评分", "all": "全部"}
NOT_BEGUN = ("未开始", "waiting")


@dataclass(frozen=True)
class Task:
    """One project to score, and where the sheet of this person stands."""

    ref: str
    project_ref: str
    project: str
    organisation: str
    category: str
    panel: str
    word: str
    tone: str
    total: str
    turn: int | None


@dataclass(frozen=True)
class Tasks:
    """One page of tasks, the key of the next, and how many of how many are handed in."""

    lines: tuple[Task, ...]
    next_key: str
    done: int
    all: int

    @property
    def left(self) -> int:
        return self.all - self.done


def own_tasks(user: Any, panel: Panel) -> QuerySet[Assignment]:
    """Those of one judge on one panel."""
    return Assignment.visible_to(user).filter(panel=panel, judge__user=user)


def side_tasks(user: Any, programme: Programme) -> QuerySet[Assignment]:
    """Those of the sources that are no panel's, for whoever works for the side."""
    return Assignment.visible_to(user).filter(programme=programme, judge=None)


def tasks_page(rows: QuerySet[Assignment], *, shown: str = "", after: str = "") -> Tasks:
    """Three queries, whatever their number: the page, and both counts."""
    rows = rows.annotate(is_done=_handed_in())
    every, done = rows.count(), rows.filter(is_done=True).count()
    listed = rows if shown == "all" else rows.filter(is_done=False)
    key = key_in(after)
    if key is not None:
        listed = listed.filter(pk__gt=key)
    found = list(_with_sheet(listed).order_by("pk")[: PER_PAGE + 1])
    page = found[:PER_PAGE]
    next_key = str(page[-1].pk) if len(found) > PER_PAGE else ""
    return Tasks(tuple(_task(row) for row in page), next_key, done, every)


def _handed_in() -> Exists:
    return Exists(ScoreSheet.objects.filter(assignment=OuterRef("pk"), status=Status.HANDED_IN))


def _with_sheet(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """The status of the newest sheet that was not dropped, the total that counts, the turn in the order drawn."""
    sheets = ScoreSheet.objects.filter(assignment=OuterRef("pk")).exclude(status=Status.DROPPED).order_by("-number")
    counting = sheets.filter(status=Status.HANDED_IN)
    turns = Panel.objects.filter(pk=OuterRef("panel"), entries__project=OuterRef("project")).values("entries__turn")
    return rows.annotate(
        sheet_status=Subquery(sheets.values("status")[:1]),
        sheet_total=Subquery(counting.values("total")[:1]),
        turn=Subquery(turns[:1]),
    )


def _task(row: Any) -> Task:
    status = row.sheet_status
    word, tone = (str(Status(status).label), TONES[Status(status)]) if status else NOT_BEGUN
    if status == Status.DRAFT and row.is_done:
        word, tone = "更正中", "attention"
    return Task(
        row.ref,
        row.project.ref,
        str(row.project),
        row.project.nominating_organisation.short_name,
        row.project.category,
        row.panel.title,
        word,
        tone,
        total_words(row.sheet_total) if row.is_done else "",
        row.turn,
    )


def judgeships_of(user: Any, programme: Programme) -> list[Judge]:
    """The seats of this person on panels of the programme that are past being set up; one query."""
    seats = Judge.objects.filter(user=user, panel__in=Panel.visible_to(user).filter(programme=programme).values("pk"))
    return list(seats.select_related("panel__programme", "panel__version", "user__person").order_by("panel__number"))


def next_task(user: Any, assignment: Assignment) -> str:
    """The reference of the next project without a sheet handed in, after this one and then from the start."""
    rows = Assignment.visible_to(user).filter(~_handed_in(), ~Q(pk=assignment.pk), panel=assignment.panel)
    rows = rows.filter(judge=assignment.judge) if assignment.judge_id else rows.filter(judge=None)
    rows = rows.annotate(key=F("pk")).order_by("key").values_list("ref", "key")
    refs = list(rows)
    return next((ref for ref, key in refs if key > assignment.pk), refs[0][0] if refs else "")
