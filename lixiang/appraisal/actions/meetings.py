"""The live meeting of a panel: the order drawn, one project presented after the other, scores shown."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.models import Panel, PanelProject
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.queries.meetings import open_tasks_of
from lixiang.appraisal.rules.drawing import LONGEST_SEED, drawn
from lixiang.appraisal.rules.kinds import Scoring
from lixiang.appraisal.states.panels import OPENED, Status
from lixiang.history.record import record
from lixiang.programmes.queries import the_setting
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked


def _led(panel: Panel, by: Any, *statuses: str) -> Panel:
    """The panel locked, where this person leads its meeting now: the section, or the chair."""
    panel = locked(panel)
    chair = panel.judges.select_related("panel__programme").filter(is_chair=True).first()
    if not (permissions.runs_appraisal(by, panel) or (chair and permissions.is_judge(by, chair))):
        raise PermissionDenied
    if panel.status not in statuses:
        word = panel.get_status_display()
        raise Refused(Finding("no_meeting_now", f"评审组当前“{word}”，不能这样办理。", clause_of(panel)))
    return panel


@transaction.atomic
def draw_order(panel: Panel, *, seed: str, by: Any, at: datetime) -> Panel:
    """Draw the order by a seed that all present can see; drawn once, before the first project is presented."""
    panel = _led(panel, by, Status.SCORING)
    seed, clause = seed.strip(), clause_of(panel)
    findings = too_long(seed, LONGEST_SEED, what="抽签号码", clause=clause, field="seed")
    if not seed:
        findings = (Finding("no_seed", "请填写抽签号码，如现场摇出的号码。", clause, field="seed"),)
    refuse_if(findings)
    if panel.draw_seed:
        raise Refused(Finding("drawn_already", f"顺序已经抽定，抽签号码{panel.draw_seed}。", clause))
    entries = {entry.project.ref: entry for entry in panel.entries.select_related("project")}
    for turn, ref in enumerate(drawn(entries, seed), 1):
        entries[ref].turn = turn
    PanelProject.objects.bulk_update(entries.values(), ["turn"])
    panel.draw_seed = seed
    panel.save(update_fields=["draw_seed"])
    detail = {"seed": seed, "count": len(entries)}
    record(panel, "draw_order", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return panel


@transaction.atomic
def present(entry: PanelProject, *, by: Any, at: datetime) -> PanelProject:
    """This project is presented now; the judges who have nothing to do with it find its sheet."""
    panel = _led(entry.panel, by, Status.SCORING)
    if _keeps_away(panel, entry, by):
        raise PermissionDenied
    entry = locked(entry)
    if entry.turn is None:
        raise Refused(Finding("not_drawn", "请先抽定汇报顺序。", clause_of(panel)))
    entry.presented_at = at
    entry.save(update_fields=["presented_at"])
    detail = {"turn": entry.turn, "title": str(entry.project)}
    record(panel, "present", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return entry


@transaction.atomic
def show_scores(entry: PanelProject, *, by: Any, at: datetime) -> PanelProject:
    """Show the totals of one project to the meeting: on the spot where the programme allows it, else once closed."""
    panel = _led(entry.panel, by, *OPENED)
    if _keeps_away(panel, entry, by):
        raise PermissionDenied
    entry, clause = locked(entry), clause_of(panel)
    rule = the_setting(panel.version, Scoring)
    if panel.status == Status.SCORING and not (isinstance(rule, Scoring) and rule.on_the_spot):
        raise Refused(Finding("not_on_the_spot", "方案没有设置当场亮分，评分结束后再公布。", clause))
    waiting = open_tasks_of(panel, entry)
    if panel.status == Status.SCORING and waiting:
        raise Refused(Finding("sheets_missing", f"还有{waiting}名评委没有提交评分表，暂不亮分。", clause))
    if entry.shown_at is None:
        entry.shown_at = at
        entry.save(update_fields=["shown_at"])
        detail = {"title": str(entry.project)}
        record(panel, "show_scores", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return entry


def _keeps_away(panel: Panel, entry: PanelProject, by: Any) -> bool:
    """The chair may have a conflict too: then the section presents that project."""
    return entry.project.recusals.filter(judge__panel=panel, judge__user=by).exists()
