"""The verbs of a dossier: open, ask for the first check, hand in, send back, accept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.closing import permissions
from lixiang.closing.actions.carrying import carry_over
from lixiang.closing.models import Dossier, DossierRevision
from lixiang.closing.models.facts import (
    MAY_CLOSE,
    closes,
    content_of,
    opens_anew,
    promised_by,
    rows_of,
    terms_of,
    view_of,
)
from lixiang.closing.queries.locks import locked_dossier, locked_project
from lixiang.closing.rules.dossiers import DossierView, findings, return_findings
from lixiang.closing.states import HANDED
from lixiang.history.record import record
from lixiang.projects.models import Project
from lixiang.projects.rules.content import content_hash
from lixiang.projects.rules.facts import DossierFacts
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import move


@transaction.atomic
def open_dossier(project: Project, *, by: Any, at: datetime) -> Dossier:
    """The dossier of the round under way; after a rectification a new one, which begins with what stood in the last."""
    project = locked_project(project.pk)
    if not permissions.may_open(by, project):
        raise PermissionDenied
    last = project.dossiers.order_by("-round").first()
    if last is not None and not opens_anew(project, last):
        return last
    _refuse_impossible(project)
    number = last.round + 1 if last else 1
    dossier = Dossier.objects.create(
        ref=f"{project.ref}-d{number}",
        programme=project.programme,
        project=project,
        round=number,
        based_on=project.approved_revision,
        status_since=at,
        opened_at=at,
        opened_by_name=by.name,
    )
    if last is not None:
        carry_over(last, dossier, by=by, at=at)
    record(dossier, "open_dossier", by=by, at=at, detail={"round": number}, programme_id=project.programme_id)
    return dossier


def _refuse_impossible(project: Project) -> None:
    clause = terms_of(project.version, project.category).clause
    if not closes(project.version):
        raise Refused(Finding("no_closing", "本批次没有设置结项材料。"))
    if project.status not in MAY_CLOSE or project.approved_revision is None:
        word = project.get_status_display()
        raise Refused(Finding("project_may_not_close", f"“{project}”当前为“{word}”，不能整理结项材料。", clause))


@transaction.atomic
def ask_for_check(
    dossier: Dossier, *, by: Any, at: datetime, reason: str = "", seen: dict[str, int] | None = None
) -> Dossier:
    """To the nominating organisation, which looks at it before the managing organisation has it."""
    dossier = locked_dossier(dossier)
    if not permissions.writes(by, dossier):
        raise PermissionDenied
    _refuse_unseen(dossier, seen)
    own, based_on = dossier.facts(at), promised_by(dossier)
    return move(dossier, "ask_for_check", by=by, at=at, own=own, reason=reason, based_on=based_on)


@transaction.atomic
def hand_in_dossier(
    dossier: Dossier, *, key: UUID, by: Any, at: datetime, reason: str = "", seen: dict[str, int] | None = None
) -> DossierRevision:
    """Hand it in: an immutable copy with its hash and receipt; the same key again gives the same receipt.

    `seen` is how often each section had been saved when the person looked it over: what a colleague changed since is
    not handed in unseen. A written reason overrides warnings. Late is marked.
    """
    dossier = locked_dossier(dossier)
    if not permissions.writes(by, dossier):
        raise PermissionDenied
    earlier = DossierRevision.objects.filter(key=key, dossier=dossier).first()
    if earlier is not None:
        return earlier
    _refuse_unseen(dossier, seen)
    rows = rows_of(dossier)
    own = view_of(dossier, at, rows)
    content, number = content_of(dossier, own, rows), dossier.revisions.count() + 1
    digest, receipt = content_hash(content), f"{dossier.ref}-{number}".upper()
    detail = {"revision": number, "hash": digest, "receipt": receipt, "late": own.is_late}
    _move_in(dossier, own, detail, reason, by, at)
    return DossierRevision.objects.create(
        dossier=dossier,
        number=number,
        content=content,
        hash=digest,
        receipt_number=receipt,
        key=key,
        is_late=own.is_late,
        warnings=[finding.as_row() for finding in findings(own)],
        reason=reason.strip(),
        by=by,
        by_name=by.name,
        at=at,
    )


def _refuse_unseen(dossier: Dossier, seen: dict[str, int] | None) -> None:
    if seen is not None and seen != dossier.saves and dossier.is_open:
        raise Refused(Finding("changed_meanwhile", "核对之后又有人修改了结项材料，请重新核对后再提交。"))


def _move_in(dossier: Dossier, own: DossierView, detail: dict[str, Any], reason: str, by: Any, at: datetime) -> None:
    """The dossier and its project, which is locked already, in one step."""
    first = dossier.first_handed_in_at is None
    changes = {
        "based_on": promised_by(dossier),
        "open_sections": [],
        "due_at": None,
        "first_handed_in_at": at if first else dossier.first_handed_in_at,
        "is_late": own.is_late if first else dossier.is_late,
    }
    words = {"by": by, "at": at, "reason": reason}
    move(dossier, "hand_in", own=own, detail=detail, **words, **changes)
    about = {"receipt": detail["receipt"], "late": detail["late"], "round": dossier.round}
    move(dossier.project, "hand_in_dossier", facts=DossierFacts(), detail=about, **words)


@transaction.atomic
def send_back_dossier(
    dossier: Dossier, *, sections: Sequence[str], reason: str, due_at: datetime, by: Any, at: datetime
) -> Dossier:
    """Back to whoever wrote it: the sections that open, why, and a due date of its own.

    Of the section the project goes back with it; of the first check it never left.
    """
    dossier = locked_dossier(dossier)
    project, clause = dossier.project, terms_of(dossier.project.version, dossier.project.category).clause
    if not permissions.returns(by, dossier):
        raise PermissionDenied
    refuse_if(return_findings(tuple(sections), due_at, at, clause))
    was_handed_in = dossier.status in HANDED
    detail = {"sections": list(sections), "due_at": due_at.isoformat()}
    words = {"by": by, "at": at, "reason": reason, "detail": detail}
    dossier = move(dossier, "send_back", own=(), **words, open_sections=list(sections), due_at=due_at)
    if was_handed_in:
        verb = "send_back_dossier" if dossier.round == 1 else "send_back_rectified"
        move(project, verb, facts=DossierFacts(), **words)
    return dossier


@transaction.atomic
def accept_dossier(dossier: Dossier, *, by: Any, at: datetime, opinion: str = "") -> Dossier:
    """Take it as complete: the project goes on to its appraisal, measured by what was handed in last."""
    dossier = locked_dossier(dossier)
    if not permissions.reviews(by, dossier):
        raise PermissionDenied
    revision = dossier.revisions.order_by("-number").first()
    own = dossier.facts(at)
    words = {"by": by, "at": at, "reason": opinion.strip()}
    move(dossier, "accept", own=own, **words, accepted_revision=revision)
    move(dossier.project, "accept_dossier", facts=DossierFacts(), **words, detail={"round": dossier.round})
    return dossier
