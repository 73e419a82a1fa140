"""The live meeting of a panel as one person sees it: the order, what is presented, n of m, what was shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.appraisal import permissions
from lixiang.appraisal.models import Assignment, Judge, Panel, PanelProject, ScoreSheet
from lixiang.appraisal.queries.panels import handed_in, hidden_from
from lixiang.appraisal.queries.results import names_of
from lixiang.appraisal.rules.scoring import total_words
from lixiang.appraisal.states.panels import Status


@dataclass(frozen=True)
class Turn:
    """One place of the order. What the reader keeps away from has no name, no number of sheets and no scores."""

    turn: int | None
    ref: str
    title: str
    organisation: str
    is_hidden: bool
    is_now: bool
    presented_at: datetime | None
    done: int
    all: int
    task: str
    scores: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Meeting:
    """The meeting of a panel: who leads it, whether the order is drawn, the turns in order; on while sheets come in."""

    panel: Panel
    leads: bool
    is_on: bool
    turns: tuple[Turn, ...]

    @property
    def now(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.is_now), None)


def open_tasks_of(panel: Panel, entry: PanelProject) -> int:
    """How many judges of a project have not handed in."""
    rows = Assignment.living().filter(panel=panel, project=entry.project_id, scored_by="judge")
    return rows.filter(~handed_in()).count()


def meeting_of(user: Any, panel: Panel, seat: Judge | None, at: datetime) -> Meeting:
    """A fixed number of queries."""
    hidden = hidden_from(seat, at) if seat else set()
    leads = permissions.runs_appraisal(user, panel) or bool(seat and seat.is_chair)
    entries = list(panel.entries.select_related("project__nominating_organisation").order_by("turn", "project__number"))
    living = Assignment.living().filter(panel=panel, scored_by="judge").annotate(is_done=handed_in())
    tasks = list(living.values_list("project_id", "judge_id", "ref", "is_done"))
    now = max((entry for entry in entries if entry.presented_at), key=lambda entry: entry.presented_at, default=None)
    shown = [entry.project_id for entry in entries if entry.shown_at and entry.project_id not in hidden]
    scores, mine = _totals(panel, shown), seat.pk if seat else 0
    is_live = panel.status == Status.SCORING
    return Meeting(
        panel,
        leads,
        is_live,
        tuple(
            _turn(entry, entry.project_id in hidden, is_live and entry is now, tasks, mine, scores) for entry in entries
        ),
    )


def _turn(
    entry: PanelProject,
    is_hidden: bool,
    is_now: bool,
    tasks: list[tuple[int, int, str, bool]],
    mine: int,
    scores: dict[int, list[tuple[str, str]]],
) -> Turn:
    if is_hidden:
        return Turn(entry.turn, "", "（回避）", "", True, is_now, None, 0, 0, "", ())
    own = [task for task in tasks if task[0] == entry.project_id]
    return Turn(
        entry.turn,
        entry.project.ref,
        str(entry.project),
        entry.project.nominating_organisation.short_name,
        False,
        is_now,
        entry.presented_at,
        sum(is_done for *_, is_done in own),
        len(own),
        next((ref for _, judge, ref, _ in own if judge == mine), ""),
        tuple(scores.get(entry.project_id, ())),
    )


def _totals(panel: Panel, projects: list[int]) -> dict[int, list[tuple[str, str]]]:
    """The totals of judges of the projects shown; two queries, none where nothing was shown."""
    found: dict[int, list[tuple[str, str]]] = {}
    if not projects:
        return found
    names = names_of(panel)
    sheets = ScoreSheet.current().filter(assignment__panel=panel, project__in=projects, assignment__scored_by="judge")
    for project, judge, total in sheets.order_by("assignment").values_list("project", "assignment__judge", "total"):
        found.setdefault(project, []).append((names[judge], total_words(total)))
    return found
