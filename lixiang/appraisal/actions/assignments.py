"""Gives projects to judges as the optimiser proposes, after somebody looked at it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.actions.recusals import keep_away_found
from lixiang.appraisal.models import Assignment, Panel
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.queries.assigning import (
    Proposal,
    begun,
    judges_source,
    projects_of,
    proposal_for,
    sides_missing,
)
from lixiang.appraisal.states.panels import Status
from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked


@transaction.atomic
def assign(panel: Panel, *, by: Any, at: datetime, anew: bool = False, seen: str = "") -> Proposal:
    """Add what is missing, minus what exists; `anew` shares out again what nobody began to score.

    `seen` is the fingerprint of the proposal that a person looked at; another one is refused.
    """
    panel = locked(panel)
    if not permissions.runs_appraisal(by, panel):
        raise PermissionDenied
    _refuse_wrong_time(panel)
    keep_away_found(panel, list(panel.judges.select_related("user__person")), projects_of(panel), by=by, at=at)
    proposal = proposal_for(panel, at, anew=anew)
    if seen and proposal.fingerprint != seen:
        sentence = "看过之后评委、项目或者回避情况有变化，请核对新的分配方案后再确认。"
        raise Refused(Finding("changed_meanwhile", sentence, clause_of(panel)))
    taken_back = _take_back(panel, at) if anew else 0
    _give(panel, proposal, at)
    _give_to_sides(panel, at)
    detail = {"added": len(proposal.plan.pairs), "taken_back": taken_back, "lacking": len(proposal.lacking)}
    record(panel, "assign", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return proposal


def _refuse_wrong_time(panel: Panel) -> None:
    if panel.status not in (Status.DECLARING, Status.SCORING):
        word = panel.get_status_display()
        raise Refused(Finding("no_assignment_now", f"评审组当前“{word}”，不能分配项目。", clause_of(panel)))
    if not judges_source(panel):
        raise Refused(Finding("no_source", "方案没有由评审组评委评分的来源。", clause_of(panel)))


def _take_back(panel: Panel, at: datetime) -> int:
    kept = begun(panel)
    rows = [row for row in _living(panel) if (row.project_id, row.judge_id) not in kept]
    return Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=at)


def _living(panel: Panel) -> list[Assignment]:
    return list(Assignment.living().filter(panel=panel, scored_by="judge").only("project", "judge"))


def _give(panel: Panel, proposal: Proposal, at: datetime) -> None:
    """One row per pair for ever: a pair that was taken back is given again."""
    wanted, source = set(proposal.plan.pairs), judges_source(panel)
    rows = panel.assignments.filter(source=source, judge__isnull=False)
    there = {(row.project_id, row.judge_id): row.pk for row in rows.only("project", "judge")}
    again = [there[pair] for pair in wanted & there.keys()]
    Assignment.objects.filter(pk__in=again).update(withdrawn_at=None, assigned_at=at)
    Assignment.objects.bulk_create(
        Assignment(
            ref=f"{panel.ref}-{project}-{judge}",
            programme_id=panel.programme_id,
            panel=panel,
            project_id=project,
            source=source,
            scored_by="judge",
            judge_id=judge,
            assigned_at=at,
        )
        for project, judge in sorted(wanted - there.keys())
    )


def _give_to_sides(panel: Panel, at: datetime) -> None:
    """The sources that are no panel's: the department, the nominating organisation of each project."""
    Assignment.objects.bulk_create(
        Assignment(
            ref=f"{panel.ref}-{project.pk}-s{place}",
            programme_id=panel.programme_id,
            panel=panel,
            project=project,
            source=source.code,
            scored_by=source.scored_by,
            organisation_id=panel.programme.managing_organisation_id
            if source.scored_by == "department"
            else project.nominating_organisation_id,
            assigned_at=at,
        )
        for project, place, source in sides_missing(panel, projects_of(panel))
    )
