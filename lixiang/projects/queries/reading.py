"""The contents of an application as they are read on a page: field by field, tables as tables, files as files."""

from dataclasses import dataclass
from typing import Any

from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Revision
from lixiang.projects.queries.application import Application
from lixiang.projects.queries.files import numbers_by_hash
from lixiang.projects.queries.form import sections_of
from lixiang.projects.queries.revisions import as_read_today
from lixiang.projects.rules.cells import CELLS
from lixiang.projects.rules.content import as_shown, rows_as_shown
from lixiang.projects.rules.kinds import Category, Field, Section


@dataclass(frozen=True)
class NamedFile:
    """A file as the contents name it, with the number under which it can be fetched (0: no more)."""

    name: str
    size: int
    sha256: str
    number: int


@dataclass(frozen=True)
class Reading:
    """One field as it is read: a text, or a table with its head, or files."""

    label: str
    text: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[NamedFile, ...] | None = None


def readings(
    fields: tuple[Field, ...], values: dict[str, Any], categories: tuple[Category, ...], numbers: dict[str, int]
) -> tuple[Reading, ...]:
    """The fields in order; `numbers` maps the hash of a file to the claim that it can be fetched by."""
    return tuple(_reading(field, values.get(field.name, ""), categories, numbers) for field in fields)


def revision_readings(revision: Revision) -> tuple[tuple[Section, tuple[Reading, ...]], ...]:
    """What a revision says, section by section, under the form of its own time."""
    version, numbers = revision.form_version, numbers_by_hash(revision.project)
    categories = settings_by_kind(version, Category)
    content = as_read_today(revision.project, revision.content)
    return tuple((section, readings(fields, content, categories, numbers)) for section, fields in sections_of(version))


def application_readings(application: Application) -> tuple[tuple[Section, tuple[Reading, ...]], ...]:
    """What stands in the application now, section by section."""
    numbers = numbers_for(application)
    return tuple(
        (part.section, readings(part.fields, application.values, application.categories, numbers))
        for part in application.parts
    )


def numbers_for(application: Application) -> dict[str, int]:
    """For those who write, of what stands in the form; for others of what was handed in."""
    if application.is_writer:
        return {claim.file.sha256: claim.pk for claims in application.files.values() for claim in claims}
    return numbers_by_hash(application.project) if application.revisions else {}


def _reading(field: Field, value: Any, categories: tuple[Category, ...], numbers: dict[str, int]) -> Reading:
    if field.widget == "attachments":
        files = (
            NamedFile(row["name"], row["size"], row["sha256"], numbers.get(row["sha256"], 0)) for row in value or ()
        )
        return Reading(field.label, files=tuple(files))
    if field.widget in CELLS:
        head = tuple(cell.label for cell in CELLS[field.widget])
        return Reading(field.label, head=head, rows=rows_as_shown(field, value or []))
    return Reading(field.label, as_shown(field, value, categories))
