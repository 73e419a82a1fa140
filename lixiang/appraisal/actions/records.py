"""Counts the record of a panel's projects into the automatic items of their score sheets."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.models import AutomaticScore, Panel, ScoreSheet
from lixiang.appraisal.models.sheet_facts import clause_of, rubric_of
from lixiang.appraisal.queries.assigning import projects_of
from lixiang.appraisal.queries.record import records_of
from lixiang.appraisal.rules.automatic import working_of
from lixiang.appraisal.states.panels import Status
from lixiang.appraisal.states.sheets import Status as SheetStatus
from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked


@transaction.atomic
def count_record(panel: Panel, *, by: Any, at: datetime) -> int:
    """Count every project of the panel as its record stands now.

    What a sheet handed in rests on stays as it was counted: the same points stand on every sheet of a project. Gives
    back how many projects were counted.
    """
    panel = locked(panel)
    if not permissions.runs_appraisal(by, panel):
        raise PermissionDenied
    if panel.status != Status.SCORING:
        raise Refused(Finding("not_scoring", "评分期间才能按办理记录计分。", clause_of(panel)))
    sheets = ScoreSheet.objects.filter(assignment__panel=panel, status=SheetStatus.HANDED_IN)
    fixed = set(sheets.values_list("project_id", flat=True))
    projects = [project for project in projects_of(panel) if project.pk not in fixed]
    records = records_of(projects, at)
    AutomaticScore.objects.filter(panel=panel, project__in=projects).delete()
    rows = []
    for project in projects:
        facts = records[project.pk]
        for indicator in rubric_of(panel, project):
            if indicator.is_automatic:
                working = working_of(indicator, facts)
                named = {"indicator": working.indicator, "points": working.points, "words": working.words}
                rows.append(AutomaticScore(panel=panel, project=project, record=vars(facts), at=at, **named))
    AutomaticScore.objects.bulk_create(rows)
    detail = {"count": len(projects)}
    record(panel, "count_record", by=by, at=at, detail=detail, programme_id=panel.programme_id)
    return len(projects)
