"""The application as a reviewer reads it: section by section, from the revision alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Revision
from lixiang.projects.rules.cells import CELLS
from lixiang.projects.rules.content import as_shown, rows_as_shown
from lixiang.projects.rules.kinds import Category, Field, Section


@dataclass(frozen=True)
class Cell:
    """One answer: words, or a table of rows, or attachments (name, size, hash)."""

    label: str
    name: str
    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    is_long: bool = False


@dataclass(frozen=True)
class Sheet:
    """One section of the form with what was answered in it; short answers stand together in front of the long ones."""

    code: str
    title: str
    short: tuple[Cell, ...]
    long: tuple[Cell, ...]


def sheets_of(revision: Revision) -> tuple[Sheet, ...]:
    """The revision by the form that it was handed in on; no query beyond the settings of that form."""
    fields = settings_by_kind(revision.form_version, Field)
    categories = settings_by_kind(revision.form_version, Category)
    return tuple(
        _sheet(
            section,
            [_cell(f, revision.content.get(f.name), categories) for f in fields if f.section == section.code],
        )
        for section in settings_by_kind(revision.form_version, Section)
    )


def _sheet(section: Section, cells: Iterable[Cell]) -> Sheet:
    cells = tuple(cells)
    return Sheet(
        section.code,
        section.title,
        tuple(cell for cell in cells if not cell.is_long),
        tuple(cell for cell in cells if cell.is_long),
    )


def _cell(field: Field, value: Any, categories: tuple[Category, ...]) -> Cell:
    if field.widget == "attachments":
        return Cell(field.label, field.name, files=tuple(value or ()), is_long=True)
    if field.widget in CELLS:
        head = tuple(cell.label for cell in CELLS[field.widget])
        return Cell(field.label, field.name, head=head, rows=rows_as_shown(field, value or []), is_long=True)
    return Cell(field.label, field.name, as_shown(field, value, categories), is_long=field.widget == "text")
