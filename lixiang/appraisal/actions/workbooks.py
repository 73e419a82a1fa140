"""Importing a judge's workbook: a dry run, or all of it, or nothing."""

from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.actions.sheets import save_sheet
from lixiang.appraisal.models import Judge
from lixiang.appraisal.models.sheet_facts import clause_of
from lixiang.appraisal.queries.workbooks import BOOK, compare, standings_of
from lixiang.appraisal.states.panels import Status
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.reading import read_workbook
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked


@transaction.atomic
def import_scores(
    seat: Judge, source: IO[bytes], *, by: Any, at: datetime, dry_run: bool = False, expected: str = ""
) -> Difference:
    """Fill the open sheets of one judge; with errors in any row nothing is written.

    `expected` is the fingerprint of the difference that a person was shown; another one is refused. Raises
    ValidationError for a file that is not our workbook.
    """
    panel = locked(seat.panel)
    seat.panel = panel
    if not permissions.is_judge(by, seat):
        raise PermissionDenied
    if panel.status != Status.SCORING:
        sentence = f"评审组当前“{panel.get_status_display()}”，不能导入评分表。"
        raise Refused(Finding("scoring_closed", sentence, clause_of(panel)))
    difference, wanted = compare(read_workbook(source, BOOK), standings_of(seat, at))
    if dry_run:
        return difference
    if expected and difference.fingerprint != expected:
        raise ValidationError("试运行之后系统中的内容有变化，请核对新的差异清单后再导入。", code="stale")
    if not difference.is_clean:
        return difference
    for one in wanted:
        save_sheet(one.assignment, one.values, expected=one.expected, by=by, at=at)
    return replace(difference, applied=True)
