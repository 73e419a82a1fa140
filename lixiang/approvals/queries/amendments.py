"""Which programme a document belongs to, and which paper approved a project."""

from django.db.models import QuerySet

from lixiang.approvals.models import IssuedDocument, Verdict
from lixiang.approvals.rules import Paper
from lixiang.documents.models import OfficialDocument
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project


def programme_of_document(document: OfficialDocument) -> Programme | None:
    return Programme.objects.filter(ref=document.programme_code).first()


def paper_that_approved(project: Project) -> OfficialDocument | None:
    """The list of approved projects in which it stands, else the reply to its nominator; None before they went out."""
    found = _papers_of(project).filter(paper=Paper.APPROVAL_LIST).first()
    own = found or _papers_of(project).filter(organisation=project.nominating_organisation_id).first()
    return own.document if own else None


def _papers_of(project: Project) -> QuerySet[IssuedDocument]:
    approved = {"publication__decisions__project": project, "publication__decisions__verdict": Verdict.APPROVE}
    papers = IssuedDocument.objects.filter(**approved, document__isnull=False)
    return papers.select_related("document").order_by("-pk")
