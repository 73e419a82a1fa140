"""Importing the ledger of tasks: a dry run, or all of it, or nothing."""

from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.actions.tasks import edit_task, hand_out
from lixiang.delivery.queries.ledgers import LEDGER, compare
from lixiang.delivery.queries.tasks import clause_of_tasks
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.reading import read_workbook
from lixiang.programmes.models import Programme
from lixiang.workflow.moves import locked


@transaction.atomic
def import_ledger(
    programme: Programme, source: IO[bytes], *, by: Any, at: datetime, dry_run: bool = False, expected: str = ""
) -> Difference:
    """Hand out the rows without a number, change who cooperates and the remark of the others.

    With errors in any row nothing is written. `expected` is the fingerprint of the difference that a person was shown;
    another one is refused. Raises ValidationError for a file that is not our workbook.
    """
    programme = locked(programme)
    if not permissions.runs_delivery(by, programme):
        raise PermissionDenied
    difference, wanted = compare(read_workbook(source, LEDGER), programme, at, clause_of_tasks(programme, at))
    if dry_run:
        return difference
    if expected and difference.fingerprint != expected:
        raise ValidationError("试运行之后系统中的内容有变化，请核对新的差异清单后再导入。", code="stale")
    if not difference.is_clean:
        return difference
    for one in wanted:
        said = {"cooperating": one.cooperating, "remark": one.remark, "by": by, "at": at}
        if one.task is None:
            hand_out(programme, title=one.title, organisation=one.organisation, due_on=one.due_on, **said)
        else:
            edit_task(one.task, **said)
    return replace(difference, applied=True)
