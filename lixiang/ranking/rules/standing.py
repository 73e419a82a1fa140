"""What stands against confirming, showing and issuing a ranking."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lixiang.ui.written import chinese_date
from lixiang.workflow.findings import Finding, Strictness


@dataclass(frozen=True)
class RankingFacts:
    """A ranking as it stands: what it rests on now, who lacks a score, what 公示 there is, what was objected."""

    clause: str
    at: datetime
    is_current: bool = True
    without_score: int = 0
    publicity_clause: str = ""
    has_publicity: bool = True
    public_until: datetime | None = None
    open_objections: int = 0
    upheld_objections: int = 0


def blockers_to_confirming(facts: RankingFacts) -> tuple[Finding, ...]:
    """Only what the sheets still say is confirmed; projects without a score want a word."""
    found = list(_outdated(facts))
    if facts.without_score:
        sentence = f"{facts.without_score}个项目没有得分，不参加排名；确认的应当写明理由。"
        found.append(Finding("without_score", sentence, facts.clause, Strictness.WARN, "reason"))
    return tuple(found)


def blockers_to_publishing(facts: RankingFacts) -> tuple[Finding, ...]:
    if not facts.has_publicity:
        return (Finding("no_publicity", "本批次的方案没有设置排名公示，请先在方案中补充。", facts.clause),)
    return (*_outdated(facts), *_open_objections(facts))


def blockers_to_issuing(facts: RankingFacts) -> tuple[Finding, ...]:
    """After the last day of 公示, with every objection answered and what was upheld corrected."""
    clause = facts.publicity_clause
    found = list(_outdated(facts))
    if facts.public_until and facts.at <= facts.public_until:
        sentence = f"公示至{chinese_date(facts.public_until)}止，期满后才能印发通报。"
        found.append(Finding("in_publicity", sentence, clause))
    found += _open_objections(facts)
    if facts.upheld_objections:
        sentence = f"{facts.upheld_objections}项异议成立，请更正评分表、重新计算排名后再印发通报。"
        found.append(Finding("upheld_objections", sentence, clause))
    return tuple(found)


def _outdated(facts: RankingFacts) -> Iterator[Finding]:
    if not facts.is_current:
        yield Finding("outdated", "评分表或者附加分在计算之后有变化，请重新计算排名。", facts.clause)


def _open_objections(facts: RankingFacts) -> Iterator[Finding]:
    """Those to this ranking and to the one that it corrects."""
    if facts.open_objections:
        yield Finding("open_objections", f"{facts.open_objections}项异议尚未处理。", facts.publicity_clause)
