"""One dossier as its page shows it: what stands in it, what was handed in, what still stands against handing it in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lixiang.closing import permissions
from lixiang.closing.models import Dossier, DossierRevision, Evidence
from lixiang.closing.models.facts import Rows, content_of, rows_of, view_of
from lixiang.closing.queries.files import files_to_choose, revisions_for
from lixiang.closing.rules.dossiers import EVIDENCE, SECTIONS, DossierView, findings, since_words
from lixiang.closing.rules.matrix import GAP, TONES, WORDS
from lixiang.closing.states import TONES as STATUS_TONES
from lixiang.closing.states import Status
from lixiang.delivery.queries.report_pages import handed_over_at
from lixiang.delivery.rules.reports import due_words
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.projects.models import Project
from lixiang.projects.rules.words import RESULT_WORDS
from lixiang.workflow.findings import Finding

# What only the writing side sees of the history.
UNFINISHED = ("open_dossier", "attach", "detach", "describe")


class Closing:
    """The door of what a project hands in: the project with the application that it is measured by."""

    @classmethod
    def visible_to(cls, user: Any) -> Any:
        return Project.visible_to(user).select_related("approved_revision", "drafting_organisation")


@dataclass(frozen=True)
class Shown:
    """One piece of evidence: what is said of it, and whether there are pictures of it."""

    row: dict[str, Any]
    kind: str
    evidence: Evidence | None

    @property
    def has_pictures(self) -> bool:
        return self.evidence is not None and self.evidence.thumbnail_id is not None


@dataclass(frozen=True)
class Crossing:
    """One row of the matrix as a table prints it."""

    key: str
    kind: str
    words: str
    detail: str
    marks: tuple[bool, ...]
    state: str
    reason: str

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_gap(self) -> bool:
        return self.state == GAP


@dataclass(frozen=True)
class DossierPage:
    """Everything that the page of one dossier shows to one person at a moment."""

    dossier: Dossier
    at: datetime
    view: DossierView
    content: dict[str, Any] | None
    evidence: tuple[Shown, ...]
    crossings: tuple[Crossing, ...]
    revisions: tuple[DossierRevision, ...]
    choices: tuple[Claim, ...]
    trail: tuple[Event, ...]
    returned: Event | None
    writes: bool
    findings: tuple[Finding, ...]

    @property
    def last(self) -> DossierRevision | None:
        return self.revisions[-1] if self.revisions else None

    @property
    def may_write(self) -> bool:
        return self.writes and self.dossier.is_open

    @property
    def may_attach(self) -> bool:
        return self.writes and self.dossier.is_open_at(EVIDENCE)

    @property
    def tone(self) -> str:
        return STATUS_TONES[Status(self.dossier.status)]

    @property
    def due_at(self) -> datetime | None:
        return self.dossier.due_at if self.dossier.is_open else None

    @property
    def due(self) -> str:
        return due_words(self.due_at, self.at) if self.due_at else ""

    @property
    def since(self) -> str:
        """How long the project is complete."""
        return since_words(self.view.completed_on, self.view.today)

    @property
    def is_late(self) -> bool:
        return self.view.is_late and self.dossier.is_open

    @property
    def is_checked(self) -> bool:
        """Whether it lies with the nominating organisation for its first check."""
        return self.dossier.status == Status.WITH_NOMINATOR

    @property
    def holder(self) -> str:
        """Who has it now."""
        project = self.dossier.project
        if self.dossier.is_open:
            return project.drafting_organisation.name
        if self.is_checked:
            return project.nominating_organisation.name
        return project.programme.managing_organisation.name if self.dossier.status == Status.HANDED_IN else ""

    @property
    def gaps(self) -> int:
        return sum(row.is_gap for row in self.crossings)

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """What stands against handing in, but for the gaps that the page shows promise by promise."""
        return tuple(finding for finding in self.findings if finding.code != "gap")

    @property
    def opened(self) -> tuple[str, ...]:
        """What a return has opened, in words."""
        return tuple(title for code, title in SECTIONS.items() if code in self.dossier.open_sections)


def dossier_page(user: Any, dossier: Dossier, at: datetime) -> DossierPage:
    """Nine queries whatever the dossier holds, up to three more for those who write on it."""
    writes = permissions.writes(user, dossier)
    rows = rows_of(dossier)
    view = view_of(dossier, at, rows)
    until = handed_over_at(user, dossier.project)
    revisions = tuple(revisions_for(dossier, until))
    content = content_of(dossier, view, rows) if writes else revisions[-1].content if revisions else None
    trail = tuple(_trail(dossier, until))
    returned = next((event for event in trail if event.verb == "send_back"), None)
    titles = {kind.code: kind.title for kind in view.terms.kinds}
    used = frozenset(each.claim.file_id for each in rows.evidence)
    may_attach = writes and dossier.is_open_at(EVIDENCE)
    return DossierPage(
        dossier=dossier,
        at=at,
        view=view,
        content=content,
        evidence=_shown(content, rows, titles, dossier),
        crossings=crossings_of(content),
        revisions=revisions,
        choices=files_to_choose(dossier, used) if may_attach else (),
        trail=trail if writes else tuple(event for event in trail if event.verb not in UNFINISHED),
        returned=returned if dossier.status == Status.SENT_BACK and until is None else None,
        writes=writes,
        findings=findings(view) if writes and dossier.is_open else (),
    )


def _trail(dossier: Dossier, until: datetime | None) -> QuerySet[Event]:
    events = Event.objects.filter(subject_kind="dossier", subject_id=dossier.pk).order_by("-sequence")
    return events.filter(at__lte=until) if until else events


def _shown(content: dict[str, Any] | None, rows: Rows, titles: dict[str, str], dossier: Dossier) -> tuple[Shown, ...]:
    if content is None:
        return ()
    known = {each.number: each for each in rows.evidence}
    wanted = {row["number"] for row in content["evidence"]}
    if not wanted <= known.keys():  # what was handed in and is taken out meanwhile
        gone = dossier.evidence.filter(number__in=wanted - known.keys()).select_related("claim__file")
        known |= {each.number: each for each in gone}
    return tuple(
        Shown(row, titles.get(row["kind"], row["kind"]), known.get(row["number"])) for row in content["evidence"]
    )


def crossings_of(content: dict[str, Any] | None) -> tuple[Crossing, ...]:
    """The matrix of a content, as it stands or as it was handed in."""
    if content is None:
        return ()
    numbers = [row["number"] for row in content["evidence"]]
    names = ("key", "kind", "words", "detail")
    return tuple(
        Crossing(
            *(row[name] for name in names), tuple(n in row["proofs"] for n in numbers), row["state"], row["reason"]
        )
        for row in content["matrix"]
    )


def results_in_words(content: dict[str, Any] | None) -> tuple[tuple[str, str, str, str], ...]:
    """Kind, title, effect and numbers of evidence of each registered result."""
    return tuple(
        (
            RESULT_WORDS.get(row["kind"], row["kind"]),
            row["title"],
            row["effect"],
            "、".join(map(str, row["evidence"])),
        )
        for row in (content or {}).get("results", ())
    )
