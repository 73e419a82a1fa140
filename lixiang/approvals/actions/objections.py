"""The verbs of an objection: raise it within 公示, uphold it, dismiss it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from lixiang.approvals import queries
from lixiang.approvals.models import Objection
from lixiang.files import store
from lixiang.history.record import record
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move
from lixiang.workflow.uploads import accepted

SEALED_OBJECTION = "sealed_objection"


@transaction.atomic
def object_to(
    project: Project,
    *,
    raised_by: str,
    contact: str,
    text: str,
    by: Any,
    at: datetime,
    is_organisation: bool = False,
    scan: Any = None,
) -> Objection:
    """Raise an objection within 公示: by name; an organisation's carries its seal (`scan`: an upload with a name).

    The same words by the same name again are the objection that there is.
    """
    project = locked(project)
    view = queries.view_of(project, at)
    clause = view.publicity.clause if view.publicity else ""
    if project.status != Status.SHORTLISTED or view.public_until is None or at > view.public_until:
        raise Refused(Finding("not_in_publicity", f"“{project}”不在公示期内。", clause))
    refuse_if(_lacking(raised_by, contact, text, clause))
    if is_organisation and scan is None:
        raise Refused(Finding("no_seal", "单位提出的异议应当附盖章的书面材料扫描件。", clause, field="scan"))
    words = {"raised_by": raised_by.strip(), "contact": contact.strip(), "text": text.strip()}
    earlier = project.objections.filter(**words, by=by).first()
    if earlier is not None:
        return earlier
    objection = Objection.objects.create(
        project=project, is_organisation=is_organisation, by=by, raised_at=at, status_since=at, **words
    )
    if scan is not None:
        _keep_scan(objection, scan, by=by, at=at)
    record(objection, "object_to", by=by, at=at, detail={"project": project.ref})
    return objection


def _lacking(raised_by: str, contact: str, text: str, clause: str) -> tuple[Finding, ...]:
    found = []
    if not raised_by.strip() or not contact.strip():
        field = "contact" if raised_by.strip() else "raised_by"
        found.append(Finding("anonymous", "异议应当实名提出，并留下联系方式。", clause, field=field))
    if not text.strip():
        found.append(Finding("no_words", "请写明异议的事实和理由。", clause, field="text"))
    return tuple(found)


def _keep_scan(objection: Objection, scan: Any, *, by: Any, at: datetime) -> None:
    file = accepted(scan, name=scan.name, field="scan", at=at)
    store.claim(file, objection, part=SEALED_OBJECTION, name=scan.name, by=by, at=at)


def uphold(objection: Objection, *, answer: str, by: Any, at: datetime) -> Objection:
    return move(objection, "uphold", by=by, at=at, reason=answer, answer=answer.strip())


def dismiss(objection: Objection, *, answer: str, by: Any, at: datetime) -> Objection:
    return move(objection, "dismiss", by=by, at=at, reason=answer, answer=answer.strip())
