"""Who must keep away from which project, by the grounds that the programme sets; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lixiang.appraisal.rules.kinds import Conflict


@dataclass(frozen=True)
class Place:
    """An organisation that a judge belongs to: its key, its path in the tree, the names it goes by."""

    pk: int
    path: str
    names: frozenset[str]


@dataclass(frozen=True)
class JudgeFacts:
    """What a judge has to do with: the names of the person, the organisations of posts and roles."""

    names: frozenset[str]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Ties:
    """Who stands behind a project: its organisations, the subtree that nominated it, joint ones, its people."""

    organisations: frozenset[int]
    nominating_path: str
    joint: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def _same_organisation(judge: JudgeFacts, ties: Ties) -> bool:
    return any(place.pk in ties.organisations for place in judge.places)


def _same_subtree(judge: JudgeFacts, ties: Ties) -> bool:
    return any(place.path.startswith(ties.nominating_path) for place in judge.places)


def _joint_organisation(judge: JudgeFacts, ties: Ties) -> bool:
    return any(place.names & ties.joint for place in judge.places)


def _own_project(judge: JudgeFacts, ties: Ties) -> bool:
    return bool(judge.names & ties.people)


FOUND_BY: dict[str, Callable[[JudgeFacts, Ties], bool]] = {
    "same_organisation": _same_organisation,
    "same_subtree": _same_subtree,
    "joint_organisation": _joint_organisation,
    "own_project": _own_project,
}


def ground_between(judge: JudgeFacts, ties: Ties, rows: Iterable[Conflict]) -> Conflict | None:
    """The first ground of the programme on which this judge keeps away; a declared one is the judge's to say."""
    return next((row for row in rows if row.ground in FOUND_BY and FOUND_BY[row.ground](judge, ties)), None)
