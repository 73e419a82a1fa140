"""Sends the papers of a publication out, each exactly once however often this is begun again."""

import io
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.approvals import documents, permissions, queries
from lixiang.approvals.models import IssuedDocument, Publication
from lixiang.approvals.rules import Paper, Part
from lixiang.documents.issue import render_pair
from lixiang.files import store
from lixiang.files.media_types import DOCX, PDF
from lixiang.history.record import record
from lixiang.workflow.moves import locked


def issue_papers(
    publication: Publication, *, by: Any, at: datetime, mark: str = "", most: int | None = None
) -> list[IssuedDocument]:
    """Issue what has not gone out yet, at most `most` papers, one transaction each; returns what went out now.

    Stopped anywhere, it goes on where it stopped: a paper and the row that says so are written together.
    """
    if not permissions.may_publish_batch(by, publication):
        raise PermissionDenied
    parts = queries.parts_to_issue(publication, at)[:most]
    return [issue_paper(publication, part, by=by, at=at, mark=mark) for part in parts]


@transaction.atomic
def issue_paper(publication: Publication, part: Part, *, by: Any, at: datetime, mark: str = "") -> IssuedDocument:
    """Issue one paper under the lock of its publication; issued already, it is returned as it is."""
    publication = locked(publication)
    if not permissions.may_publish_batch(by, publication):
        raise PermissionDenied
    organisation = part.organisation or None
    earlier = publication.papers.filter(paper=part.paper, organisation=organisation).first()
    if earlier is not None:
        return earlier
    made = _post(publication, by=by, at=at, mark=mark) if part.paper == Paper.PUBLICITY else {
        "document": documents.issue_part(publication, part, by=by, at=at, mark=mark)
    }  # fmt: skip
    return IssuedDocument.objects.create(
        publication=publication, paper=part.paper, organisation_id=organisation, **made
    )


def _post(publication: Publication, *, by: Any, at: datetime, mark: str) -> dict[str, Any]:
    """公示 is no 文种: it takes no number and is kept as PDF and .docx."""
    pdf, docx, _ = render_pair(documents.publicity_notice(publication, at=at, mark=mark), at=at)
    kept = {
        "pdf": store.keep(io.BytesIO(pdf), media_type=PDF, at=at),
        "docx": store.keep(io.BytesIO(docx), media_type=DOCX, at=at),
    }
    detail = {"pdf": kept["pdf"].sha256}
    record(publication, "announce", by=by, at=at, detail=detail, programme_id=publication.programme_id)
    return kept
