"""Rectification tickets: what must be said when one is opened, answered or extended, and how its day stands; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class OpeningFacts:
    """A ticket about to be opened: what is to be put right, by which of the project's organisations, by when."""

    clause: str
    today: date
    visited_on: date
    requirement: str
    due_on: date | None
    organisation: int
    organisations: frozenset[int]


def standing_against_opening(facts: OpeningFacts) -> tuple[Finding, ...]:
    return tuple(_against_opening(facts))


def _against_opening(facts: OpeningFacts) -> Iterator[Finding]:
    if not facts.requirement:
        yield Finding("no_requirement", "请写明要整改什么。", facts.clause, field="requirement")
    if facts.organisation not in facts.organisations:
        sentence = "整改责任单位应当是该项目的责任单位、填报单位或者申报单位之一。"
        yield Finding("foreign_organisation", sentence, facts.clause, field="organisation")
    if facts.due_on is None:
        yield Finding("no_due_date", "请填写整改期限。", facts.clause, field="due_on")
    elif facts.due_on < facts.visited_on:
        yield Finding("due_before_visit", "整改期限不能早于督导日期。", facts.clause, field="due_on")
    elif facts.due_on < facts.today:
        yield Finding("due_in_past", "整改期限已经过去，请另定日期。", facts.clause, field="due_on")


def standing_against_demand(clause: str, today: date, requirement: str, due_on: date | None) -> tuple[Finding, ...]:
    """A 中期检查 that ends in 限期整改 says what is to be put right and by when."""
    lacking = []
    if not requirement:
        sentence = "结果为限期整改的，请在审核意见中写明要整改什么。"
        lacking.append(Finding("no_requirement", sentence, clause, field="opinion"))
    if due_on is None:
        lacking.append(Finding("no_due_date", "结果为限期整改的，请填写整改期限。", clause, field="rectify_by"))
    elif due_on < today:
        lacking.append(Finding("due_in_past", "整改期限已经过去，请另定日期。", clause, field="rectify_by"))
    return tuple(lacking)


@dataclass(frozen=True)
class Ground:
    """What a ticket rests on: a visit or a check, its clause, its day, and what was found then."""

    what: str
    clause: str
    on: date
    found: str


@dataclass(frozen=True)
class RectificationFacts:
    """What the table may know of a ticket: the answer as it is about to be given, and how much proof stands by it."""

    clause: str
    answer: str
    proofs: int
    proof_required: bool


def blockers_to_answer(facts: RectificationFacts) -> tuple[Finding, ...]:
    """An answer says what was done and shows it."""
    lacking = []
    if not facts.answer:
        lacking.append(Finding("no_answer", "请写明整改情况。", facts.clause, field="answer"))
    if facts.proof_required and not facts.proofs:
        lacking.append(Finding("no_proof", "请上传整改佐证（照片、文件等）。", facts.clause, field="proofs"))
    return tuple(lacking)


def blockers_to_close(facts: RectificationFacts) -> tuple[Finding, ...]:
    """Nothing is closed that was not answered."""
    return () if facts.answer else (Finding("no_answer", "还没有收到整改情况，不能销号。", facts.clause),)


def standing_against_extension(due_on: date, until: date | None, today: date, clause: str) -> tuple[Finding, ...]:
    """An extension gives more time, never less, and never ends before it is given."""
    if until is None or until <= due_on:
        return (Finding("not_later", "延长后的期限应当晚于现在的期限。", clause, field="due_on"),)
    if until < today:
        return (Finding("due_in_past", "延长后的期限已经过去，请另定日期。", clause, field="due_on"),)
    return ()


@dataclass(frozen=True)
class Unsettled:
    """A ticket that is not closed, as a lamp or a list of another room reads it."""

    ref: str
    due_on: date
    is_answered: bool

    def is_overdue(self, today: date) -> bool:
        """Late by the responsible organisation; one that waits to be checked is late by nobody."""
        return not self.is_answered and today > self.due_on
