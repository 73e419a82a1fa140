"""Sets what a project is granted, and how its side plans to spend it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.funds import permissions, queries
from lixiang.funds.actions.ledger import book, turn_back
from lixiang.funds.models import BudgetLine, Entry, Grant
from lixiang.funds.rules.amounts import wan_yuan
from lixiang.funds.rules.kinds import Heading
from lixiang.funds.rules.ledger import Movement, granting
from lixiang.funds.rules.payments import blockers_to_grant
from lixiang.funds.rules.spendings import blockers_to_budget
from lixiang.history.record import record
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.states import APPROVED
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked


@transaction.atomic
def grant(project: Project, *, amount: int | None = None, by: Any, at: datetime, reason: str = "") -> Grant:
    """Grant a project its support: the amount of the programme's row, or the one given, in fen.

    The same amount again changes nothing; another one reverses the earlier entry and books the new, with a reason.
    """
    if not permissions.may_grant(by, project):
        raise PermissionDenied
    project = locked(project)
    row = queries.grant_row_of(project)
    if row is None:
        raise Refused(Finding("no_grant", "本批次的方案没有设置这类项目的扶持经费。"))
    if project.status not in APPROVED:
        raise Refused(Finding("not_approved", f"项目{project.get_status_display()}，不能核定扶持经费。", row.clause))
    amount = row.amount if amount is None else amount
    earlier = Grant.objects.filter(project=project).first()
    if earlier is not None and earlier.amount == amount:
        return earlier
    findings = blockers_to_grant(row, amount, queries.ordered_of(project))
    refuse_if((*findings, *_unexplained(earlier, row.clause, reason)), reason=reason)
    _book(project, amount, earlier, reason, by, at)
    defaults = {"amount": amount, "title": row.title, "clause": row.clause, "reason": reason.strip()}
    author = {"granted_at": at, "granted_by": by, "granted_by_name": by.name}
    granted, _ = Grant.objects.update_or_create(
        project=project, defaults={"programme_id": project.programme_id} | defaults | author
    )
    detail = {"project": project.ref, "amount": amount, "before": earlier.amount if earlier else 0}
    record(granted, "grant", by=by, at=at, reason=reason, detail=detail, programme_id=project.programme_id)
    return granted


def _unexplained(earlier: Grant | None, clause: str, reason: str) -> tuple[Finding, ...]:
    if earlier is None or reason.strip():
        return ()
    return (Finding("reason_required", "调整已核定的扶持经费应当写明理由。", clause, field="reason"),)


def _book(project: Project, amount: int, earlier: Grant | None, reason: str, by: Any, at: datetime) -> None:
    if earlier is not None:
        last = Entry.objects.filter(project=project, movement=Movement.GRANT, reverses=None).latest("pk")
        turn_back(last, reason=reason, by=by, at=at)
    book(project, Movement.GRANT, granting(amount), words=f"核定扶持经费{wan_yuan(amount)}", by=by, at=at)


@transaction.atomic
def set_budget(project: Project, *, amounts: Mapping[str, int], by: Any, at: datetime, reason: str = "") -> Grant:
    """Plan the spending: heading -> fen, for the headings that change; refused beyond the grant."""
    if not permissions.may_budget(by, project):
        raise PermissionDenied
    project = locked(project)
    granted = Grant.objects.filter(project=project).first()
    if granted is None:
        raise Refused(Finding("not_granted", "扶持经费尚未核定，暂不编制预算。"))
    before = dict(BudgetLine.objects.filter(project=project).values_list("heading", "amount"))
    together = before | dict(amounts)
    headings = settings_by_kind(project.version, Heading)
    findings = blockers_to_budget(together, headings, queries.grant_row_of(project), granted.amount)
    refuse_if(tuple(findings), reason=reason)
    if together == before:
        return granted
    for heading, amount in amounts.items():
        BudgetLine.objects.update_or_create(project=project, heading=heading, defaults={"amount": amount})
    detail = {"project": project.ref, "before": before, "amounts": together}
    record(granted, "set_budget", by=by, at=at, reason=reason, detail=detail, programme_id=project.programme_id)
    return granted
