"""The bridge back: what was typed, proved fit to store, into the columns, answers and rows of an application."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lixiang.projects.models.facts import ROWS
from lixiang.projects.models.project import Project
from lixiang.projects.models.rows import Answer
from lixiang.projects.rules.cells import CELLS
from lixiang.projects.rules.kinds import Field


@dataclass
class Typed:
    """The values of some fields by where they are stored; a topic or organisation that was found is a column."""

    columns: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[Field, list[dict[str, str]]] = field(default_factory=dict)


def write(project: Project, typed: Typed) -> None:
    """Writes what differs from what stands, each table in one go, inside the caller's transaction."""
    standing = _answers_to(project, typed)
    other = _otherwise(project, typed, standing)
    for name, value in other.columns.items():
        setattr(project, name, value)
    if other.columns:
        project.save(update_fields=list(other.columns))
    for each, after in other.rows.items():
        _write_rows(project, each, _rows_in(standing, each), after)
    _write_answers(
        [
            *(Answer(project=project, field=name, text=text) for name, text in other.answers.items()),
            *(Answer(project=project, field=each.name, rows=after) for each, after in other.rows.items()),
        ],
    )


def stands(project: Project, typed: Typed) -> bool:
    """Whether all of it stands already, so that nothing would be written."""
    return _otherwise(project, typed, _answers_to(project, typed)) == Typed()


def _otherwise(project: Project, typed: Typed, standing: dict[str, Answer]) -> Typed:
    """What differs from what stands."""
    return Typed(
        {name: value for name, value in typed.columns.items() if getattr(project, name) != value},
        {name: text for name, text in typed.answers.items() if _text_in(standing, name) != text},
        {each: rows for each, rows in typed.rows.items() if _rows_in(standing, each) != rows},
    )


def _answers_to(project: Project, typed: Typed) -> dict[str, Answer]:
    names = [*typed.answers, *(each.name for each in typed.rows)]
    return {answer.field: answer for answer in _standing(project, names)}


def _standing(project: Project, names: list[str]) -> Iterable[Answer]:
    return project.answers.filter(field__in=names) if names else ()


def _text_in(standing: dict[str, Answer], name: str) -> str:
    return standing[name].text if name in standing else ""


def _rows_in(standing: dict[str, Answer], each: Field) -> list[dict[str, str]]:
    return (standing[each.name].rows or []) if each.name in standing else []


def _write_answers(answers: list[Answer]) -> None:
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
    """The cells of a row; their days were proved to be days."""
    return {cell.name: _day(row[cell.name]) if cell.shape == "date" else row[cell.name] for cell in CELLS[each.widget]}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
