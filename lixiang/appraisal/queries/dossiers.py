"""What a project handed in when it was complete, as judges read it: its promises, what proves them, its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lixiang.appraisal.models import Assignment, PanelProject
from lixiang.closing.models import Dossier, DossierRevision, Evidence
from lixiang.closing.queries.pages import Crossing, crossings_of, results_in_words
from lixiang.projects.models import Project


@dataclass(frozen=True)
class Proof:
    """One promise with the pieces of evidence that prove it: number and name."""

    crossing: Crossing
    proofs: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class DossierRead:
    """The accepted dossier: its parts, the figures of the goals, the matrix, the results, the evidence."""

    revision: DossierRevision
    proofs: tuple[Proof, ...]
    results: tuple[tuple[str, str, str, str], ...]

    @property
    def content(self) -> dict[str, Any]:
        return self.revision.content


def accepted_dossiers(projects: Iterable[Project]) -> dict[int, int]:
    """Project -> the revision of its dossier that was accepted last; one query."""
    rows = Dossier.objects.filter(project__in=list(projects), accepted_revision__isnull=False).order_by("round")
    return dict(rows.values_list("project_id", "accepted_revision_id"))


def dossier_read(entry: PanelProject) -> DossierRead | None:
    """No query beyond the entry's own, which brings the revision along."""
    revision = entry.dossier_revision
    if revision is None:
        return None
    names = {row["number"]: row["name"] for row in revision.content["evidence"]}
    numbers = list(names)
    proofs = (
        Proof(each, tuple((n, names[n]) for n, mark in zip(numbers, each.marks, strict=True) if mark))
        for each in crossings_of(revision.content)
    )
    return DossierRead(revision, tuple(proofs), results_in_words(revision.content))


def evidence_of(assignment: Assignment, number: int) -> Evidence | None:
    """A piece that the accepted dossier names; nothing else of it."""
    entry = PanelProject.objects.select_related("dossier_revision").get(
        panel=assignment.panel_id, project=assignment.project_id
    )
    revision = entry.dossier_revision
    if revision is None or number not in {row["number"] for row in revision.content["evidence"]}:
        return None
    rows = Evidence.objects.select_related("claim__file").filter(dossier=revision.dossier_id, number=number)
    return rows.first()
