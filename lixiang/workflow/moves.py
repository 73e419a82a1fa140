"""The only writer of a status: lock, may, can, change, record, in one transaction."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.table import Row


def locked(thing: Any) -> Any:
    """The row of `thing`, read anew and locked until the transaction ends.

    Others may still name it in rows of their own (`no_key`): else whoever writes a row of a programme would wait for
    whoever holds the programme and writes rows of projects, and the other way round.
    """
    return type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)


def move(
    thing: Any,
    verb: str,
    *,
    by: Any,
    at: datetime,
    facts: Any = None,
    own: Any = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    **changes: Any,
) -> Any:
    """Make one move of `thing` by its table and return it as it then stands.

    `thing` has `status`, `status_since`, `transitions` (its Table) and `facts(at)`; a caller that holds the lock
    and has read the facts already hands them over as `own`, and `thing` is not read again. Raises PermissionDenied
    where the person may not, Refused with every standing finding where it cannot happen now, TypeError where facts
    that the row declares are missing. A written `reason` overrides warnings and is kept in the history.
    """
    with transaction.atomic():
        fresh = locked(thing) if own is None else thing
        row = _row(fresh, verb)
        if not row.who(by, fresh):
            raise PermissionDenied
        _refuse_blocked(row, fresh, own, facts, reason, at)
        source = fresh.status
        # A move that stays where it is (an extension) changes nothing about since when.
        fresh.status, fresh.status_since = row.to, at if source != row.to else fresh.status_since
        for name, value in changes.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=["status", "status_since", *changes])
        record(
            fresh,
            verb,
            by=by,
            at=at,
            from_status=source,
            to_status=row.to,
            reason=reason,
            detail=detail,
            programme_id=getattr(fresh, "programme_id", None),
        )
    return fresh


def _row(thing: Any, verb: str) -> Row:
    row = thing.transitions.row(verb, thing.status)
    if row is not None:
        return row
    labels = [row.label for row in thing.transitions if row.verb == verb]
    if not labels:
        raise LookupError(f"{type(thing).__name__} has no verb {verb}")
    word = thing.get_status_display()
    raise Refused(Finding("not_in_this_status", f"当前状态为“{word}”，不能{labels[0]}；页面可能已过时，请刷新后再看。"))


def _refuse_blocked(row: Row, thing: Any, own: Any, facts: Any, reason: str, at: datetime) -> None:
    if row.needs is not None and not isinstance(facts, row.needs):
        raise TypeError(f"{row.verb} needs {row.needs.__name__}")
    if row.reason_required and not reason.strip():
        raise Refused(Finding("reason_required", f"{row.label}应当写明理由。", field="reason"))
    if row.blockers is not None:
        own = thing.facts(at) if own is None else own
        refuse_if(row.blockers(own, facts) if row.needs else row.blockers(own), reason=reason)
