"""The bridge from a dossier to its rules: the settings of its category, what was promised, what the record says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from lixiang.closing.models.dossiers import Dossier
from lixiang.closing.models.evidence import Evidence
from lixiang.closing.models.results import Result
from lixiang.closing.rules import kinds
from lixiang.closing.rules.claims import Figure, Record, ReportText
from lixiang.closing.rules.dossiers import DossierView, Piece, Registered, Terms, completion_day
from lixiang.closing.rules.matrix import Proof, matrix_of
from lixiang.closing.rules.promises import Promise, promises_of
from lixiang.closing.states import Status
from lixiang.delivery.models import PlannedGoal, PlannedMilestone, ReportRevision
from lixiang.delivery.states.milestones import Status as MilestoneStatus
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus

MAY_CLOSE = (ProjectStatus.ACTIVE, ProjectStatus.RECTIFYING)
HELD = (Status.HANDED_IN, Status.ACCEPTED)


def terms_of(version: Version, category: str) -> Terms:
    """No query beyond the settings of the version, which are read once per process."""

    def every(kind: type) -> tuple:
        rows = settings_by_kind(version, kind)
        return tuple(row for row in rows if not row.categories or category in row.categories)

    def the(kind: type) -> Any:
        return the_setting(version, kind)

    evidence = every(kinds.EvidenceKind)
    return Terms(
        clause=evidence[0].clause if evidence else "",
        kinds=evidence,
        parts=every(kinds.WrittenPart),
        texts=settings_by_kind(version, kinds.TextRule),
        first_check=the(kinds.FirstCheck),
        matrix=the(kinds.MatrixTerms),
        time=the(kinds.HandInTime),
        register=the(kinds.ResultRegister),
    )


def closes(version: Version) -> bool:
    """Whether the programme asks for a dossier at all."""
    return the_setting(version, kinds.EvidenceKind) is not None


def opens_anew(project: Project, last: Dossier) -> bool:
    """Whether a further round begins: the last one was accepted, and the project is to be rectified."""
    return last.status == Status.ACCEPTED and project.status == ProjectStatus.RECTIFYING


@dataclass(frozen=True)
class Rows:
    """What a dossier holds in rows of their own."""

    evidence: tuple[Evidence, ...]
    results: tuple[Result, ...]


def rows_of(dossier: Dossier) -> Rows:
    """Two queries."""
    living = dossier.evidence.filter(removed_at=None).select_related("claim__file", "thumbnail", "public_copy")
    return Rows(tuple(living), tuple(dossier.results.all()))


def view_of(dossier: Dossier, at: datetime, rows: Rows | None = None) -> DossierView:
    """Five queries: evidence, results, milestones, goals, the last report; none for rows that are read already."""
    project = dossier.project
    terms = terms_of(project.version, project.category)
    rows = rows or rows_of(dossier)
    promises = promises_of(promised_by(dossier).content)
    proofs = tuple(Proof(each.number, each.kind, frozenset(each.proves)) for each in rows.evidence)
    today = timezone.localtime(at).date()
    milestones = list(PlannedMilestone.objects.filter(project=project, retired_at=None).order_by("due_on", "pk"))
    open_ones = tuple(each.title for each in milestones if each.status != MilestoneStatus.DONE)
    done_on = tuple(each.done_on for each in milestones if each.done_on is not None)
    is_all_done = bool(milestones) and not open_ones
    return DossierView(
        terms=terms,
        answers={part.name: dossier.answers.get(part.name, "") for part in terms.parts},
        promises=promises,
        figures=figures_of(dossier, promises),
        pieces=tuple(Piece(each.number, each.kind, str(each), each.made_at, each.place) for each in rows.evidence),
        results=tuple(Registered(each.kind, each.title, each.promise) for each in rows.results),
        matrix=matrix_of(promises, proofs, dossier.explained, terms.matrix),
        record=_record(project, open_ones),
        completed_on=completion_day(done_on, is_all_done, project.completion_on, today),
        today=today,
        due_at=dossier.due_at,
        at=at,
        is_with_nominator=dossier.status == Status.WITH_NOMINATOR,
        project_may_close=project.status in MAY_CLOSE or dossier.status in HELD,
        project_word=project.get_status_display(),
    )


def promised_by(dossier: Dossier) -> Any:
    """The approved application that it is measured by: the one in force until it is handed in, then the one named."""
    approved = dossier.project.approved_revision
    return dossier.based_on if approved is None or dossier.status in HELD else approved


def figures_of(dossier: Dossier, promises: tuple[Promise, ...]) -> tuple[Figure, ...]:
    """One per promised goal, with what the dossier says of it."""
    return tuple(
        Figure(
            promise.key,
            promise.words,
            promise.baseline,
            promise.target,
            **dossier.figures.get(promise.key, {}),
        )
        for promise in promises
        if promise.kind == "goal"
    )


def _record(project: Project, open_ones: tuple[str, ...]) -> Record:
    goals = PlannedGoal.objects.filter(project=project, retired_at=None).exclude(reached="").order_by("place")
    reached = tuple(goals.values_list("indicator", "reached"))
    last = ReportRevision.objects.filter(report__project=project).select_related("report")
    revision = last.order_by("-report__period_until", "-report_id", "-number").first()
    report = None
    if revision is not None:
        report = ReportText(revision.report.title, tuple(revision.content["answers"].values()))
    return Record(open_ones, reached, report)


def content_of(dossier: Dossier, view: DossierView, rows: Rows) -> dict[str, Any]:
    """What a hand-in freezes: the parts with their labels, each goal with its value, results, evidence, the matrix."""
    return {
        "project": dossier.project.ref,
        "round": dossier.round,
        "measured_by": {"revision": promised_by(dossier).number, "hash": promised_by(dossier).hash},
        "parts": [{"name": p.name, "label": p.label, "text": view.answers[p.name]} for p in view.terms.parts],
        "figures": [
            {
                name: getattr(figure, name)
                for name in ("key", "indicator", "baseline", "target", "reached", "share", "note")
            }
            for figure in view.figures
        ],
        "results": [result.as_row() for result in rows.results],
        "evidence": [each.as_row() for each in rows.evidence],
        "matrix": [
            {"key": row.promise.key, "kind": row.promise.kind, "words": row.promise.words, "detail": row.promise.detail}
            | {"proofs": list(row.proofs), "state": row.state, "reason": row.reason}
            for row in view.matrix.rows
        ],
    }
