"""Judges declare their interests before materials open, keep away later too, and are kept away by the record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.models import Assignment, Judge, Panel, Recusal
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.queries.assigning import projects_of
from lixiang.appraisal.queries.conflicts import found_between, grounds_of
from lixiang.appraisal.rules.kinds import Conflict
from lixiang.appraisal.states.panels import Status
from lixiang.history.record import record
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked

LONGEST_REASON = 500
DECLARED = "declared"


@transaction.atomic
def keep_away_found(
    panel: Panel, judges: list[Judge], projects: list[Project], *, by: Any, at: datetime
) -> list[Recusal]:
    """A recusal for every conflict that the record shows and that is not on record yet."""
    found = found_between(panel, judges, projects, at)
    there = set(Recusal.objects.filter(judge__panel=panel).values_list("judge_id", "project_id"))
    made = [
        Recusal(judge_id=judge, project_id=project, ground=row.ground, clause=row.clause, at=at, by=by, by_name=by.name)
        for (judge, project), row in found.items()
        if (judge, project) not in there
    ]
    Recusal.objects.bulk_create(made)
    if made:
        record(panel, "find_conflicts", by=by, at=at, detail={"count": len(made)}, programme_id=panel.programme_id)
    return made


@transaction.atomic
def declare(judge: Judge, conflicts: Mapping[str, str], *, by: Any, at: datetime) -> Judge:
    """The judge's word before materials open: project reference -> reason, nothing where there is none.

    Said again before materials open it takes the place of what was said before.
    """
    panel = locked(judge.panel)
    judge = locked(judge)
    judge.panel = panel
    _refuse_closed(panel, judge, by)
    known = {each.ref: each for each in projects_of(panel)}
    away = set(judge.recusals.exclude(ground=DECLARED).values_list("project__ref", flat=True))
    chosen = {ref: why.strip() for ref, why in conflicts.items() if ref in known and ref not in away}
    ground = _declared_ground(panel)
    refuse_if(tuple(_wrong_reasons(chosen, ground, clause_of(panel))))
    judge.recusals.filter(ground=DECLARED).delete()
    for ref, why in chosen.items():
        _keep_away(judge, known[ref], why, ground, by, at)
    judge.declared_at = at
    judge.save(update_fields=["declared_at"])
    keep_away_found(panel, [judge], projects_of(panel), by=by, at=at)
    detail = {"judge": judge.name, "count": len(chosen)}
    record(panel, "declare", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return judge


def _refuse_closed(panel: Panel, judge: Judge, by: Any) -> None:
    if not permissions.is_judge(by, judge):
        raise PermissionDenied
    open_to = (Status.DECLARING,) if judge.declared_at else (Status.DECLARING, Status.SCORING)
    if panel.status not in open_to:
        word = panel.get_status_display()
        sentence = f"评审组当前“{word}”，不能再作回避申报；评分中发现应当回避的，在评分页面提出。"
        raise Refused(Finding("no_declaration_now", sentence, clause_of(panel)))


def _declared_ground(panel: Panel) -> Conflict | None:
    return next((row for row in grounds_of(panel) if row.ground == DECLARED), None)


def _wrong_reasons(chosen: Mapping[str, str], ground: Conflict | None, clause: str) -> Iterable[Finding]:
    if chosen and ground is None:
        yield Finding("no_such_ground", "本批次的方案没有设置由评委申报的回避情形。", clause)
    for ref, why in chosen.items():
        field = f"reason-{ref}"
        if not why:
            yield Finding("no_reason", "请写明应当回避的理由。", ground.clause if ground else clause, field=field)
        yield from too_long(why, LONGEST_REASON, what="理由", clause=clause, field=field)


def _keep_away(judge: Judge, project: Project, why: str, ground: Conflict | None, by: Any, at: datetime) -> Recusal:
    words = {"ground": DECLARED, "reason": why, "clause": ground.clause if ground else ""}
    return Recusal.objects.create(judge=judge, project=project, at=at, by=by, by_name=by.name, **words)


@transaction.atomic
def recuse(assignment: Assignment, *, reason: str, by: Any, at: datetime) -> Recusal:
    """A judge finds a conflict while scoring: from now on neither the project nor the judge's sheet of it count."""
    panel = locked(assignment.panel)
    assignment = Assignment.objects.select_related("judge", "project").get(pk=locked(assignment).pk)
    if assignment.judge is None:
        raise PermissionDenied
    judge = assignment.judge
    judge.panel = panel
    if not permissions.is_judge(by, judge):
        raise PermissionDenied
    if panel.status != Status.SCORING:
        word = panel.get_status_display()
        raise Refused(Finding("no_recusal_now", f"评审组当前“{word}”，请向主管单位说明。", clause_of(panel)))
    ground = _declared_ground(panel)
    refuse_if(tuple(_wrong_reasons({"": reason.strip()}, ground, clause_of(panel))))
    made = _keep_away(judge, assignment.project, reason.strip(), ground, by, at)
    detail = {"judge": judge.name, "title": str(assignment.project)}
    record(panel, "recuse", by=by, at=at, reason=reason, detail=detail, programme_id=panel.programme_id)
    return made
