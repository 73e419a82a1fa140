"""One score sheet as its page shows it: the rubric line by line, what was typed and counted, the application beside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.appraisal.models import Assignment, AutomaticScore, PanelProject, ScoreSheet
from lixiang.appraisal.models.sheet_facts import automatic_of, clause_of, facts_of, rubric_of
from lixiang.appraisal.queries.conflicts import found_between
from lixiang.appraisal.queries.dossiers import DossierRead, dossier_read
from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.points import written
from lixiang.appraisal.rules.scoring import (
    NOT_APPLICABLE,
    NOTHING,
    SheetFacts,
    Typed,
    blockers_to_hand_in,
    counted,
    document_field,
    full_mark,
    points_field,
    reason_field,
    total_of,
)
from lixiang.appraisal.rules.words import FORMS
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.appraisal.states.sheets import Status
from lixiang.files.models import Claim
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Revision
from lixiang.projects.queries.files import is_handed_in
from lixiang.projects.queries.reading import Reading, revision_readings
from lixiang.projects.rules.content import category_words
from lixiang.projects.rules.kinds import Category, Section
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class Line:
    """One indicator: what it is, what was typed, what counts, and the workings of what nobody types."""

    indicator: Indicator
    typed: Typed
    counts: str
    most: str
    workings: str = ""

    @property
    def form_word(self) -> str:
        return FORMS[self.indicator.form]

    @property
    def rule(self) -> str:
        """What the scorer keeps to when typing points here."""
        row = self.indicator
        parts = (
            "只打整数分" if row.integers_only else "",
            f"每次扣{written(row.each)}分" if row.each else "",
            f"最低计{written(row.floor)}分" if row.floor else "",
            f"低于{written(row.reason_below)}分的写明理由" if row.reason_below else "",
        )
        return "，".join(filter(None, parts))

    @property
    def fields(self) -> tuple[str, str, str]:
        code = self.indicator.code
        return points_field(code), reason_field(code), document_field(code)


@dataclass(frozen=True)
class SheetPage:
    """Everything that the page of one task shows to who scores it."""

    assignment: Assignment
    sheet: ScoreSheet | None
    handed_in: ScoreSheet | None
    lines: tuple[Line, ...]
    total: int | None
    so_far: int
    full: int
    clause: str
    category: str
    revision: Revision
    sections: tuple[tuple[Section, tuple[Reading, ...]], ...]
    findings: tuple[Finding, ...]
    is_open: bool
    earlier: tuple[ScoreSheet, ...]
    dossier: DossierRead | None

    @property
    def is_correcting(self) -> bool:
        return self.sheet is not None and self.sheet.corrects_id is not None

    @property
    def writes(self) -> bool:
        """Whether there is a sheet to write on: one begun, or none yet."""
        return self.is_open and (self.sheet is not None or self.handed_in is None)

    @property
    def not_applicable(self) -> str:
        """Why the sheet that stands says that the rubric does not apply; empty where it scores."""
        return self.handed_in.not_applicable if self.handed_in and self.sheet is None else ""

    @property
    def total_words(self) -> str:
        if self.not_applicable:
            return NOT_APPLICABLE
        return written(self.so_far if self.total is None else self.total)


def sheet_page(assignment: Assignment) -> SheetPage:
    """A fixed number of queries."""
    panel, project = assignment.panel, assignment.project
    sheets = list(assignment.sheets.order_by("number"))
    draft = next((sheet for sheet in sheets if sheet.status == Status.DRAFT), None)
    handed_in = next((sheet for sheet in reversed(sheets) if sheet.status == Status.HANDED_IN), None)
    shown = draft or handed_in
    automatic = automatic_of(panel, project)
    facts = _facts(assignment, shown, automatic)
    entries = PanelProject.objects.select_related("revision__form_version", "dossier_revision")
    entry = entries.get(panel=panel, project=project)
    lines = counted(facts)
    return SheetPage(
        assignment=assignment,
        sheet=draft,
        handed_in=handed_in,
        lines=tuple(_lines(facts, {line.indicator: line.points for line in lines}, automatic)),
        total=total_of(lines),
        so_far=sum(line.points or 0 for line in lines),
        full=full_mark(facts.rubric),
        clause=facts.clause,
        category=category_words(project.category, settings_by_kind(panel.version, Category)),
        revision=entry.revision,
        sections=_readings(entry, assignment),
        findings=blockers_to_hand_in(facts) if draft else (),
        is_open=panel.status == PanelStatus.SCORING,
        dossier=dossier_read(entry),
        earlier=tuple(sheet for sheet in sheets if sheet.status == Status.HANDED_IN and sheet != handed_in),
    )


def _facts(assignment: Assignment, shown: ScoreSheet | None, automatic: dict[str, AutomaticScore]) -> SheetFacts:
    if shown is not None:
        shown.assignment = assignment
        return facts_of(shown)
    points = {code: row.points for code, row in automatic.items()}
    panel = assignment.panel
    return SheetFacts(clause_of(panel), rubric_of(panel, assignment.project), {}, points)


def _lines(facts: SheetFacts, points: dict[str, int | None], automatic: dict[str, AutomaticScore]) -> Any:
    for row in facts.rubric:
        words = automatic[row.code].words if row.code in automatic else ""
        typed = facts.typed.get(row.code, NOTHING)
        yield Line(row, typed, written(points[row.code]), written(row.points), words)


def _readings(entry: PanelProject, assignment: Assignment) -> tuple[tuple[Section, tuple[Reading, ...]], ...]:
    entry.revision.project = assignment.project
    return revision_readings(entry.revision)


def has_new_conflict(assignment: Assignment, at: datetime) -> bool:
    """Whether the record by now ties the judge to the project, whatever was recorded before."""
    if assignment.judge is None:
        return False
    return bool(found_between(assignment.panel, [assignment.judge], [assignment.project], at))


def file_of(assignment: Assignment, number: int) -> Claim | None:
    """A file that the revision under appraisal names; nothing else of the project."""
    claims = Claim.objects.select_related("file").filter(subject_kind="project", subject_id=assignment.project_id)
    claim = claims.filter(pk=number).first()
    return claim if claim and is_handed_in(assignment.project, claim.file.sha256) else None


def both_texts(page: SheetPage, mine: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Label, my text, their text of everything in which what was sent and what stands differ."""
    pairs = []
    for line in page.lines:
        if line.indicator.is_automatic:
            continue
        points, reason, document = line.fields
        typed = written(line.typed.points) if line.typed.points is not None else ""
        theirs = {points: typed, reason: line.typed.reason, document: line.typed.document}
        labels = {points: "", reason: "理由", document: "依据的文件"}
        for name, text in theirs.items():
            pairs.append((f"{line.indicator.title} {labels[name]}".strip(), mine.get(name, text), text))
    comment = page.sheet.comment if page.sheet else ""
    pairs.append(("总体评价", mine.get("comment", comment), comment))
    return tuple(pair for pair in pairs if pair[1].split() != pair[2].split())
