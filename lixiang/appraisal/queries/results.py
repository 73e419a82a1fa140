"""The scores that count, for the pages that may show them in a phase, and as plain values for the ranking."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lixiang.appraisal import permissions
from lixiang.appraisal.models import Judge, Panel, Recusal, ScoreSheet
from lixiang.appraisal.queries.panels import judge_of
from lixiang.appraisal.rules.kinds import Scoring, Source, Visibility
from lixiang.appraisal.rules.panels import sees
from lixiang.appraisal.rules.points import written
from lixiang.appraisal.rules.scoring import total_words
from lixiang.appraisal.rules.words import FORMS
from lixiang.appraisal.states.panels import PHASES, Status
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import settings_by_kind, the_setting
from lixiang.projects.models import Project


@dataclass(frozen=True)
class SheetRow:
    """One sheet that counts: who scored (a number where scoring is anonymous), for which source, the total."""

    ref: str
    scorer: str
    source: str
    total: str
    corrects: bool


@dataclass(frozen=True)
class ScoreRow:
    """One project with its sheets."""

    project: str
    organisation: str
    sheets: tuple[SheetRow, ...]


def audience_of(user: Any, panel: Panel, seat: Judge | None) -> str:
    """As what this person looks at the scores of a panel; empty for nobody's eyes."""
    if permissions.oversees(user, panel):
        return "section"
    if seat is None or seat.declared_at is None:
        return ""
    return "chair" if seat.is_chair else "judge"


def shown_to(user: Any, panel: Panel, seat: Judge | None) -> str:
    """ "" nothing, "totals" or "lines", by the settings of the panel's version for its phase; no query."""
    phase = PHASES.get(Status(panel.status), "")
    return sees(settings_by_kind(panel.version, Visibility), audience_of(user, panel, seat), phase)


def shown_of(user: Any, sheet: ScoreSheet) -> str:
    """What of another's sheet this person sees; one query."""
    panel = sheet.assignment.panel
    return shown_to(user, panel, judge_of(user, panel))


def is_anonymous(panel: Panel) -> bool:
    rule = the_setting(panel.version, Scoring)
    return isinstance(rule, Scoring) and rule.signed == "anonymous"


def names_of(panel: Panel) -> dict[int, str]:
    """Judge -> the name, or 评委 with a number in the order of the codes, which are drawn; one query."""
    judges = list(panel.judges.all())
    if not is_anonymous(panel):
        return {judge.pk: judge.name for judge in judges}
    ordered = sorted(judges, key=lambda judge: judge.code)
    return {judge.pk: f"评委{place}" for place, judge in enumerate(ordered, 1)}


def score_rows(panel: Panel, *, without: Iterable[int] = (), only: Project | None = None) -> list[ScoreRow]:
    """Every project with the sheets that count; three queries. `without`: projects that the reader keeps away from."""
    names, titles = names_of(panel), {row.code: row.title for row in settings_by_kind(panel.version, Source)}
    narrowed = {"project": only} if only else {}
    current = ScoreSheet.current().filter(assignment__panel=panel, **narrowed).exclude(project__in=set(without))
    sheets: dict[int, list[SheetRow]] = {}
    for sheet in current.select_related("assignment__organisation").order_by("assignment__source", "assignment"):
        given = sheet.assignment
        scorer = names[given.judge_id] if given.judge_id else given.organisation.short_name
        row = SheetRow(
            sheet.ref, scorer, titles.get(given.source, given.source), total_words(sheet.total), bool(sheet.corrects_id)
        )
        sheets.setdefault(sheet.project_id, []).append(row)
    entries = panel.entries.filter(**narrowed).exclude(project__in=set(without))
    entries = entries.select_related("project__nominating_organisation")
    return [
        ScoreRow(
            str(each.project), each.project.nominating_organisation.short_name, tuple(sheets.get(each.project_id, ()))
        )
        for each in entries
    ]


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet as it was handed in."""

    title: str
    form: str
    typed: str
    counted: str
    reason: str
    document: str


def sheet_lines(sheet: ScoreSheet) -> dict[str, Any]:
    """What was handed in, line by line, and the total; from the frozen content alone."""
    lines = (
        SheetLine(
            line["title"],
            FORMS[line["form"]],
            written(line["typed"]) if line["typed"] is not None else "",
            written(line["counted"]),
            line["reason"],
            line["document"],
        )
        for line in sheet.content["lines"]
    )
    return {"lines": tuple(lines), "total": total_words(sheet.total)}


def scorer_of(sheet: ScoreSheet) -> str:
    """Who scored, as the programme lets it be known."""
    given = sheet.assignment
    if given.judge_id is None:
        return given.organisation.short_name
    return names_of(given.panel)[given.judge_id]


@dataclass(frozen=True)
class Scored:
    """One sheet for the ranking: plain values; a recusal and one that does not apply have no total and no lines."""

    sheet: str
    project: str
    judge: str
    source: str
    group: str
    total: int | None
    lines: tuple[tuple[str, int], ...] = ()
    is_recused: bool = False
    is_not_applicable: bool = False
    hash: str = ""


def scored_in(programme: Programme) -> tuple[Scored, ...]:
    """Every sheet that counts and every recusal, of panels whose scoring is closed; two queries."""
    current = ScoreSheet.current().filter(programme=programme, assignment__panel__status=Status.CLOSED)
    related = ("assignment__judge", "assignment__organisation", "assignment__panel", "project")
    rows = []
    for sheet in current.select_related(*related).order_by("pk").iterator(chunk_size=500):
        given = sheet.assignment
        scorer = given.judge.code if given.judge else given.organisation.code
        said = () if sheet.is_not_applicable else sheet.content["lines"]
        lines = tuple((line["indicator"], line["counted"]) for line in said)
        about = (sheet.ref, sheet.project.ref, scorer, given.source, given.panel.ref, sheet.total, lines)
        rows.append(Scored(*about, is_not_applicable=sheet.is_not_applicable, hash=sheet.hash))
    return (*rows, *_recused_in(programme))


def _recused_in(programme: Programme) -> Iterable[Scored]:
    away = Recusal.objects.filter(judge__panel__programme=programme, judge__panel__status=Status.CLOSED)
    for recusal in away.select_related("judge__panel__version", "project").order_by("pk").iterator(chunk_size=500):
        panel = recusal.judge.panel
        source = next((row.code for row in settings_by_kind(panel.version, Source) if row.of_judges), "")
        ref = f"{recusal.judge.code}-{recusal.project.ref}"
        yield Scored(ref, recusal.project.ref, recusal.judge.code, source, panel.ref, None, is_recused=True)
