"""The content of a revision: its canonical form, its hash, and what changed from one to the next."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from lixiang.projects.rules.kinds import Field


@dataclass(frozen=True)
class Difference:
    """One field that changed, as text before and after."""

    field: str
    label: str
    section: str
    before: str
    after: str


def canonical(content: dict[str, Any]) -> str:
    """The one text of a content that the hash is taken of."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def as_text(value: Any) -> str:
    """A field's value as a person reads it: a row per line, cells parted by a wide bar."""
    if isinstance(value, list):
        return "\n".join("｜".join(str(cell) for cell in row.values() if str(cell)) for row in value)
    return "" if value is None else str(value)


def differences(before: dict[str, Any], after: dict[str, Any], fields: tuple[Field, ...]) -> tuple[Difference, ...]:
    """What changed, field by field in the order of the form; fields that only one side has count as changed."""
    changed = (
        Difference(field.name, field.label, field.section, *(as_text(side.get(field.name)) for side in (before, after)))
        for field in fields
    )
    return tuple(difference for difference in changed if difference.before != difference.after)
