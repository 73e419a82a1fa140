"""What stands in the way of a panel's next phase, and who sees what of the scores in which phase; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lixiang.appraisal.rules.kinds import Visibility
from lixiang.workflow.findings import Finding, Strictness


@dataclass(frozen=True)
class PanelFacts:
    """A panel as it stands; names are those of judges, titles those of projects."""

    clause: str
    judges: int
    projects: int
    indicators: bool
    undeclared: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    open_sheets: int = 0


def blockers_to_declaring(facts: PanelFacts) -> tuple[Finding, ...]:
    """A panel without judges, projects or a rubric asks nobody to declare anything."""
    return tuple(_missing(facts))


def _missing(facts: PanelFacts) -> Iterator[Finding]:
    if not facts.judges:
        yield Finding("no_judges", "评审组还没有评委。", facts.clause)
    if not facts.projects:
        yield Finding("no_projects", "评审组还没有受评项目。", facts.clause)
    if not facts.indicators:
        yield Finding("no_rubric", "方案没有设置评分指标，不能评分。", facts.clause)


def blockers_to_opening(facts: PanelFacts) -> tuple[Finding, ...]:
    """Materials open only after every judge has declared; too few judges for a project needs a reason."""
    return (*_missing(facts), *_not_ready(facts))


def _not_ready(facts: PanelFacts) -> Iterator[Finding]:
    if facts.undeclared:
        sentence = f"{'、'.join(facts.undeclared)}尚未作回避申报，材料不能开放。"
        yield Finding("undeclared", sentence, facts.clause)
    if facts.lacking:
        sentence = f"{_named(facts.lacking)}的评委人数不足，确需开放的，写明理由。"
        yield Finding("too_few_judges", sentence, facts.clause, Strictness.WARN)


def blockers_to_closing(facts: PanelFacts) -> tuple[Finding, ...]:
    """Scoring may end with sheets missing, with a reason: they count for nothing."""
    if not facts.open_sheets:
        return ()
    sentence = f"还有{facts.open_sheets}份评分表未提交，结束后不再接收、不计分；确需结束的，写明理由。"
    return (Finding("sheets_missing", sentence, facts.clause, Strictness.WARN),)


def _named(titles: tuple[str, ...]) -> str:
    shown = "、".join(f"“{title}”" for title in titles[:3])
    return f"{shown}等{len(titles)}个项目" if len(titles) > 3 else shown


def sees(rows: Iterable[Visibility], audience: str, phase: str) -> str:
    """ "" nothing, "totals", or "lines"."""
    return next((row.sees for row in rows if (row.audience, row.phase) == (audience, phase)), "")
