"""Amending what was issued: a document never changes, another one names it and says what is right."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.approvals import documents, permissions, queries
from lixiang.approvals.rules.amendments import (
    Amendment,
    standing_against_amendment,
    standing_against_title,
)
from lixiang.documents.models import OfficialDocument
from lixiang.documents.plain_text import inside_quotes
from lixiang.history.record import record
from lixiang.programmes.queries import version_in_force
from lixiang.projects.models import Project, Revision
from lixiang.projects.states import APPROVED
from lixiang.workflow.findings import refuse_if
from lixiang.workflow.moves import locked


def amend(
    document: OfficialDocument, paper: Amendment, text: str, *, by: Any, at: datetime, mark: str = ""
) -> OfficialDocument:
    """Issue a 勘误 or a 补充通知 to whom the document went; `text` is its substance, a paragraph a line."""
    programme = queries.programme_of_document(document)
    if programme is None or not permissions.may_publish(by, programme):
        raise PermissionDenied
    refuse_if(standing_against_amendment(text))
    return documents.issue_amendment(document, version_in_force(programme, at), paper, text, by=by, at=at, mark=mark)


@transaction.atomic
def correct_title(project: Project, title: str, *, by: Any, at: datetime, mark: str = "") -> OfficialDocument:
    """Put a slip in the title of an approved project right, by a 勘误 to the paper that approved it.

    What was approved and its hash stay as they are; the title stands beside, so that pages, later papers and changes
    say the right one.
    """
    project = locked(project)
    if not permissions.may_publish(by, project.programme):
        raise PermissionDenied
    paper, old = queries.paper_that_approved(project), project.title
    against = standing_against_title(old, title, is_approved=project.status in APPROVED, has_paper=paper is not None)
    refuse_if(tuple(against))
    wrong, right = inside_quotes(old), inside_quotes(title.strip())
    text = f"项目“{wrong}”（编号{project.ref.upper()}）的名称更正为“{right}”。"
    issued = amend(paper, Amendment.CORRECTION, text, by=by, at=at, mark=mark)
    project.title = title.strip()
    project.save(update_fields=["title"])
    Revision.objects.filter(pk=project.approved_revision_id).update(corrected_title=project.title)
    detail = {"from": old, "to": project.title, "document": issued.ref}
    record(project, "correct_title", by=by, at=at, detail=detail, programme_id=project.programme_id)
    return issued
