"""What an import would do, before it does it; pure."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN_ERRORS = 500


@dataclass(frozen=True, order=True)
class RowError:
    """What is wrong in one cell: the row as Excel numbers it, the heading of the column, and the sentence."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"第{self.row}行 {self.column}：{self.sentence}"


@dataclass(frozen=True)
class Change:
    """One organisation or account that would be added or changed: field title -> (before, after)."""

    row: int
    key: str
    name: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """The whole import: nothing is applied while `errors` is not empty."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    errors: tuple[RowError, ...] = ()
    applied: bool = False
    passwords: tuple[tuple[str, str, str], ...] = ()  # username, name, initial password; shown once, kept nowhere

    @property
    def is_clean(self) -> bool:
        return not self.errors

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.errors)

    @property
    def fingerprint(self) -> str:
        """Changes when the import would do something else than what was shown."""
        shown = [asdict(change) for change in (*self.added, *self.changed)]
        return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """For --json and the log of a command."""
        return {
            "added": [asdict(change) for change in self.added],
            "changed": [asdict(change) for change in self.changed],
            "unchanged": self.unchanged,
            "errors": [asdict(error) for error in self.errors],
            "applied": self.applied,
        }
