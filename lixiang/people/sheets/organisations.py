"""What a workbook of organisations would change in the directory; reads the database once, writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from lixiang.people.models import Organisation
from lixiang.people.sheets.columns import ORGANISATIONS, Column
from lixiang.people.sheets.differences import Change, Difference, RowError
from lixiang.people.sheets.reading import SheetRow, word_to_code
from lixiang.ui.written import typed_day

# Checked here or by the sheet as a whole, not by the model's own fields.
ELSEWHERE = ("parent",)


@dataclass(frozen=True)
class Wanted:
    """One row as the model wants it; `parent` is a code, "" for the top."""

    row: int
    code: str
    parent: str
    fields: dict[str, Any]


def as_rows(organisations: list[Organisation]) -> list[dict[str, str]]:
    """Organisations as the cells of the workbook; the export that an import takes back without a change."""
    return [_cells(organisation) for organisation in organisations]


def _cells(organisation: Organisation) -> dict[str, str]:
    return {
        "code": organisation.code,
        "name": organisation.called,
        "short_name": organisation.called_short,
        "kind": organisation.get_kind_display(),
        "level": organisation.get_level_display(),
        "rank": organisation.get_rank_display(),
        "parent": organisation.parent.code if organisation.parent else "",
        "order": str(organisation.order),
        "uscc": organisation.uscc,
        "valid_from": organisation.valid_from.isoformat() if organisation.valid_from else "",
        "valid_to": organisation.valid_to.isoformat() if organisation.valid_to else "",
    }


def compare(rows: list[SheetRow]) -> tuple[Difference, list[Wanted], dict[str, Organisation]]:
    """The difference, the rows in an order that puts parents first, and the directory as it is, by code."""
    there = {one.code: one for one in Organisation.objects.select_related("parent")}
    errors: list[RowError] = []
    wanted: dict[str, Wanted] = {}
    for row in rows:
        one = _wanted(row, errors)
        if one.code and one.code in wanted:
            errors.append(RowError(row.number, "编码", f"与第{wanted[one.code].row}行重复。"))
        elif one.code:
            wanted[one.code] = one
    errors += _errors_of_the_tree(wanted, there)
    added, changed = [], []
    for one in wanted.values():
        before = _cells(there[one.code]) if one.code in there else None
        change = _change(one, before)
        if before is None:
            added.append(change)
        elif change.fields:
            changed.append(change)
    unchanged = len(wanted) - len(added) - len(changed)
    difference = Difference(tuple(added), tuple(changed), unchanged, tuple(sorted(errors)))
    return difference, [] if errors else _parents_first(wanted), there


def _wanted(row: SheetRow, errors: list[RowError]) -> Wanted:
    """The row in the model's terms; whatever is wrong with a cell is added to `errors`."""
    fields: dict[str, Any] = {}
    wrong: set[str] = set()
    for column in ORGANISATIONS.columns:
        try:
            fields[column.field] = _value(column, row.cells[column.field])
        except ValidationError as error:
            wrong.add(column.field)
            errors.append(RowError(row.number, column.title, error.messages[0]))
    parent = fields.pop("parent", "")
    try:
        Organisation(**fields).clean_fields(exclude={*ELSEWHERE, *wrong})
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            errors.append(RowError(row.number, ORGANISATIONS.column(name).title, messages[0]))
    if _ends_before_it_begins(fields):
        errors.append(RowError(row.number, "撤销日期", "早于成立日期。"))
    return Wanted(row.number, fields.get("code", ""), parent, fields)


def _ends_before_it_begins(fields: dict[str, Any]) -> bool:
    begins, ends = fields.get("valid_from"), fields.get("valid_to")
    return bool(begins and ends and ends < begins)


def _value(column: Column, text: str) -> Any:
    """The value of a cell; raises ValidationError with what is wrong."""
    if not text:
        return _value_of_nothing(column)
    if column.choices:
        code = word_to_code(column, text)
        if code is None:
            raise ValidationError(f"“{text}”不在可选范围内：{'、'.join(word for _, word in column.choices)}。")
        return code
    if column.is_number:
        return _number(text)
    return _date(text) if column.is_date else text


def _value_of_nothing(column: Column) -> Any:
    if column.required:
        raise ValidationError("不能为空。")
    if column.is_date:
        return None
    if column.is_number:
        return 0
    return "none" if column.field == "rank" else ""


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise ValidationError(f"“{text}”不是整数。")
    return int(text)


def _date(text: str) -> date:
    try:
        return typed_day(text)
    except ValueError as error:
        raise ValidationError(f"“{text}”不是日期，请写成2018-03-23或2018年3月23日。") from error


def _errors_of_the_tree(wanted: dict[str, Wanted], there: dict[str, Organisation]) -> list[RowError]:
    parents = {code: one.parent.code if one.parent else "" for code, one in there.items()}
    parents.update({code: one.parent for code, one in wanted.items()})
    errors = []
    for one in wanted.values():
        if one.parent and one.parent not in parents:
            errors.append(RowError(one.row, "上级编码", f"“{one.parent}”既不在本表中，也不在系统中。"))
        elif _is_below_itself(one.code, parents):
            errors.append(RowError(one.row, "上级编码", "上级关系成环：该组织成了自己的上级。"))
    return errors


def _is_below_itself(code: str, parents: dict[str, str]) -> bool:
    seen, at = set(), parents.get(code, "")
    while at and at not in seen:
        if at == code:
            return True
        seen.add(at)
        at = parents.get(at, "")
    return False


def _change(one: Wanted, before: dict[str, str] | None) -> Change:
    after = _cells(Organisation(**one.fields)) | {"parent": one.parent}
    fields = {
        column.title: ((before or {}).get(column.field, ""), after[column.field])
        for column in ORGANISATIONS.columns
        if (before or {}).get(column.field, "") != after[column.field]
    }
    return Change(one.row, one.code, one.fields.get("name", ""), fields if before is not None else {})


def _parents_first(wanted: dict[str, Wanted]) -> list[Wanted]:
    """Each row after its parent's row; the order of the sheet otherwise."""
    placed: dict[str, Wanted] = {}
    for one in wanted.values():
        line = []
        at: Wanted | None = one
        while at is not None and at.code not in placed:
            line.append(at)
            at = wanted.get(at.parent)
        placed.update((each.code, each) for each in reversed(line))
    return list(placed.values())
