"""The application as a reviewer reads it: section by section, short answers in front of the long ones."""

from dataclasses import dataclass

from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Revision
from lixiang.projects.queries.form import sections_of
from lixiang.projects.queries.reading import Reading, readings
from lixiang.projects.rules.kinds import Category, Field, Section


@dataclass(frozen=True)
class Sheet:
    """One section of the form with what was answered in it."""

    code: str
    title: str
    short: tuple[Reading, ...]
    long: tuple[Reading, ...]


def sheets_of(revision: Revision) -> tuple[Sheet, ...]:
    """The revision by the form that it was handed in on; no query beyond the settings of that form.

    Attachments are fetched by their hash, so their numbers are not asked for.
    """
    version = revision.form_version
    categories = settings_by_kind(version, Category)
    return tuple(
        _sheet(section, fields, readings(fields, revision.content, categories, {}))
        for section, fields in sections_of(version)
    )


def _sheet(section: Section, fields: tuple[Field, ...], answers: tuple[Reading, ...]) -> Sheet:
    pairs = tuple(zip(fields, answers, strict=True))
    return Sheet(
        section.code,
        section.title,
        tuple(answer for field, answer in pairs if not _is_long(field, answer)),
        tuple(answer for field, answer in pairs if _is_long(field, answer)),
    )


def _is_long(field: Field, answer: Reading) -> bool:
    return field.widget == "text" or bool(answer.head) or answer.files is not None
