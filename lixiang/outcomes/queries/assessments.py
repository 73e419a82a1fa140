"""What the pages of the annual assessment show: its versions, one by key, one trail, and to whom what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lixiang.access.keys import key_in
from lixiang.history.models import Event
from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.models.assessment import nominates_for
from lixiang.outcomes.models.assessment_facts import clause_of, issued_ranking
from lixiang.outcomes.permissions import assessment as permissions
from lixiang.outcomes.rules.assessment import WORDS
from lixiang.outcomes.rules.assessment_facts import blockers_to_computing, table_of
from lixiang.outcomes.rules.conversion import AssessmentTerms
from lixiang.outcomes.states.assessment import QUIET, Status
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_of, the_setting, version_in_force
from lixiang.ranking.rules.points import written
from lixiang.workflow.findings import Finding

ROWS = 50
MOST_VERSIONS = 50
LONGEST_TRAIL = 50
LINES = 200


@dataclass(frozen=True)
class Sees:
    """What a person sees of an assessment: every organisation or their own, and whose trail."""

    is_section: bool
    summary: bool
    trails: bool


def sees_of(user: Any, assessment: Assessment) -> Sees:
    """By the settings of the assessment's version; no query."""
    if permissions.oversees(user, assessment):
        return Sees(True, True, True)
    terms: Any = the_setting(assessment.version, AssessmentTerms)
    shows = terms.shows if terms else "own"
    return Sees(False, shows in ("summary", "all"), shows == "all")


def versions_of(user: Any, programme: Programme) -> list[Assessment]:
    """The newest first; one query."""
    return list(Assessment.visible_to(user).filter(programme=programme).order_by("-number")[:MOST_VERSIONS])


@dataclass(frozen=True)
class Computing:
    """What stands against a new version, and whether it replaces one that was not issued or corrects one that was."""

    waits_on: tuple[Finding, ...]
    replaces: bool
    corrects: bool
    clause: str


def computing_of(programme: Programme, rows: list[Assessment], at: datetime) -> Computing:
    """Beside the versions that there are; two queries."""
    version = version_in_force(programme, at)
    clause, statuses = clause_of(version), {row.status for row in rows}
    _, findings = table_of(row for _, row in settings_of(version))
    has_ranking = issued_ranking(programme) is not None
    waits = blockers_to_computing(clause, has_ranking=has_ranking, is_corrected=False, reason="")
    return Computing(findings or tuple(waits), bool(statuses & set(QUIET)), Status.ISSUED in statuses, clause)


def is_outdated(assessment: Assessment, sees: Sees, at: datetime) -> bool:
    """For the section, which can correct it: whether the ranking or the record has changed since."""
    return sees.is_section and not assessment.is_superseded and not assessment.facts(at).is_current


@dataclass(frozen=True)
class Line:
    """One organisation in the summary; `code` is empty where this person may not look into its trail."""

    code: str
    name: str
    approved: int
    ranked: int
    grades: str
    points: str


@dataclass(frozen=True)
class Page:
    """One page of lines, and the key of the next ("" on the last)."""

    lines: tuple[Line, ...]
    next_key: str


def organisations_for(user: Any, assessment: Assessment, *, summary: bool) -> "QuerySet[AssessedOrganisation]":
    rows = AssessedOrganisation.objects.filter(assessment=assessment)
    return rows if summary else rows.filter(organisation__in=nominates_for(user))


def page_of(user: Any, assessment: Assessment, sees: Sees, *, after: str = "") -> Page:
    """By the line of the summary; one query."""
    rows = organisations_for(user, assessment, summary=sees.summary)
    key, own = key_in(after), nominates_for(user)
    if key is not None:
        rows = rows.filter(position__gt=key)
    found = list(rows.select_related("organisation").order_by("position")[: ROWS + 1])
    shown = found[:ROWS]
    lines = tuple(_line(each, sees.trails or each.organisation_id in own) for each in shown)
    return Page(lines, str(shown[-1].position) if len(found) > ROWS else "")


def _line(row: AssessedOrganisation, is_open: bool) -> Line:
    code = row.organisation.code if is_open else ""
    return Line(code, row.both_names, row.approved, row.ranked, row.grades_in_words or "—", written(row.points))


def result_for(user: Any, assessment: Assessment, sees: Sees, code: str) -> AssessedOrganisation | None:
    """An organisation whose trail this person may read; one query."""
    rows = organisations_for(user, assessment, summary=sees.trails)
    return rows.filter(organisation__code=code).select_related("organisation").first()


@dataclass(frozen=True)
class TrailLine:
    """One line of a trail; `ref` is empty where this person may not look into the project, or there is none."""

    ref: str
    number: str
    project: str
    part: str
    place: str
    grade: str
    words: str
    points: str
    clause: str


@dataclass(frozen=True)
class Trail:
    """One page of the lines of an organisation, and the key of the next."""

    lines: tuple[TrailLine, ...]
    next_key: str


def trail_of(user: Any, result: AssessedOrganisation, sees: Sees, *, after: str = "") -> Trail:
    """One query."""
    is_open = sees.is_section or result.organisation_id in nominates_for(user)
    rows = AssessmentLine.objects.filter(result=result).select_related("project").order_by("position")
    key = key_in(after)
    if key is not None:
        rows = rows.filter(position__gt=key)
    found = list(rows[: LINES + 1])
    shown = found[:LINES]
    return Trail(
        tuple(_in_words(each, is_open) for each in shown), str(shown[-1].position) if len(found) > LINES else ""
    )


def _in_words(line: AssessmentLine, is_open: bool) -> TrailLine:
    project = line.project
    return TrailLine(
        project.ref if project and is_open else "",
        project.ref.upper() if project else "",
        str(project) if project else "—",
        WORDS[line.part],
        f"第{line.place}名" if line.place else "—",
        line.grade or "—",
        line.words,
        written(line.points),
        line.clause,
    )


def history_of(assessment: Assessment) -> Iterable[Event]:
    """What was done with it, newest first; one query."""
    rows = Event.objects.filter(subject_kind="assessment", subject_id=assessment.pk)
    return rows.order_by("-sequence")[:LONGEST_TRAIL]
