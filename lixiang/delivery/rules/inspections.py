"""Inspections: the terms of the programme, what a record must hold before it counts, what may be suggested; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lixiang.delivery.rules.lamps import COLOUR_WORDS
from lixiang.programmes.rules.kind import Kind, Say, joined
from lixiang.workflow.findings import Finding, Strictness

GREEN, YELLOW, RED = "green", "yellow", "red"
# What an inspector means who suggests a colour for the lamp of a project.
LAMP_MEANINGS = {GREEN: "按计划推进", YELLOW: "需要关注", RED: "问题突出"}


@dataclass(frozen=True, kw_only=True)
class InspectionTerms(Kind):
    """How often a project is visited, the days to put things right, who may close a ticket, whether proof is asked."""

    TITLE = "督导"
    IS_RULE = False
    ONCE = True
    REFERS = {"closers": ("people.role",)}

    visits_per_year: int
    rectify_within_days: int
    closers: tuple[str, ...]
    proof_required: bool = True

    def in_words(self, say: Say) -> str:
        closers = joined([say("people.role", role) for role in self.closers])
        proof = "须附佐证" if self.proof_required else "可附佐证"
        return (
            f"每个项目每年督导{self.visits_per_year}次；整改期限一般为{self.rectify_within_days}天，"
            f"整改情况{proof}，由{closers}核查销号。"
        )

    def faults(self) -> Iterator[str]:
        if not 1 <= self.visits_per_year <= 52:
            yield "visits_per_year 应在1至52之间"
        if not 1 <= self.rectify_within_days <= 366:
            yield "rectify_within_days 应在1至366之间"
        if not self.closers:
            yield "closers 应写明由谁销号"


@dataclass(frozen=True)
class Observed:
    """What was written of one project; everything empty where it was not visited after all."""

    title: str
    text: str
    lamp: str
    reason: str

    @property
    def is_blank(self) -> bool:
        return not (self.text or self.lamp or self.reason)


@dataclass(frozen=True)
class VisitFacts:
    """What the table may know of an inspection: the day, the observations, the scan, what is still to be put right."""

    clause: str
    today: date
    visited_on: date | None
    observed: tuple[Observed, ...]
    has_scan: bool = False
    unsettled: int = 0


def blockers_to_record(facts: VisitFacts) -> tuple[Finding, ...]:
    """Why the record cannot be handed in: no day, a day to come, nothing or only half observed."""
    return (*_day(facts), *_observations(facts))


def blockers_to_enter(facts: VisitFacts) -> tuple[Finding, ...]:
    """A paper record is entered like any other, and with its scan."""
    lacking = (
        () if facts.has_scan else (Finding("no_scan", "请上传纸质督导记录的扫描件。", facts.clause, field="scan"),)
    )
    return (*blockers_to_record(facts), *lacking)


def blockers_to_close(facts: VisitFacts) -> tuple[Finding, ...]:
    """An inspection is done with when everything it found is put right."""
    if not facts.unsettled:
        return ()
    return (Finding("unsettled", f"还有{facts.unsettled}张整改单没有销号，不能办结。", facts.clause),)


def _day(facts: VisitFacts) -> Iterator[Finding]:
    if facts.visited_on is None:
        yield Finding("no_visit_day", "请填写实际督导日期。", facts.clause, field="visited_on")
    elif facts.visited_on > facts.today:
        yield Finding("visit_in_future", "督导日期还没有到，不能提交记录。", facts.clause, field="visited_on")


def _observations(facts: VisitFacts) -> Iterator[Finding]:
    written = [each for each in facts.observed if not each.is_blank]
    if not written:
        yield Finding("nothing_observed", "还没有填写任何项目的督导情况。", facts.clause)
    for each in written:
        if not (each.text and each.lamp):
            sentence = f"“{each.title}”的督导情况和建议亮灯都要填写。"
            yield Finding("half_observed", sentence, facts.clause)
        elif each.lamp != GREEN and not each.reason:
            sentence = f"“{each.title}”建议亮{COLOUR_WORDS[each.lamp]}，请写明理由。"
            yield Finding("lamp_without_reason", sentence, facts.clause)
    left_out = len(facts.observed) - len(written)
    if written and left_out:
        sentence = f"还有{left_out}个项目没有填写，提交后视为本次未到，请说明理由。"
        yield Finding("left_out", sentence, facts.clause, Strictness.WARN, field="reason")


def own_unit(conflicts: tuple[tuple[str, str], ...], clause: str) -> tuple[Finding, ...]:
    """Nobody inspects an organisation at which they hold a role; pairs of person and project."""
    return tuple(
        Finding("own_unit", f"{person}在“{title}”的有关单位任职，应当回避，不能督导本单位的项目。", clause)
        for person, title in conflicts
    )


@dataclass(frozen=True)
class Suggestion:
    """What the last confirmed observation of a project suggests for its lamp."""

    lamp: str
    reason: str
    visited_on: date
    inspection: str

    @property
    def word(self) -> str:
        return COLOUR_WORDS[self.lamp]


def visits_lacking(visits: int, wanted: int) -> int:
    """How many visits of the year are still to come."""
    return max(0, wanted - visits)
