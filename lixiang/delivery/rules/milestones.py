"""What stands against reporting a milestone as done, taking that back, and reporting what a goal has reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lixiang.documents.dates import official_date
from lixiang.workflow.findings import Finding

# More than live in any county; a slip of the keyboard is told at once.
MOST_PARTICIPANTS = 1_000_000
LONGEST_VALUE = 200


@dataclass(frozen=True)
class PlannedFacts:
    """What the rules may know of one row of a plan: its place in the year, its project, the setting it rests on."""

    today: date
    starts_on: date
    is_active: bool
    project_word: str
    is_retired: bool
    clause: str
    counts_participants: bool = True
    needs_evidence: bool = False


@dataclass(frozen=True)
class Completion:
    """What is reported of a milestone that is done; `participants` is a number of people, never who they are."""

    done_on: date
    participants: int | None = None
    has_evidence: bool = False


def blockers_to_completion(facts: PlannedFacts, report: Completion) -> tuple[Finding, ...]:
    return (*_closed(facts), *_day_findings(facts, report.done_on, "done_on"), *_count_findings(facts, report))


def blockers_to_reopening(facts: PlannedFacts) -> tuple[Finding, ...]:
    return tuple(_closed(facts))


def goal_findings(facts: PlannedFacts, reached: str, reached_on: date) -> tuple[Finding, ...]:
    """What stands against a value reached on a day."""
    return (*_closed(facts), *_value_findings(facts, reached), *_day_findings(facts, reached_on, "reached_on"))


def _closed(facts: PlannedFacts) -> Iterator[Finding]:
    if not facts.is_active:
        sentence = f"项目当前为“{facts.project_word}”，实施中的项目才能报告进展。"
        yield Finding("project_not_active", sentence, facts.clause)
    if facts.is_retired:
        yield Finding("no_longer_planned", "经批准的变更已将此项调出计划，不再报告。", facts.clause)


def _day_findings(facts: PlannedFacts, day: date, field: str) -> Iterator[Finding]:
    if day > facts.today:
        yield Finding("day_in_the_future", "日期不能晚于今天。", facts.clause, field=field)
    elif day < facts.starts_on:
        sentence = f"日期不能早于开始时间（{official_date(facts.starts_on)}）。"
        yield Finding("day_before_start", sentence, facts.clause, field=field)


def _count_findings(facts: PlannedFacts, report: Completion) -> Iterator[Finding]:
    if facts.counts_participants and report.participants is None:
        sentence = "请填写参与党员人次；没有组织党员参与的，填0。"
        yield Finding("no_participants", sentence, facts.clause, field="participants")
    if report.participants is not None and not 0 <= report.participants <= MOST_PARTICIPANTS:
        sentence = f"参与党员人次应在0至{MOST_PARTICIPANTS}之间。"
        yield Finding("senseless_count", sentence, facts.clause, field="participants")
    if facts.needs_evidence and not report.has_evidence:
        yield Finding("no_evidence", "请上传能体现完成情况的佐证材料。", facts.clause, field="evidence")


def _value_findings(facts: PlannedFacts, reached: str) -> Iterator[Finding]:
    if not reached.strip():
        yield Finding("no_value", "请填写完成值。", facts.clause, field="reached")
    elif len(reached.strip()) > LONGEST_VALUE:
        yield Finding("value_too_long", f"完成值不超过{LONGEST_VALUE}字。", facts.clause, field="reached")
