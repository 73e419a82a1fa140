"""The transition table of a stage: rows that an official can read, and the questions asked of them; pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lixiang.workflow.findings import Finding

Who = Callable[[Any, Any], bool]
Blockers = Callable[..., tuple[Finding, ...]]


@dataclass(frozen=True)
class Row:
    """One legal move: verb, from, to, who, what may still block it, what it rests on, the stage that owns the verb.

    `rests_on` names the kind of setting whose clause the move cites, since clauses are data of the programme.
    `needs` is the dataclass of facts that a later stage must hand over; `move` refuses the row without them.
    """

    verb: str
    label: str
    from_: tuple[str, ...]
    to: str
    who: Who
    blockers: Blockers | None = None
    rests_on: str = ""
    stage: str = ""
    needs: type | None = None
    reason_required: bool = False


class Table:
    """The rows of one thing's life; a verb may stand in several rows as long as their sources differ."""

    def __init__(self, *rows: Row, finals: tuple[str, ...] = ()) -> None:
        self.rows = rows
        self.finals = finals
        sources = [(row.verb, source) for row in rows for source in row.from_]
        if len(sources) != len(set(sources)):
            raise ValueError("two rows answer for the same verb and status")

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def row(self, verb: str, status: str) -> Row | None:
        """The row that answers for this verb in this status, if any."""
        return next((row for row in self.rows if row.verb == verb and status in row.from_), None)

    def offered_to(self, user: Any, thing: Any) -> tuple[Row, ...]:
        """The moves that this person may make on this thing as it stands (what may block them is asked later)."""
        return tuple(row for row in self.rows if thing.status in row.from_ and row.who(user, thing))

    def as_mermaid(self, words: dict[str, str]) -> str:
        """The diagram of docs/lifecycle.md; `words` maps a status to its official term."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {status}: {word}" for status, word in words.items()]
        lines += [f"    {source} --> {row.to}: {row.verb}" for row in self.rows for source in row.from_]
        return "\n".join(lines)
