"""The verbs of a milestone: report it as done, take that back, add evidence."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.actions.lamps import relight
from lixiang.delivery.actions.plans import recount
from lixiang.delivery.models import Plan, PlannedMilestone
from lixiang.delivery.rules.milestones import Completion, blockers_to_reopening
from lixiang.files import store
from lixiang.files.models import Claim, File
from lixiang.history.record import record
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move
from lixiang.workflow.uploads import accepted

EVIDENCE = "evidence"
Upload = tuple[str, BinaryIO]  # the name it was given, its bytes


@transaction.atomic
def complete(
    milestone: PlannedMilestone,
    *,
    done_on: date,
    participants: int | None = None,
    note: str = "",
    evidence: Iterable[Upload] = (),
    reused: Iterable[Claim] = (),
    by: Any,
    at: datetime,
) -> PlannedMilestone:
    """Report that a milestone was reached, on which day, with how many members, and what shows it.

    `evidence` are new files, `reused` claims of files that the project has brought in before.
    """
    uploads, reused = tuple(evidence), tuple(reused)
    _lock_project(milestone)
    has_evidence = bool(uploads or reused) or Claim.of(milestone, EVIDENCE).exists()
    report = Completion(done_on, participants, has_evidence)
    said = {"done_on": done_on, "participants": participants, "note": note.strip()}
    detail = {"project": milestone.project.ref, "title": milestone.title, "done_on": done_on.isoformat()}
    detail |= {"participants": participants} if participants is not None else {}
    by_whom = {"reported_at": at, "reported_by_name": getattr(by, "name", "")}
    milestone = move(milestone, "complete", by=by, at=at, facts=report, detail=detail, **said, **by_whom)
    for name, upload in uploads:
        _claim(milestone, accepted(upload, name=name, field="evidence", at=at), name, by, at)
    for claim in reused:
        _claim(milestone, claim.file, claim.name, by, at)
    _settle(milestone, by, at)
    return milestone


@transaction.atomic
def reopen(milestone: PlannedMilestone, *, reason: str, by: Any, at: datetime) -> PlannedMilestone:
    """Take the report back with a reason; what it said stays in the history, its evidence stays claimed."""
    _lock_project(milestone)
    told = PlannedMilestone.objects.get(pk=milestone.pk)
    detail = {"project": milestone.project.ref, "title": told.title, "participants": told.participants}
    detail |= {"done_on": told.done_on.isoformat() if told.done_on else "", "note": told.note}
    gone = {"done_on": None, "participants": None, "note": "", "reported_at": None, "reported_by_name": ""}
    milestone = move(milestone, "reopen", by=by, at=at, reason=reason, detail=detail, **gone)
    _settle(milestone, by, at)
    return milestone


@transaction.atomic
def attach_evidence(milestone: PlannedMilestone, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Add a file that shows what was done; the same bytes twice are the same file."""
    milestone = _may_change(milestone, by, at)
    return _claim(milestone, accepted(upload, name=name, field="evidence", at=at), name, by, at)


@transaction.atomic
def detach_evidence(milestone: PlannedMilestone, claim: Claim, *, by: Any, at: datetime) -> None:
    """Take a file away that does not belong here; the history keeps its name and hash."""
    milestone = _may_change(milestone, by, at)
    held = Claim.of(milestone, EVIDENCE).select_for_update(of=("self",), no_key=True).filter(pk=claim.pk).first()
    if held is None:
        raise Refused(Finding("no_such_file", "这份材料已经移除。", milestone.facts(at).clause))
    facts = milestone.facts(at)
    is_last = milestone.done_on is not None and Claim.of(milestone, EVIDENCE).count() == 1
    if facts.needs_evidence and is_last:
        raise Refused(Finding("last_evidence", "已报告完成的里程碑应当至少保留一份佐证材料。", facts.clause))
    held.released_at = at
    held.save(update_fields=["released_at"])
    detail = {"project": milestone.project.ref, "title": milestone.title, **held.as_row()}
    record(milestone, "detach_evidence", by=by, at=at, detail=detail, programme_id=milestone.programme_id)


def _may_change(milestone: PlannedMilestone, by: Any, at: datetime) -> PlannedMilestone:
    milestone = locked(milestone)
    if not permissions.carries_it_out(by, milestone):
        raise PermissionDenied
    refuse_if(blockers_to_reopening(milestone.facts(at)))
    return milestone


def _claim(milestone: PlannedMilestone, file: File, name: str, by: Any, at: datetime) -> Claim:
    """One claim per file and milestone."""
    claim, is_new = store.claim_once(file, milestone, part=EVIDENCE, name=name, by=by, at=at)
    if is_new:
        detail = {"project": milestone.project.ref, "title": milestone.title, **claim.as_row()}
        record(milestone, "attach_evidence", by=by, at=at, detail=detail, programme_id=milestone.programme_id)
    return claim


def _lock_project(milestone: PlannedMilestone) -> None:
    """The project before its rows, so that what the plan counts is counted by one at a time."""
    locked(milestone.project)


def _settle(milestone: PlannedMilestone, by: Any, at: datetime) -> None:
    recount(Plan.objects.get(pk=milestone.plan_id), by=by, at=at)
    relight(milestone.project, by=by, at=at)
