"""The evidence matrix: promises as rows, evidence as columns, and what has no proof yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lixiang.closing.rules.kinds import PROMISES, MatrixTerms
from lixiang.closing.rules.promises import Promise
from lixiang.workflow.findings import Finding, Strictness

PROVEN, EXPLAINED, GAP, FREE = "proven", "explained", "gap", "free"
WORDS = {PROVEN: "已有佐证", EXPLAINED: "已说明", GAP: "缺佐证", FREE: "未附佐证"}
TONES = {PROVEN: "good", EXPLAINED: "attention", GAP: "bad", FREE: "neutral"}
SHORT = 40


@dataclass(frozen=True)
class Proof:
    """One column: a piece of evidence by its number, and the keys of the promises that it proves."""

    number: int
    kind: str
    proves: frozenset[str]


@dataclass(frozen=True)
class MatrixRow:
    """One promise, the evidence that proves it by number, and how it stands."""

    promise: Promise
    proofs: tuple[int, ...]
    state: str
    reason: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class Matrix:
    """The rows in the order of the promises, the numbers of the columns in the order of the evidence."""

    rows: tuple[MatrixRow, ...]
    columns: tuple[int, ...]

    @property
    def gaps(self) -> tuple[MatrixRow, ...]:
        return tuple(row for row in self.rows if row.state == GAP)

    @property
    def proven(self) -> int:
        return sum(row.state == PROVEN for row in self.rows)


def matrix_of(
    promises: tuple[Promise, ...],
    proofs: tuple[Proof, ...],
    reasons: Mapping[str, str],
    terms: MatrixTerms | None,
) -> Matrix:
    """What a promise without proof is depends on the terms: a gap, or free; a reason written for it explains it."""
    asked = terms.promises if terms else ()
    rows = tuple(_row(promise, proofs, reasons.get(promise.key, "").strip(), asked) for promise in promises)
    return Matrix(rows, tuple(proof.number for proof in proofs))


def _row(promise: Promise, proofs: tuple[Proof, ...], reason: str, asked: tuple[str, ...]) -> MatrixRow:
    own = tuple(proof.number for proof in proofs if promise.key in proof.proves)
    if own:
        return MatrixRow(promise, own, PROVEN)
    if reason:
        return MatrixRow(promise, (), EXPLAINED, reason)
    return MatrixRow(promise, (), GAP if promise.kind in asked else FREE)


def gap_findings(matrix: Matrix, terms: MatrixTerms | None) -> Iterator[Finding]:
    """One for each promise that the terms ask proof of and that has neither proof nor reason."""
    if terms is None:
        return
    for row in matrix.gaps:
        words = shortened(row.promise.words)
        sentence = f"{PROMISES[row.promise.kind]}“{words}”没有佐证材料对应，请标明由哪份材料证明，确无材料的写明原因。"
        yield Finding("gap", sentence, terms.clause, Strictness(terms.strictness), f"row-{row.promise.key}")


def shortened(words: str) -> str:
    """What names a promise in a sentence; the matrix shows it whole."""
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"
