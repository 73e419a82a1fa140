"""Save one section of the form: what is typed is kept; what cannot be kept whole is refused with its field."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from lixiang.people.models import Organisation
from lixiang.programmes.models import Topic
from lixiang.programmes.queries import catalogue_of
from lixiang.projects import permissions, queries
from lixiang.projects.models import Answer, Project, SectionSave
from lixiang.projects.models.facts import COLUMNS, NAMING, ROWS
from lixiang.projects.rules.cells import CELLS, Cell
from lixiang.projects.rules.content import tidy
from lixiang.projects.rules.kinds import Field
from lixiang.workflow.findings import Finding, Refused, refuse_if

# Beyond any limit a form sets; it only keeps one request from filling the disk.
LONGEST_TEXT, MOST_ROWS = 50_000, 200
NUMBERED = re.compile(r"(\d{1,6})(?:[.．、](.*))?", re.DOTALL)
WITH_CODE = re.compile(r".*（([^（）]+)）")


class EditedMeanwhile(Exception):  # noqa: N818 - a clash of two people is no error of the program
    """Somebody saved the section since this person opened it; both texts are shown, nothing is lost."""

    def __init__(self, save: SectionSave, current: dict[str, Any]) -> None:
        super().__init__(f"{save.saved_by_name}已保存此部分")
        self.save, self.current = save, current


@dataclass
class Typed:
    """The values of a section after every one of them proved fit to store, by where they are stored."""

    columns: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[Field, list[dict[str, str]]] = field(default_factory=dict)


@transaction.atomic
def save_section(
    project: Project, section: str, values: Mapping[str, Any], *, expected: int, by: Any, at: datetime
) -> SectionSave:
    """Write one section of the draft; `values` maps its fields to text or rows, `expected` is the save it rests on.

    A text that names no topic or organisation is kept as it stands, and the rules say so. Raises EditedMeanwhile
    when another save came between, Refused when the section is closed or a value cannot be stored whole.
    """
    project = writable(project, section, by=by, at=at)
    save = SectionSave.objects.filter(project=project, section=section).first()
    save = save or SectionSave(project=project, section=section)
    if save.number != expected:
        raise EditedMeanwhile(save, queries.values_of(project))
    fields = queries.fields_of(project, section)
    _write(project, _fit({each: values[each.name] for each in fields if each.name in values}))
    save.number, save.saved_at, save.saved_by, save.saved_by_name = expected + 1, at, by, by.name
    save.save()
    return save


def writable(project: Project, section: str, *, by: Any, at: datetime) -> Project:
    """The project locked, under the form that it follows now, where this person may write in this section."""
    project = queries.locked_with_form(project, at)
    if not permissions.may_write(by, project):
        raise PermissionDenied
    if section not in queries.open_sections(project):
        word = project.get_status_display()
        raise Refused(Finding("section_closed", f"当前状态为“{word}”，此部分不能修改。"))
    return project


def _fit(values: dict[Field, Any]) -> Typed:
    """Raises Refused with everything that is wrong at once."""
    typed, wrong = Typed(), []
    for each, value in values.items():
        try:
            _place(typed, each, value)
        except Refused as refused:
            wrong += refused.findings
    refuse_if(tuple(wrong))
    return typed


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
    if len(text) > limit:
        raise _unfit(each, "too_long", f"“{each.label}”最多能保存{limit}字，现有{len(text)}字，未保存。")
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
    if limit and len(text) > limit:
        sentence = f"“{each.label}”中的“{cell.label}”最多能保存{limit}字，现有{len(text)}字，未保存。"
        raise _unfit(each, "too_long", sentence)
    return text


def _unfit(each: Field, code: str, sentence: str) -> Refused:
    return Refused(Finding(code, sentence, each.clause, field=each.name))


def _write(project: Project, typed: Typed) -> None:
    """Writes what differs from what stands, each table in one go."""
    for name in NAMING:
        if name in typed.answers:
            found = _find(project, name, typed.answers[name])
            typed.columns[name] = found
            typed.answers[name] = "" if found else typed.answers[name]
    changed = [name for name, value in typed.columns.items() if getattr(project, name) != value]
    for name in changed:
        setattr(project, name, typed.columns[name])
    if changed:
        project.save(update_fields=changed)
    standing = {answer.field: answer for answer in _standing(project, [*typed.answers, *(r.name for r in typed.rows)])}
    rows = {each: rows for each, rows in typed.rows.items() if _rows_in(standing, each) != rows}
    texts = {name: text for name, text in typed.answers.items() if _text_in(standing, name) != text}
    for each, after in rows.items():
        _write_rows(project, each, _rows_in(standing, each), after)
    _write_answers(
        project,
        [
            *(Answer(project=project, field=name, text=text) for name, text in texts.items()),
            *(Answer(project=project, field=each.name, rows=after) for each, after in rows.items()),
        ],
    )


def _find(project: Project, name: str, text: str) -> Any:
    chosen = getattr(project, name)
    if not text or str(chosen) == text:
        return chosen if text else None
    return _topic(project, text) if name == "topic" else _implementing(project, text)


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
    """An organisation of the nominating organisation's own subtree, by id, full name, or name with its code."""
    own = Organisation.objects.subtree(project.nominating_organisation_id)
    if text.isdecimal():
        return own.filter(pk=int(text[:9])).first()
    coded = WITH_CODE.fullmatch(text)
    found = list(own.filter(Q(name=text) | Q(code=coded[1] if coded else text))[:2])
    return found[0] if len(found) == 1 else None


def _standing(project: Project, names: list[str]) -> Iterable[Answer]:
    return project.answers.filter(field__in=names) if names else ()


def _text_in(standing: dict[str, Answer], name: str) -> str:
    return standing[name].text if name in standing else ""


def _rows_in(standing: dict[str, Answer], each: Field) -> list[dict[str, str]]:
    return (standing[each.name].rows or []) if each.name in standing else []


def _write_answers(project: Project, answers: list[Answer]) -> None:
    if answers:
        unique = ["project", "field"]
        Answer.objects.bulk_create(answers, update_conflicts=True, unique_fields=unique, update_fields=["text", "rows"])


def _write_rows(project: Project, each: Field, before: list[dict[str, str]], after: list[dict[str, str]]) -> None:
    """Rows keep their identity by their place: what later stages say of a row stays with it."""
    model = ROWS[each.widget]
    changed = [
        model(project=project, field=each.name, order=order, **_columns(each, row))
        for order, row in enumerate(after)
        if order >= len(before) or before[order] != row
    ]
    if changed:
        unique = ["project", "field", "order"]
        model.objects.bulk_create(changed, update_conflicts=True, unique_fields=unique, update_fields=model.CELLS)
    if len(before) > len(after):
        model.objects.filter(project=project, field=each.name, order__gte=len(after)).delete()


def _columns(each: Field, row: dict[str, str]) -> dict[str, Any]:
    cells = CELLS[each.widget]
    return {cell.name: _day(each, row[cell.name]) if cell.shape == "date" else row[cell.name] for cell in cells}
