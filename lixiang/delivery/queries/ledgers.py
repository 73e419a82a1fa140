"""The ledger of tasks (任务台账) as a workbook: its columns, its rows, and what an import of it would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lixiang.delivery.models import Task
from lixiang.delivery.rules.tasks import LONGEST, Handing, standing_against_handing
from lixiang.documents.dates import date_of
from lixiang.people.models import Organisation
from lixiang.people.sheets.columns import Column, Sheet
from lixiang.people.sheets.differences import Change, Difference, RowError
from lixiang.people.sheets.reading import SheetRow
from lixiang.programmes.models import Programme

LEDGER = Sheet(
    name="tasks",
    title="任务台账",
    columns=(
        Column("number", "序号", "系统编的序号；新增任务留空。", width=8),
        Column("title", "主要任务", "写明要做的事。", required=True, width=48),
        Column("organisation", "责任单位", "一个单位的全称或者简称。", required=True, width=32),
        Column("cooperating", "配合单位", "可以不填。", width=28),
        Column("due_on", "时限", "一个日期，如2018-06-30。", required=True, is_date=True, width=14),
        Column("progress", "完成情况", "由责任单位在系统中上报，导入时不改动；新增任务留空。", width=36),
        Column("remark", "备注", "可以不填。", width=28),
    ),
    advice=(
        "每行一项任务，一项任务只有一个责任单位、一个时限。序号留空的新增；有序号的只改配合单位和备注。",
        "主要任务、责任单位、时限和完成情况在任务页面上办理，导入不改；本表没有的任务保持不变。",
    ),
)
FIXED = ("title", "organisation", "due_on", "progress")
MUTABLE = ("cooperating", "remark")


def ledger_rows(user: Any, programme: Programme) -> list[dict[str, str]]:
    """Every task that this person sees, as cells; what an import takes back without a change."""
    tasks = Task.visible_to(user).filter(programme=programme).order_by("number")
    return [cells_of(task) for task in tasks]


def cells_of(task: Task) -> dict[str, str]:
    return {
        "number": str(task.number),
        "title": task.title,
        "organisation": task.organisation.name,
        "cooperating": task.cooperating,
        "due_on": task.due_on.isoformat(),
        "progress": progress_of(task),
        "remark": task.remark,
    }


def progress_of(task: Task) -> str:
    """How it stands, with what was reported, on one line."""
    note = " ".join(task.note.split())
    return f"{task.get_status_display()}：{note}" if note else str(task.get_status_display())


@dataclass(frozen=True)
class Wanted:
    """A row to write: a new task, or the cells of one that is there."""

    task: Task | None
    title: str
    organisation: Organisation
    due_on: date
    cooperating: str
    remark: str


def compare(
    rows: Iterable[SheetRow], programme: Programme, at: datetime, clause: str
) -> tuple[Difference, list[Wanted]]:
    """What the workbook would add or change, and every row that is wrong; reads the database twice."""
    there = {str(task.number): task for task in _tasks(programme)}
    organisations = _by_name()
    today = timezone.localtime(at).date()
    errors: list[RowError] = []
    added, changed, wanted, seen = [], [], [], set()
    for row in rows:
        known = there.get(row.cells["number"])
        one = _known(row, known, errors) if row.cells["number"] else _new(row, organisations, today, clause, errors)
        if row.cells["number"] in seen:
            errors.append(RowError(row.number, "序号", "在本表中重复。"))
        seen.add(row.cells["number"] or f"row {row.number}")
        if one is None:
            continue
        change = _change(row, one)
        if one.task is None:
            added.append(change)
        elif change.fields:
            changed.append(change)
        else:
            continue
        wanted.append(one)
    unchanged = len(seen) - len(added) - len(changed) if not errors else 0
    return Difference(tuple(added), tuple(changed), unchanged, tuple(sorted(errors))), wanted


def _tasks(programme: Programme) -> Iterable[Task]:
    return Task.objects.filter(programme=programme).select_related("organisation")


def _by_name() -> dict[str, list[Organisation]]:
    """Every organisation under its full and its short name, also what was merged; a name of several is no answer."""
    named: dict[str, list[Organisation]] = {}
    for organisation in Organisation.objects.select_related("successor"):
        for name in {organisation.called, organisation.called_short, organisation.code}:
            if organisation.bearer not in named.setdefault(name, []):
                named[name].append(organisation.bearer)
    return named


def _known(row: SheetRow, task: Task | None, errors: list[RowError]) -> Wanted | None:
    """A row with a number changes only who cooperates and the remark."""
    if task is None:
        errors.append(RowError(row.number, "序号", "系统中没有这个序号；新增任务请留空。"))
        return None
    before = cells_of(task)
    for field in FIXED:
        if not _says_the_same(field, row.cells[field], before[field], task):
            title = LEDGER.column(field).title
            errors.append(RowError(row.number, title, f"与系统中的“{before[field]}”不一致；请在任务页面上办理。"))
    errors.extend(_too_long(row))
    return Wanted(task, task.title, task.organisation, task.due_on, row.cells["cooperating"], row.cells["remark"])


def _says_the_same(field: str, said: str, before: str, task: Task) -> bool:
    if field == "due_on":
        return day_of(said) == task.due_on
    if field == "organisation":
        return said in (task.organisation.name, task.organisation.short_name)
    return said == before or (field == "progress" and not said)


def _new(
    row: SheetRow, organisations: dict[str, list[Organisation]], today: date, clause: str, errors: list[RowError]
) -> Wanted | None:
    """A row without a number is a task to hand out; the rules of one owner and one due date are asked of it."""
    found = organisations.get(row.cells["organisation"], [])
    due_on = day_of(row.cells["due_on"])
    before = len(errors)
    if row.cells["organisation"] and not found:
        words = f"系统中没有“{row.cells['organisation']}”；一项任务只写一个责任单位的全称。"
        errors.append(RowError(row.number, "责任单位", words))
    if row.cells["due_on"] and due_on is None:
        errors.append(RowError(row.number, "时限", f"“{row.cells['due_on']}”不是日期，请写成2018-06-30。"))
    if row.cells["progress"]:
        errors.append(RowError(row.number, "完成情况", "新增任务的完成情况请留空。"))
    errors.extend(_too_long(row))
    handing = Handing(row.cells["title"], tuple(one.pk for one in found), due_on, today, clause=clause)
    said = {error.column for error in errors[before:]}
    for finding in standing_against_handing(handing):
        title = LEDGER.column(finding.field).title
        if title not in said:
            errors.append(RowError(row.number, title, finding.sentence))
    if len(errors) > before or due_on is None:
        return None
    return Wanted(None, row.cells["title"], found[0], due_on, row.cells["cooperating"], row.cells["remark"])


def _too_long(row: SheetRow) -> Iterable[RowError]:
    for field, (_, most) in LONGEST.items():
        if len(row.cells[field]) > most:
            yield RowError(row.number, LEDGER.column(field).title, f"超过{most}字。")


def day_of(text: str) -> date | None:
    """2018-06-30, 2018/6/30 or 2018年6月30日; None for what is no day."""
    official = date_of(text)
    if official is not None:
        return official
    parts = text.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except (ValueError, OverflowError):
        return None


def _change(row: SheetRow, one: Wanted) -> Change:
    if one.task is None:
        fields = {"责任单位": ("", one.organisation.name), "时限": ("", one.due_on.isoformat())}
        return Change(row.number, "新增", one.title, fields)
    before = {name: getattr(one.task, name) for name in MUTABLE}
    after = {"cooperating": one.cooperating, "remark": one.remark}
    fields = {LEDGER.column(name).title: (before[name], after[name]) for name in MUTABLE if before[name] != after[name]}
    return Change(row.number, str(one.task.number), one.title, fields)
