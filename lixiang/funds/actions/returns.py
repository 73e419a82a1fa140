"""Money that comes back, money that is added, and the correction of either by a reversing entry."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.funds import permissions, queries
from lixiang.funds.actions.ledger import book, turn_back
from lixiang.funds.models import Entry, Grant
from lixiang.funds.rules.amounts import wrong_amount, yuan
from lixiang.funds.rules.kinds import Matching
from lixiang.funds.rules.ledger import Movement, giving_back, matching, recovering
from lixiang.funds.rules.payments import day_of, day_to_come, wrong_paper
from lixiang.funds.rules.spendings import blockers_to_return
from lixiang.history.record import record
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked

# Orders and spendings take their own entries back, by verbs of their own; a grant is set anew.
REVERSIBLE = (Movement.GIVE_BACK, Movement.RECOVER, Movement.MATCH)


@transaction.atomic
def give_back(
    project: Project,
    *,
    amount: int,
    bank_reference: str,
    on: date,
    words: str = "",
    key: UUID | None = None,
    by: Any,
    at: datetime,
) -> Entry:
    """What was left over has arrived at the department's bank: booked by finance, up to what the project holds."""
    if not permissions.is_finance(by, project):
        raise PermissionDenied
    project = locked(project)
    earlier = _booked_before(project, key)
    if earlier is not None:
        return earlier
    granted = _granted(project)
    bank_reference = bank_reference.strip()
    held = queries.standing_of_project(project).held
    wrong = wrong_paper(bank_reference, on, day_of(granted.granted_at), day_of(at), granted.clause)
    refuse_if((*blockers_to_return(amount, held, granted.clause), *wrong))
    booked = {"words": words.strip() or "退回结余", "bank_reference": bank_reference, "on": on, "key": key}
    entry = book(project, Movement.GIVE_BACK, giving_back(amount), by=by, at=at, **booked)
    return _told(entry, "give_back", amount, by, at)


@transaction.atomic
def book_recovery(
    project: Project,
    amount: int,
    document: str,
    *,
    bank_reference: str = "",
    on: date | None = None,
    key: UUID | None = None,
    by: Any,
    at: datetime,
) -> Entry:
    """Money recovered on the ground of `document`: up to what was paid and is not back yet, spent or not."""
    if not permissions.may_book_recovery(by, project):
        raise PermissionDenied
    project = locked(project)
    earlier = _booked_before(project, key)
    if earlier is not None:
        return earlier
    granted = _granted(project)
    kept = queries.standing_of_project(project).kept
    refuse_if((*blockers_to_return(amount, kept, granted.clause), *day_to_come(on, day_of(at), granted.clause)))
    if not document.strip():
        raise Refused(Finding("no_document", "请写明追回所依据的文件。", granted.clause, field="document"))
    booked = {"words": "追回扶持经费", "document": document.strip(), "bank_reference": bank_reference.strip(), "on": on}
    entry = book(project, Movement.RECOVER, recovering(amount), key=key, by=by, at=at, **booked)
    return _told(entry, "recover", amount, by, at)


@transaction.atomic
def record_matching(
    project: Project, *, amount: int, words: str, on: date, key: UUID | None = None, by: Any, at: datetime
) -> Entry:
    """What the project's own side added to the grant, and where it came from."""
    if not permissions.may_record(by, project):
        raise PermissionDenied
    project = locked(project)
    earlier = _booked_before(project, key)
    if earlier is not None:
        return earlier
    row = the_setting(project.version, Matching)
    if row is None:
        raise Refused(Finding("no_matching", "本批次的方案没有要求配套资金。"))
    wrong = wrong_amount(amount)
    found = [Finding("wrong_amount", wrong, row.clause, field="amount")] if wrong else []
    if not words.strip():
        found.append(Finding("no_source", "请写明配套资金的来源。", row.clause, field="words"))
    refuse_if((*found, *day_to_come(on, day_of(at), row.clause)))
    booked = {"words": f"配套资金：{words.strip()}", "on": on, "key": key}
    entry = book(project, Movement.MATCH, matching(amount), by=by, at=at, **booked)
    return _told(entry, "match", amount, by, at)


@transaction.atomic
def reverse(entry: Entry, *, reason: str, by: Any, at: datetime) -> Entry:
    """Correct what was booked wrongly: an entry that takes it back, once; by finance, with a reason."""
    if not permissions.is_finance(by, entry.project):
        raise PermissionDenied
    project = locked(entry.project)
    if entry.movement not in REVERSIBLE or entry.reverses_id is not None:
        raise Refused(Finding("not_reversible", "这笔账目不能直接冲正，请通过拨付单、支出或者核定办理更正。"))
    if Entry.objects.filter(reverses=entry).exists():
        raise Refused(Finding("reversed_before", "这笔账目已经冲正过。"))
    if not reason.strip():
        raise Refused(Finding("reason_required", "冲正应当写明理由。", field="reason"))
    turned = turn_back(entry, reason=reason, by=by, at=at)
    detail = {"project": project.ref, "reverses": entry.words}
    record(turned, "reverse", by=by, at=at, reason=reason, detail=detail, programme_id=project.programme_id)
    return turned


def _granted(project: Project) -> Grant:
    granted = Grant.objects.filter(project=project).first()
    if granted is None:
        raise Refused(Finding("not_granted", "项目没有扶持经费。"))
    return granted


def _booked_before(project: Project, key: UUID | None) -> Entry | None:
    """The same key again is the same entry: a double click books once."""
    return Entry.objects.filter(project=project, key=key).first() if key else None


def _told(entry: Entry, verb: str, amount: int, by: Any, at: datetime) -> Entry:
    detail = {"project": entry.project.ref, "amount": amount, "yuan": yuan(amount), "words": entry.words}
    record(entry, verb, by=by, at=at, detail=detail, programme_id=entry.project.programme_id)
    return entry
