"""A judge's score sheets as one workbook: what goes out, and what an import of it would do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from lixiang.appraisal.models import Assignment, Judge, ScoreLine, ScoreSheet
from lixiang.appraisal.models.sheet_facts import rubric_of
from lixiang.appraisal.queries.panels import hidden_from
from lixiang.appraisal.queries.tasks import own_tasks
from lixiang.appraisal.rules.kinds import Indicator
from lixiang.appraisal.rules.points import NoPoints, points_in, written
from lixiang.appraisal.rules.scoring import (
    LONGEST_COMMENT,
    LONGEST_DOCUMENT,
    LONGEST_REASON,
    NOTHING,
    Typed,
    document_field,
    points_field,
    reason_field,
    wrong_points,
)
from lixiang.appraisal.rules.words import FORMS
from lixiang.appraisal.states.sheets import Status
from lixiang.people.sheets.columns import Column, Sheet
from lixiang.people.sheets.differences import Change, Difference, RowError
from lixiang.people.sheets.reading import SheetRow

COMMENT = "comment"
BOOK = Sheet(
    name="scores",
    title="评分表",
    columns=(
        Column("task", "任务编号", "系统编的编号，请勿改动。", required=True, width=26),
        Column("project", "项目", "项目名称，导入时不改动。", width=40),
        Column("code", "指标代号", "请勿改动；comment 行填写总体评价。", required=True, width=14),
        Column("indicator", "指标", "导入时不改动。", width=22),
        Column("form", "类型", "得分、扣分、加分或者减分，导入时不改动。", width=10),
        Column("most", "满分（上限）", "导入时不改动。", width=10),
        Column("points", "打分", "数字，最多三位小数；扣分项填扣了几分。", width=10),
        Column("reason", "理由", "应当写明理由的必填；comment 行填写总体评价。", width=44),
        Column("document", "依据的文件", "加分、减分的必填。", width=26),
    ),
    advice=(
        "每行一个项目的一项指标；自动计分项由系统计，不在本表中。本表没有的行保持不变。",
        "导入后仍是草稿，请在页面上核对并提交。已经提交的评分表不能用本表修改。",
    ),
)


@dataclass(frozen=True)
class Standing:
    """One task with what stands on its open sheet, and whether a sheet was handed in already."""

    assignment: Assignment
    rubric: tuple[Indicator, ...]
    typed: dict[str, Typed]
    comment: str
    saves: int
    is_handed_in: bool

    def values(self) -> dict[str, str]:
        """As the form of the sheet would send them."""
        found = {COMMENT: self.comment}
        for row in self.rubric:
            typed = self.typed.get(row.code, NOTHING)
            found[points_field(row.code)] = _points(typed.points)
            found[reason_field(row.code)] = typed.reason
            found[document_field(row.code)] = typed.document
        return found


def _points(points: int | None) -> str:
    return "" if points is None else written(points)


def standings_of(seat: Judge, at: datetime) -> list[Standing]:
    """Every task of the judge that may be seen, in official order; a fixed number of queries."""
    tasks = own_tasks(seat.user, seat.panel).exclude(project__in=hidden_from(seat, at)).order_by("project__number")
    tasks = list(tasks)
    sheets = ScoreSheet.objects.filter(assignment__in=tasks).exclude(status=Status.DROPPED).order_by("number")
    newest = {sheet.assignment_id: sheet for sheet in sheets}
    handed_in = {sheet.assignment_id for sheet in sheets if sheet.status == Status.HANDED_IN}
    lines: dict[int, dict[str, Typed]] = {}
    for line in ScoreLine.objects.filter(sheet__in=[sheet.pk for sheet in newest.values()]):
        lines.setdefault(line.sheet_id, {})[line.indicator] = Typed(line.points, line.reason, line.document)
    return [_standing(task, newest.get(task.pk), lines, task.pk in handed_in) for task in tasks]


def _standing(
    task: Assignment, sheet: ScoreSheet | None, lines: dict[int, dict[str, Typed]], is_handed_in: bool
) -> Standing:
    rubric = tuple(row for row in rubric_of(task.panel, task.project) if not row.is_automatic)
    is_open = sheet is not None and sheet.status == Status.DRAFT
    typed = lines.get(sheet.pk, {}) if sheet else {}
    return Standing(
        task,
        rubric,
        typed,
        sheet.comment if sheet else "",
        sheet.saves if sheet and is_open else 0,
        is_handed_in and not is_open,
    )


def book_rows(standings: Iterable[Standing]) -> Iterator[dict[str, str]]:
    """What goes out, and comes back without a change."""
    for each in standings:
        about = {"task": each.assignment.ref, "project": str(each.assignment.project)}
        for row in each.rubric:
            typed = each.typed.get(row.code, NOTHING)
            said = {"points": _points(typed.points), "reason": typed.reason, "document": typed.document}
            head = {"code": row.code, "indicator": row.title, "form": FORMS[row.form], "most": written(row.points)}
            yield about | head | said
        yield about | {"code": COMMENT, "indicator": "总体评价", "reason": each.comment}


@dataclass(frozen=True)
class Wanted:
    """A task whose open sheet changes, with everything that would stand on it."""

    assignment: Assignment
    values: dict[str, str]
    expected: int


def compare(rows: Iterable[SheetRow], standings: list[Standing]) -> tuple[Difference, list[Wanted]]:
    """What the workbook would change, and every row that is wrong; no query."""
    known = {each.assignment.ref: each for each in standings}
    errors: list[RowError] = []
    changed: list[Change] = []
    wanted: dict[str, dict[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        each, key = known.get(row.cells["task"]), (row.cells["task"], row.cells["code"])
        if key in seen:
            errors.append(RowError(row.number, "指标代号", "在本表中重复。"))
        seen.add(key)
        values = _values(row, each, errors)
        if each is None or not values:
            continue
        change = _change(row, each, values)
        if change is None:
            continue
        if each.is_handed_in:
            errors.append(RowError(row.number, "打分", "评分表已经提交，不能修改；确需更正的，请在页面上办理。"))
            continue
        changed.append(change)
        wanted.setdefault(each.assignment.ref, each.values()).update(values)
    made = [Wanted(known[ref].assignment, values, known[ref].saves) for ref, values in wanted.items()]
    unchanged = 0 if errors else len(seen) - len(changed)
    return Difference((), tuple(changed), unchanged, tuple(sorted(errors))), made


def _values(row: SheetRow, each: Standing | None, errors: list[RowError]) -> dict[str, str]:
    """The fields that a row fills; nothing where it is wrong."""
    if each is None:
        errors.append(RowError(row.number, "任务编号", "没有这个评分任务。"))
        return {}
    before = len(errors)
    if row.cells["code"] == COMMENT:
        _check_length(row, "reason", LONGEST_COMMENT, errors)
        return {COMMENT: row.cells["reason"]} if len(errors) == before else {}
    indicator = next((found for found in each.rubric if found.code == row.cells["code"]), None)
    if indicator is None:
        errors.append(RowError(row.number, "指标代号", "评分标准中没有这个指标。"))
        return {}
    _check_points(row, indicator, errors)
    _check_length(row, "reason", LONGEST_REASON, errors)
    _check_length(row, "document", LONGEST_DOCUMENT, errors)
    fields = (points_field, reason_field, document_field)
    cells = (row.cells["points"], row.cells["reason"], row.cells["document"])
    named = {field(indicator.code): cell for field, cell in zip(fields, cells, strict=True)}
    return named if len(errors) == before else {}


def _check_points(row: SheetRow, indicator: Indicator, errors: list[RowError]) -> None:
    try:
        points = points_in(row.cells["points"])
    except NoPoints as error:
        errors.append(RowError(row.number, "打分", str(error)))
        return
    if points is not None:
        errors += [RowError(row.number, "打分", found.sentence) for found in wrong_points(indicator, points)]


def _check_length(row: SheetRow, field: str, most: int, errors: list[RowError]) -> None:
    if len(row.cells[field]) > most:
        errors.append(RowError(row.number, BOOK.column(field).title, f"超过{most}字。"))


def _change(row: SheetRow, each: Standing, values: dict[str, str]) -> Change | None:
    """What the row changes, None where it says what stands already."""
    before = each.values()
    labels = {name: label for name, label in _labels(row.cells["code"]).items() if name in values}
    fields = {
        label: (before[name], values[name])
        for name, label in labels.items()
        if not _same(name, before[name], values[name])
    }
    title = row.cells["indicator"] or row.cells["code"]
    return Change(row.number, each.assignment.ref, f"{each.assignment.project} {title}", fields) if fields else None


def _labels(code: str) -> dict[str, str]:
    own = {points_field(code): "打分", reason_field(code): "理由", document_field(code): "依据的文件"}
    return own | {COMMENT: "总体评价"}


def _same(name: str, before: str, after: str) -> bool:
    """8 and 8.0 are the same points."""
    if name.startswith("points-"):
        return points_in(before) == points_in(after)
    return before.split() == after.split()
