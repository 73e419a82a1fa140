"""The score certificate (得分证书): all inputs and workings of a ranking as one JSON text with its hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from lixiang.programmes.rules.kind import Kind, parameters_of
from lixiang.ranking.rules.aggregate import Score
from lixiang.ranking.rules.calibrated import Advice, advice_of
from lixiang.ranking.rules.firmness import ROUNDS, Firmness, firmness_of
from lixiang.ranking.rules.grades import GradeUse
from lixiang.ranking.rules.ranking import Facts, rank
from lixiang.ranking.rules.settings import KINDS
from lixiang.ranking.rules.sheets import Bonus, Entry, Sheet
from lixiang.ranking.rules.standardise import Level

FORMAT = "lixiang-score-certificate/1"
NAME_OF = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True)
class Heading:
    """Of which programme it is, the number of the 通报 that it belongs to, and the head of the history chain then."""

    programme: str
    title: str
    year: int
    notice_number: str = ""
    document_number: str = ""
    history_head: str = ""


@dataclass(frozen=True)
class SettingRow:
    """One setting of the programme as the certificate writes it."""

    kind: str
    clause: str
    strictness: str
    note: str
    parameters: Mapping[str, str | int | bool]


@dataclass(frozen=True)
class Result:
    """What is published of a project: its place within the scope, its score, its grade."""

    project: str
    scope: str
    place: int | None
    total: int | None
    grade: str
    shared: int
    breaks: tuple[int | None, ...]
    decided_by: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Everything that follows from the inputs, and that a verifier computes anew."""

    levels: tuple[Level, ...]
    workings: tuple[Score, ...]
    results: tuple[Result, ...]
    grades: tuple[GradeUse, ...]
    firmness: Firmness
    advice: Advice


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """The whole; points are integers of a thousandth, judges are codes, `hash` is over all the rest."""

    format: str
    heading: Heading
    settings: tuple[SettingRow, ...]
    entries: tuple[Entry, ...]
    sheets: tuple[Sheet, ...]
    bonuses: tuple[Bonus, ...]
    outcome: Outcome
    hash: str


def certify(facts: Facts, heading: Heading, *, seed: int, rounds: int = ROUNDS) -> Certificate:
    """Rank and certify. Raises Refused where the facts cannot be ranked."""
    made = Certificate(
        format=FORMAT,
        heading=heading,
        settings=tuple(row_of(setting) for setting in facts.settings.rows),
        entries=facts.entries,
        sheets=facts.sheets,
        bonuses=facts.bonuses,
        outcome=outcome_of(facts, seed=seed, rounds=rounds),
        hash="",
    )
    return replace(made, hash=digest(as_json(made)))


def outcome_of(facts: Facts, *, seed: int, rounds: int) -> Outcome:
    """All that is computed, official and advice, in a fixed order."""
    ranking = rank(facts)
    results = tuple(
        Result(
            each.project,
            each.scope,
            each.place,
            each.total,
            ranking.grades.get(each.project, ""),
            each.shared,
            each.breaks,
            each.decided_by,
        )
        for each in ranking.places
    )
    return Outcome(
        levels=ranking.levels,
        workings=tuple(ranking.scores[entry.project] for entry in facts.entries),
        results=results,
        grades=ranking.grade_uses,
        firmness=firmness_of(facts, seed=seed, rounds=rounds),
        advice=advice_of(facts),
    )


def row_of(setting: Kind) -> SettingRow:
    return SettingRow(
        NAME_OF[type(setting)], setting.clause, str(setting.strictness), setting.note, parameters_of(setting)
    )


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Made once per class: building one costs more than reading a small certificate."""
    return TypeAdapter(kind)


def as_json(value: Any) -> Any:
    """A certificate, or a part of it, as dictionaries, lists, texts and whole numbers."""
    kind: Any = type(value)
    return adapter(kind).dump_python(value, mode="json")


def canonical(content: Any) -> str:
    """The one text of it: keys sorted, no blanks, characters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical text without the hash itself."""
    return hashlib.sha256(canonical({**content, "hash": ""}).encode()).hexdigest()


def write(certificate: Certificate) -> bytes:
    """The file: the canonical text and a line end."""
    return f"{canonical(as_json(certificate))}\n".encode()
