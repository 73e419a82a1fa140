"""Which papers a batch of decisions calls for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Paper(StrEnum):
    """What goes out after a publication: the name of its wording."""

    PUBLICITY = "publicity"
    APPROVAL_LIST = "approval_list"
    REPLY = "reply"
    DECLINE = "decline"


@dataclass(frozen=True)
class Part:
    """One paper of a publication, to one organisation or to all (0)."""

    paper: Paper
    organisation: int = 0


# Which verdict a paper speaks of, and whether each organisation gets its own.
PAPERS = (
    (Paper.PUBLICITY, "shortlist", False),
    (Paper.APPROVAL_LIST, "approve", False),
    (Paper.REPLY, "approve", True),
    (Paper.DECLINE, "decline", True),
)


def parts_of(decided: Iterable[tuple[str, int]], worded: Collection[str]) -> tuple[Part, ...]:
    """The papers that a batch of (verdict, organisation) calls for, in order; those without a wording are not used."""
    organisations: dict[str, dict[int, None]] = {}
    for verdict, organisation in decided:
        organisations.setdefault(verdict, {})[organisation] = None
    found: list[Part] = []
    for paper, verdict, is_for_each in PAPERS:
        if paper in worded and verdict in organisations:
            found += [Part(paper, each) for each in organisations[verdict]] if is_for_each else [Part(paper)]
    return tuple(found)
