"""The bridge from a score sheet to its rules, and what a hand-in freezes."""

from typing import Any

from lixiang.appraisal.models.assignments import Assignment
from lixiang.appraisal.models.panels import Panel, PanelProject
from lixiang.appraisal.models.sheets import AutomaticScore, ScoreLine, ScoreSheet
from lixiang.appraisal.rules.kinds import Indicator, Scoring
from lixiang.appraisal.rules.scoring import NOTHING, SheetFacts, Typed, counted, rubric_for, total_of
from lixiang.appraisal.states.panels import Status
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project


def rubric_of(panel: Panel, project: Project) -> tuple[Indicator, ...]:
    """No query beyond the settings of the panel's version, which are read once per process."""
    return rubric_for(settings_by_kind(panel.version, Indicator), project.category)


def clause_of(panel: Panel) -> str:
    row = the_setting(panel.version, Scoring)
    return row.clause if row else ""


def automatic_of(panel: Panel, project: Project) -> dict[str, AutomaticScore]:
    return {row.indicator: row for row in AutomaticScore.objects.filter(panel=panel, project=project)}


def facts_of(sheet: ScoreSheet) -> SheetFacts:
    """Three queries: the lines, what was counted, whether the assignment still counts."""
    assignment = sheet.assignment
    panel, project = assignment.panel, assignment.project
    lines = ScoreLine.objects.filter(sheet=sheet)
    return SheetFacts(
        clause=clause_of(panel),
        rubric=rubric_of(panel, project),
        typed={line.indicator: Typed(line.points, line.reason, line.document) for line in lines},
        automatic={code: row.points for code, row in automatic_of(panel, project).items()},
        comment=sheet.comment,
        not_applicable=sheet.not_applicable,
        is_open=panel.status == Status.SCORING and Assignment.living().filter(pk=assignment.pk).exists(),
    )


def content_of(sheet: ScoreSheet, facts: SheetFacts) -> dict[str, Any]:
    """What is handed in, word for word: what it rests on, each line as typed and as it counts, the total."""
    assignment = sheet.assignment
    lines = counted(facts)
    pairs = zip(facts.rubric, lines, strict=True)
    return {
        "sheet": sheet.ref,
        "project": assignment.project.ref,
        "panel": assignment.panel.ref,
        "source": assignment.source,
        "scorer": assignment.judge.code if assignment.judge else assignment.organisation.code,
        "revision": sheet.revision.hash,
        "dossier": _dossier_hash(sheet),
        "rubric": sheet.version.pack_hash,
        "corrects": sheet.corrects.ref if sheet.corrects else "",
        "correction_reason": sheet.correction_reason,
        "comment": sheet.comment,
        "not_applicable": facts.not_applicable,
        "lines": [_line(row, facts.typed.get(row.code, NOTHING), line.points) for row, line in pairs],
        "total": total_of(lines),
    }


def _dossier_hash(sheet: ScoreSheet) -> str:
    """Of what the project handed in when it was complete; empty where nothing was."""
    entries = PanelProject.objects.filter(panel=sheet.assignment.panel_id, project=sheet.project_id)
    return entries.values_list("dossier_revision__hash", flat=True).first() or ""


def _line(row: Indicator, typed: Typed, points: int | None) -> dict[str, Any]:
    said = {"typed": typed.points, "reason": typed.reason, "document": typed.document}
    return {"indicator": row.code, "title": row.title, "form": row.form, "counted": points, **said}
