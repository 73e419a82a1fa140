"""The appraisal of one project as the section sees it: its panels, what the record counts, how far the sheets are."""

from dataclasses import dataclass
from typing import Any

from lixiang.appraisal.models import Assignment, AutomaticScore, Panel, Recusal
from lixiang.appraisal.models.sheet_facts import rubric_of
from lixiang.appraisal.queries.panels import handed_in
from lixiang.appraisal.queries.results import SheetRow, score_rows, shown_to
from lixiang.appraisal.rules.points import written
from lixiang.appraisal.rules.words import GROUNDS
from lixiang.projects.models import Project


@dataclass(frozen=True)
class Working:
    """One automatic item with how it came about; empty words before the record was counted."""

    title: str
    points: str
    words: str
    clause: str


@dataclass(frozen=True)
class Round:
    """The project on one panel."""

    panel: Panel
    done: int
    all: int
    recusals: tuple[tuple[str, str], ...]
    workings: tuple[Working, ...]
    sheets: tuple[SheetRow, ...]
    sees: str


def rounds_of(user: Any, project: Project) -> list[Round]:
    """The newest panel first; a fixed number of queries for each, and a project is on one or two."""
    panels = Panel.visible_to(user).filter(entries__project=project).order_by("-number")
    return [_round(user, panel, project) for panel in panels]


def _round(user: Any, panel: Panel, project: Project) -> Round:
    tasks = Assignment.living().filter(panel=panel, project=project).annotate(is_done=handed_in())
    done = list(tasks.values_list("is_done", flat=True))
    away = Recusal.objects.filter(judge__panel=panel, project=project).order_by("judge")
    sees = shown_to(user, panel, None)
    return Round(
        panel,
        sum(done),
        len(done),
        tuple((name, GROUNDS[ground]) for name, ground in away.values_list("judge__name", "ground")),
        _workings(panel, project),
        score_rows(panel, only=project)[0].sheets if sees else (),
        sees,
    )


def _workings(panel: Panel, project: Project) -> tuple[Working, ...]:
    counted = {row.indicator: row for row in AutomaticScore.objects.filter(panel=panel, project=project)}
    rows = [row for row in rubric_of(panel, project) if row.is_automatic]
    return tuple(
        Working(
            row.title,
            written(counted[row.code].points if row.code in counted else None),
            counted[row.code].words if row.code in counted else "",
            row.clause,
        )
        for row in rows
    )
