"""The content of a revision: its clean text, its canonical form and hash, how it reads, and what changed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from lixiang.documents.dates import official_date
from lixiang.documents.plain_text import clean
from lixiang.projects.rules.cells import CELLS
from lixiang.projects.rules.kinds import Category, Field
from lixiang.projects.rules.words import LEADER_POST_WORDS, RESULT_WORDS


@dataclass(frozen=True)
class Difference:
    """One field that changed, as text before and after."""

    field: str
    label: str
    section: str
    before: str
    after: str


def tidy(text: str) -> str:
    """What is stored of a typed text: the characters that paper can show, no blanks at the ends."""
    return clean(text).strip()


def canonical(content: dict[str, Any]) -> str:
    """The one text of a content that the hash is taken of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def as_shown(field: Field, value: Any, categories: tuple[Category, ...] = ()) -> str:
    """A field's value as a person reads it; rows of a table as lines, cells parted by a wide bar."""
    if isinstance(value, list):
        return "\n".join("｜".join(cell for cell in row if cell) for row in rows_as_shown(field, value))
    text = "" if value is None else str(value)
    if field.widget == "category":
        return category_words(text, categories)
    if field.widget == "leader_post":
        return LEADER_POST_WORDS.get(text, text)
    return day_as_shown(text) if field.widget == "date" else text


def rows_as_shown(field: Field, rows: list[dict[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table (of files: their names) with dates and kinds of result in words."""
    if field.widget == "attachments":
        return tuple((str(row["name"]),) for row in rows)
    return tuple(tuple(_cell(cell.shape, str(row.get(cell.name, ""))) for cell in CELLS[field.widget]) for row in rows)


def _cell(shape: str, text: str) -> str:
    if shape == "date":
        return day_as_shown(text)
    return RESULT_WORDS.get(text, text) if shape == "result" else text


@lru_cache(4096)  # a year has few days, and a workbook names each thousands of times
def day_as_shown(text: str) -> str:
    """2018年12月31日; what is no date stays as it is."""
    try:
        return official_date(date.fromisoformat(text))
    except ValueError:
        return text


def category_words(code: str, categories: tuple[Category, ...]) -> str:
    """A类 创新实践; a code that the programme does not know stays as it is."""
    return next((f"{code}类 {each.title}" for each in categories if each.code == code), code)


def differences(
    before: dict[str, Any], after: dict[str, Any], fields: tuple[Field, ...], categories: tuple[Category, ...] = ()
) -> tuple[Difference, ...]:
    """What changed, field by field in the order of the form; fields that only one side has count as changed."""
    changed = (
        Difference(
            field.name,
            field.label,
            field.section,
            *(as_shown(field, side.get(field.name), categories) for side in (before, after)),
        )
        for field in fields
        if before.get(field.name) != after.get(field.name)
    )
    return tuple(difference for difference in changed if difference.before or difference.after)


def both_texts(
    fields: tuple[Field, ...], mine: dict[str, Any], theirs: dict[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    """Label, my text, their text of every field in which two versions of a section differ."""
    pairs = (
        (field.label, as_shown(field, mine.get(field.name)), as_shown(field, theirs.get(field.name)))
        for field in fields
    )
    return tuple(pair for pair in pairs if pair[1].split() != pair[2].split())
