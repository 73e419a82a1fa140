"""The verbs of a score sheet: save what is typed, hand in, and correct by a sheet of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.appraisal import permissions
from lixiang.appraisal.models import Assignment, PanelProject, ScoreLine, ScoreSheet
from lixiang.appraisal.models.sheet_facts import clause_of, content_of, rubric_of
from lixiang.appraisal.queries.conflicts import found_between
from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.points import NoPoints, points_in
from lixiang.appraisal.rules.scoring import (
    LONGEST_COMMENT,
    LONGEST_DOCUMENT,
    LONGEST_REASON,
    Typed,
    document_field,
    points_field,
    reason_field,
)
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.appraisal.states.sheets import Status
from lixiang.history.record import record
from lixiang.projects.rules.content import content_hash, tidy
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked, move

RELATED = ("panel__version", "panel__programme", "judge__user__person", "judge__panel__programme", "organisation")


def _scoring(assignment: Assignment, by: Any, at: datetime) -> Assignment:
    """The assignment with its panel locked, where this person may score now and has no conflict, old or new."""
    panel = locked(assignment.panel)
    rows = Assignment.living().filter(pk=assignment.pk).select_related(*RELATED, "project__programme")
    fresh = rows.first()
    if fresh is None or not permissions.scores(by, fresh):
        raise PermissionDenied
    if fresh.judge and found_between(panel, [fresh.judge], [fresh.project], at):
        raise PermissionDenied
    if fresh.judge and fresh.judge.declared_at is None:
        raise PermissionDenied
    if panel.status != PanelStatus.SCORING:
        sentence = f"评审组当前“{panel.get_status_display()}”，不能填写评分表。"
        raise Refused(Finding("scoring_closed", sentence, clause_of(panel)))
    return fresh


@transaction.atomic
def save_sheet(
    assignment: Assignment, values: Mapping[str, str], *, expected: int, by: Any, at: datetime
) -> ScoreSheet:
    """Keep what was typed, half-filled or not; the first save begins the sheet.

    `expected` is the save that the page rests on. Raises EditedMeanwhile when another window saved between, Refused
    where the sheet is handed in or a text cannot be kept whole.
    """
    assignment = _scoring(assignment, by, at)
    typed = _read(rubric_of(assignment.panel, assignment.project), values)
    comment = tidy(values.get("comment", ""))
    refuse_if(too_long(comment, LONGEST_COMMENT, what="总体评价", field="comment"))
    sheet = _open_sheet(assignment, by, at)
    before = {line.indicator: Typed(line.points, line.reason, line.document) for line in sheet.lines.all()}
    if sheet.saves != expected and (before, sheet.comment) != (typed, comment):
        raise EditedMeanwhile(sheet)
    if sheet.saves != expected:
        return sheet
    sheet.lines.all().delete()
    ScoreLine.objects.bulk_create(
        ScoreLine(sheet=sheet, place=place, indicator=code, **vars(line))
        for place, (code, line) in enumerate(typed.items())
    )
    sheet.comment, sheet.saves, sheet.saved_at, sheet.saved_by_name = comment, expected + 1, at, by.name
    sheet.save(update_fields=["comment", "saves", "saved_at", "saved_by_name"])
    return sheet


def _open_sheet(assignment: Assignment, by: Any, at: datetime) -> ScoreSheet:
    last = assignment.sheets.order_by("-number").first()
    if last is not None and last.status == Status.DRAFT:
        return last
    if any(each.status == Status.HANDED_IN for each in assignment.sheets.all()):
        sentence = "评分表已经提交，不能再修改；确需更正的，写明理由另填一份。"
        raise Refused(Finding("handed_in", sentence, clause_of(assignment.panel)))
    return _made(assignment, by, at)


def _made(assignment: Assignment, by: Any, at: datetime, **words: Any) -> ScoreSheet:
    number = assignment.sheets.count() + 1
    entry = PanelProject.objects.get(panel=assignment.panel, project=assignment.project)
    sheet = ScoreSheet.objects.create(
        ref=f"{assignment.ref}-{number}",
        number=number,
        programme_id=assignment.programme_id,
        assignment=assignment,
        project=assignment.project,
        revision_id=entry.revision_id,
        version_id=assignment.panel.version_id,
        status_since=at,
        **words,
    )
    reason = sheet.correction_reason
    verb = "correct" if sheet.corrects_id else "begin_sheet"
    record(sheet, verb, by=by, at=at, to_status=sheet.status, reason=reason, programme_id=assignment.programme_id)
    return sheet


def _read(rubric: tuple[Indicator, ...], values: Mapping[str, str]) -> dict[str, Typed]:
    """What was typed for each indicator that people score; what is no number or too long is refused at its field."""
    wrong: list[Finding] = []
    read = {row.code: _line(row, values, wrong) for row in rubric if not row.is_automatic}
    refuse_if(tuple(wrong))
    return read


def _line(row: Indicator, values: Mapping[str, str], wrong: list[Finding]) -> Typed:
    field, points = points_field(row.code), None
    try:
        points = points_in(values.get(field, ""))
    except NoPoints as error:
        wrong.append(Finding("no_number", f"“{row.title}”：{error}", row.clause, field=field))
    reason, document = tidy(values.get(reason_field(row.code), "")), tidy(values.get(document_field(row.code), ""))
    words = {"clause": row.clause}
    wrong += too_long(reason, LONGEST_REASON, what=f"“{row.title}”的理由", field=reason_field(row.code), **words)
    wrong += too_long(document, LONGEST_DOCUMENT, what=f"“{row.title}”的依据", field=document_field(row.code), **words)
    return Typed(points, reason, document)


@transaction.atomic
def hand_in(
    assignment: Assignment, *, key: UUID, by: Any, at: datetime, seen: int | None = None, reason: str = ""
) -> ScoreSheet:
    """Hand the open sheet in: frozen with its total and its hash; the same key again gives the same sheet.

    `seen` is the save that the person looked at: what another window changed since is not handed in unseen.
    """
    assignment = _scoring(assignment, by, at)
    earlier = assignment.sheets.filter(key=key).first()
    if earlier is not None:
        return earlier
    sheet = assignment.sheets.filter(status=Status.DRAFT).first()
    if sheet is None:
        raise Refused(Finding("no_sheet", "还没有填写评分表，或者已经提交。", clause_of(assignment.panel)))
    sheet = _held(sheet, assignment)
    if seen is not None and seen != sheet.saves:
        raise Refused(Finding("changed_meanwhile", "核对之后评分表又有修改，请重新核对后再提交。"))
    return _frozen(sheet, "hand_in", key=key, reason=reason, by=by, at=at)


@transaction.atomic
def find_not_applicable(assignment: Assignment, *, reason: str, key: UUID, by: Any, at: datetime) -> ScoreSheet:
    """Hand in that the rubric does not apply to the project, and why: done like any other sheet, and without a total.

    What was typed on the open sheet stays on it and counts for nothing; the same key again gives the same sheet.
    """
    assignment = _scoring(assignment, by, at)
    earlier = assignment.sheets.filter(key=key).first()
    if earlier is not None:
        return earlier
    reason = tidy(reason)
    refuse_if(_unreasoned(reason, assignment, what="不适用的理由", field="not_applicable"))
    sheet = _held(_open_sheet(assignment, by, at), assignment)
    sheet.not_applicable = reason
    return _frozen(sheet, "find_not_applicable", key=key, reason=reason, by=by, at=at)


def _held(sheet: ScoreSheet, assignment: Assignment) -> ScoreSheet:
    held: ScoreSheet = locked(sheet)
    held.assignment = assignment
    return held


def _frozen(sheet: ScoreSheet, verb: str, *, key: UUID, reason: str, by: Any, at: datetime) -> ScoreSheet:
    """Moved with its content, its hash and who signs for it."""
    facts = sheet.facts(at)
    content = content_of(sheet, facts)
    frozen = {"content": content, "hash": content_hash(content), "total": content["total"], "key": key}
    signed = {"handed_in_at": at, "handed_in_by": by, "handed_in_by_name": by.name}
    detail = {"hash": frozen["hash"], "corrects": content["corrects"]}
    said = {"not_applicable": facts.not_applicable}
    moved: ScoreSheet = move(
        sheet, verb, by=by, at=at, own=facts, reason=reason, detail=detail, **frozen, **signed, **said
    )
    _count_lines(moved, content["lines"])
    return moved


def _unreasoned(reason: str, assignment: Assignment, *, what: str, field: str) -> tuple[Finding, ...]:
    if not reason:
        return (Finding("reason_required", f"应当写明{what}。", clause_of(assignment.panel), field=field),)
    return too_long(reason, LONGEST_REASON, what=what, field=field)


def _count_lines(sheet: ScoreSheet, lines: list[dict[str, Any]]) -> None:
    """What counts for each line, automatic ones too, which were not typed."""
    for place, line in enumerate(lines):
        words = {"points": line["typed"], "reason": line["reason"], "document": line["document"]}
        counted = {"counted": line["counted"], "place": place, **words}
        ScoreLine.objects.update_or_create(sheet=sheet, indicator=line["indicator"], defaults=counted)


@transaction.atomic
def correct(assignment: Assignment, *, reason: str, by: Any, at: datetime) -> ScoreSheet:
    """A new sheet that names the one it corrects and why; the old one stands until the new one is handed in."""
    assignment = _scoring(assignment, by, at)
    if assignment.sheets.filter(status=Status.DRAFT).exists():
        raise Refused(Finding("open_sheet", "已有一份正在填写的评分表，请先提交。", clause_of(assignment.panel)))
    old = assignment.sheets.filter(status=Status.HANDED_IN).order_by("-number").first()
    if old is None:
        raise Refused(Finding("nothing_to_correct", "还没有提交过评分表，直接填写即可。", clause_of(assignment.panel)))
    reason = reason.strip()
    refuse_if(_unreasoned(reason, assignment, what="更正的理由", field="reason"))
    sheet = _made(assignment, by, at, corrects=old, correction_reason=reason, comment=old.comment)
    typed = {row.code for row in rubric_of(assignment.panel, assignment.project) if not row.is_automatic}
    lines = [line for line in old.lines.all() if line.indicator in typed]
    ScoreLine.objects.bulk_create(
        ScoreLine(
            sheet=sheet, place=place, indicator=o.indicator, points=o.points, reason=o.reason, document=o.document
        )
        for place, o in enumerate(lines)
    )
    return sheet


@transaction.atomic
def drop_correction(assignment: Assignment, *, by: Any, at: datetime) -> ScoreSheet:
    """Leave it at the sheet handed in before."""
    assignment = _scoring(assignment, by, at)
    sheet = assignment.sheets.filter(status=Status.DRAFT, corrects__isnull=False).first()
    if sheet is None:
        raise Refused(Finding("no_correction", "没有正在填写的更正。", clause_of(assignment.panel)))
    sheet = _held(sheet, assignment)
    return move(sheet, "drop_correction", by=by, at=at, own=sheet.facts(at))
