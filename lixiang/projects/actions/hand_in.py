"""Hand an application in: an immutable revision with its hash, and a receipt."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.programmes.rules.kinds import late
from lixiang.projects import permissions, queries
from lixiang.projects.models import Project, Revision
from lixiang.projects.models.facts import facts_of
from lixiang.projects.rules.application import findings
from lixiang.projects.rules.content import content_hash
from lixiang.projects.rules.facts import ApplicationFacts
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import move


@transaction.atomic
def hand_in(
    project: Project, *, key: UUID, by: Any, at: datetime, reason: str = "", seen: str | None = None
) -> Revision:
    """Hand the application in to the nominating organisation; the same key again gives the same receipt.

    `seen` is the hash of what the person saw on the page: what a colleague changed since is not handed in unseen.
    A written `reason` overrides warnings; the reviewer reads it.
    """
    project = queries.locked_with_form(project, at, "topic", "implementing_organisation__parent")
    if not permissions.may_write(by, project):
        raise PermissionDenied
    numbers = dict(project.revisions.values_list("key", "number"))
    if key in numbers:
        return project.revisions.get(number=numbers[key])
    refuse_if(late(queries.closing_if_past(project, at), at))
    own = facts_of(project, at)
    revision = _revision(project, own, len(numbers) + 1, key=key, by=by, at=at, reason=reason)
    if seen is not None and seen != revision.hash:
        sentence = "核对之后又有人修改了申报书，请重新核对后再提交。"
        raise Refused(Finding("changed_meanwhile", sentence))
    move(
        project,
        "hand_in",
        by=by,
        at=at,
        own=own,
        reason=reason,
        detail={"revision": revision.number, "hash": revision.hash, "receipt": revision.receipt_number},
        revision=revision,
        version=project.version,
        due_at=None,
        open_sections=[],
    )
    return revision


def take_revision(project: Project, *, key: UUID, by: Any, at: datetime) -> Revision:
    """Freeze the application as it stands, inside the caller's transaction (a renomination after a return)."""
    number = project.revisions.count() + 1
    return _revision(project, facts_of(project, at), number, key=key, by=by, at=at, reason="")


def _revision(
    project: Project, own: ApplicationFacts, number: int, *, key: UUID, by: Any, at: datetime, reason: str
) -> Revision:
    warnings = [finding.as_row() for finding in findings(own) if not finding.is_blocking]
    return Revision.objects.create(
        project=project,
        number=number,
        form_version=project.version,
        content=own.values,
        hash=content_hash(own.values),
        receipt_number=f"{project.ref}-{number}".upper(),
        key=key,
        warnings=warnings,
        reason=reason.strip(),
        by=by,
        by_name=by.name,
        at=at,
    )
