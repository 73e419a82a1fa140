"""Whether what was typed can be stored whole, and what it names: what cannot is refused with its field."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from lixiang.people.models import Organisation
from lixiang.programmes.models import Topic
from lixiang.programmes.queries import catalogue_of
from lixiang.projects.models import Project
from lixiang.projects.models.entries import Typed
from lixiang.projects.models.facts import COLUMNS, NAMING, ROWS
from lixiang.projects.rules.cells import CELLS, Cell
from lixiang.projects.rules.content import tidy
from lixiang.projects.rules.kinds import Field
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long

# Beyond any limit a form sets; it only keeps one request from filling the disk.
LONGEST_TEXT, MOST_ROWS = 50_000, 200
NUMBERED = re.compile(r"(\d{1,6})(?:[.．、](.*))?", re.DOTALL)
WITH_CODE = re.compile(r".*（([^（）]+)）")


def fit(project: Project, values: Mapping[Field, Any]) -> Typed:
    """The values by where they are stored, topics and organisations found by what names them.

    A text that names none is kept as it stands, and the rules say so. Raises Refused with everything that is wrong at
    once. One query for each field that names something else than stands there.
    """
    typed, wrong = Typed(), []
    for each, value in values.items():
        try:
            _place(typed, each, value)
        except Refused as refused:
            wrong += refused.findings
    refuse_if(tuple(wrong))
    for name in NAMING:
        if name in typed.answers:
            found = _find(project, name, typed.answers[name])
            typed.columns[name] = found
            typed.answers[name] = "" if found else typed.answers[name]
    return typed


def content_of(typed: Typed) -> dict[str, Any]:
    """The same values in the shape of a revision's content."""
    columns = {name: "" if value is None else str(value) for name, value in typed.columns.items()}
    answers = {name: text for name, text in typed.answers.items() if text or name not in columns}
    return columns | answers | {each.name: rows for each, rows in typed.rows.items()}


def _place(typed: Typed, each: Field, value: Any) -> None:
    if each.widget in ROWS:
        typed.rows[each] = _rows(each, value)
    elif each.name in COLUMNS:
        limit = Project._meta.get_field(each.name).max_length
        text = _text(each, value, limit or LONGEST_TEXT)
        typed.columns[each.name] = _day(each, text) if each.widget == "date" else text
    elif each.widget != "attachments":
        typed.answers[each.name] = _text(each, value, LONGEST_TEXT)


def _text(each: Field, value: Any, limit: int) -> str:
    """A text cut to nothing is never stored: what is longer than its place is refused with the field's name."""
    if not isinstance(value, str | None):
        raise _unfit(each, "wrong_shape", f"“{each.label}”的内容格式不正确，请刷新页面后重新填写。")
    text = tidy(value or "")
    refuse_if(too_long(text, limit, what=f"“{each.label}”", clause=each.clause, field=each.name))
    return text


def _day(each: Field, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        sentence = f"“{each.label}”中的“{text[:40]}”不是日期，请写成2018-12-31的样式。"
        raise _unfit(each, "not_a_date", sentence) from error


def _rows(each: Field, rows: Any) -> list[dict[str, str]]:
    """The rows in which something stands, cell by cell in their order."""
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _unfit(each, "wrong_shape", f"“{each.label}”的内容格式不正确，请刷新页面后重新填写。")
    cells = CELLS[each.widget]
    filled = [row for row in rows if any(row.get(cell.name) for cell in cells)]
    if len(filled) > MOST_ROWS:
        raise _unfit(each, "too_many_rows", f"“{each.label}”最多能保存{MOST_ROWS}行，现有{len(filled)}行，未保存。")
    texts = [{cell.name: _cell(each, cell, row.get(cell.name)) for cell in cells} for row in filled]
    return [row for row in texts if any(row.values())]


def _cell(each: Field, cell: Cell, value: Any) -> str:
    text = _text(each, value, LONGEST_TEXT)
    if cell.shape == "date":
        _day(each, text)
    limit = ROWS[each.widget]._meta.get_field(cell.name).max_length
    what = f"“{each.label}”中的“{cell.label}”"
    refuse_if(too_long(text, limit or LONGEST_TEXT, what=what, clause=each.clause, field=each.name))
    return text


def _unfit(each: Field, code: str, sentence: str) -> Refused:
    return Refused(Finding(code, sentence, each.clause, field=each.name))


def _find(project: Project, name: str, text: str) -> Any:
    chosen = getattr(project, name)
    if not text or str(chosen) == text:
        return chosen if text else None
    if name == "topic":
        return _topic(project, text)
    # What was approved names it as it was called then: renamed since, or merged.
    is_former = chosen is not None and chosen.former_names.filter(name=text).exists()
    return chosen if is_former else _implementing(project, text)


def _topic(project: Project, text: str) -> Topic | None:
    """The entry on offer whose number or title is written: "12", "12.抓党建促脱贫攻坚", or the title alone."""
    entries, numbered = catalogue_of(project.version), NUMBERED.fullmatch(text)
    if numbered:
        number, words = int(numbered[1]), (numbered[2] or "").strip()
        found = [entry for entry in entries if entry[0] == number and entry[1].startswith(words)]
    else:
        found = [entry for entry in entries if entry[1] == text]
    topics = Topic.objects.filter(programme=project.programme_id)
    return topics.filter(number=found[0][0], title=found[0][1]).first() if found else None


def _implementing(project: Project, text: str) -> Organisation | None:
    """An organisation of the subtree of whoever nominates today, by id, full name, or name with its code."""
    own = Organisation.objects.subtree(project.nominating_organisation.bearer_id).filter(successor=None)
    if text.isdecimal():
        return own.filter(pk=int(text[:9])).first()
    coded = WITH_CODE.fullmatch(text)
    found = list(own.filter(Q(name=text) | Q(code=coded[1] if coded else text))[:2])
    return found[0] if len(found) == 1 else None
