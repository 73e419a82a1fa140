"""The verbs of an addition beside the sheets: entered with its document, withdrawn with a reason."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.projects.models import Project
from lixiang.ranking import permissions
from lixiang.ranking.models import GivenBonus
from lixiang.ranking.models.bonuses import STANDING
from lixiang.ranking.queries.bonuses import bonus_settings
from lixiang.ranking.rules.bonuses import Typed, blockers_to_entering
from lixiang.ranking.rules.points import written
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked

LONGEST_DOCUMENT, LONGEST_REASON = 200, 1000


@transaction.atomic
def enter_bonus(
    project: Project, *, bonus: str, points: int | None, document: str, reason: str, by: Any, at: datetime
) -> GivenBonus:
    """By the section, once per project and setting; what is past `at_most` is kept as asked and counts as capped."""
    if not permissions.runs_ranking(by, project):
        raise PermissionDenied
    project = locked(project)
    setting = next((row for row in bonus_settings(project.programme, at) if row.code == bonus), None)
    typed = Typed(bonus, points, document.strip(), reason.strip())
    stands = GivenBonus.objects.filter(STANDING, project=project, bonus=bonus).exists()
    refuse_if(tuple(blockers_to_entering(typed, setting, project.status, stands=stands)))
    clause = setting.clause if setting else ""
    refuse_if(too_long(typed.document, LONGEST_DOCUMENT, what="依据的文件", clause=clause, field="document"))
    refuse_if(too_long(typed.reason, LONGEST_REASON, what="理由", clause=clause, field="reason"))
    given = GivenBonus.objects.create(
        project=project,
        programme=project.programme,
        bonus=bonus,
        points=points,
        document=typed.document,
        reason=typed.reason,
        by=by,
        by_name=by.name,
        entered_at=at,
    )
    _recorded(given, "enter_bonus", by, at, typed.reason)
    return given


@transaction.atomic
def withdraw_bonus(given: GivenBonus, *, reason: str, by: Any, at: datetime) -> GivenBonus:
    """It counts no longer in what is computed from now on; the row stays."""
    given = locked(given)
    if not permissions.runs_ranking(by, given.project):
        raise PermissionDenied
    if given.withdrawn_at is not None:
        raise Refused(Finding("withdrawn", "这项附加分已经撤销登记。"))
    if not reason.strip():
        raise Refused(Finding("reason_required", "撤销登记应当写明理由。", field="reason"))
    refuse_if(too_long(reason.strip(), LONGEST_REASON, what="理由", field="reason"))
    given.withdrawn_at, given.withdrawal_reason = at, reason.strip()
    given.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    _recorded(given, "withdraw_bonus", by, at, reason.strip())
    return given


def _recorded(given: GivenBonus, verb: str, by: Any, at: datetime, reason: str) -> None:
    detail = {
        "project": given.project.ref,
        "bonus": given.bonus,
        "points": written(given.points),
        "document": given.document,
    }
    record(given, verb, by=by, at=at, reason=reason, detail=detail, programme_id=given.programme_id)
