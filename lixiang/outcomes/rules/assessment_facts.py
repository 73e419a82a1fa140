"""The conversion table as read from the settings of a programme, and what stands against using an assessment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lixiang.outcomes.rules.assessment import Table
from lixiang.outcomes.rules.conversion import Addition, AssessmentTerms, Conversion
from lixiang.programmes.rules.kind import Kind
from lixiang.ranking.rules.kinds import GradeCut
from lixiang.workflow.findings import Finding

NO_TERMS = "本批次的方案没有写年度党建考核怎样参考排名结果，不出考核结果；需要的，先在方案中补充“年度考核参考”。"


@dataclass(frozen=True)
class AssessmentFacts:
    """An assessment as it stands: whether the ranking, the awards and the table are still those it was made from."""

    clause: str
    is_current: bool = True


def table_of(rows: Iterable[Kind]) -> tuple[Table | None, tuple[Finding, ...]]:
    """The table of a programme, or every reason why there is none."""
    rows = tuple(rows)
    terms = next((row for row in rows if isinstance(row, AssessmentTerms)), None)
    if terms is None:
        return None, (Finding("no_assessment", NO_TERMS),)
    cuts = [row for row in rows if isinstance(row, GradeCut)]
    table = Table(
        terms,
        tuple(row for row in rows if isinstance(row, Conversion)),
        tuple(row for row in rows if isinstance(row, Addition)),
        {track: tuple(cut.title for cut in cuts if cut.track == track) for track in {cut.track for cut in cuts}},
    )
    found = tuple(_faults(table))
    return (None, found) if found else (table, ())


def _faults(table: Table) -> Iterator[Finding]:
    terms = table.terms
    if not table.converts and (terms.at_most or terms.counts):
        sentence = "方案没有折算表，也没有加分，“年度考核参考”的上限无从适用，请补充折算表或者删去上限。"
        yield Finding("limits_nothing", sentence, terms.clause)
    for row in table.conversions:
        known = (
            table.grades_of(row.track) if row.track else {each for own in (table.grades or {}).values() for each in own}
        )
        if row.grade and row.grade not in known:
            sentence = f"考核折算所写的等次“{row.grade}”不是排名的等次。"
            yield Finding("unknown_grade", sentence, row.clause)


def blockers_to_using(facts: AssessmentFacts) -> tuple[Finding, ...]:
    """Confirmed and issued is only what the last ranking and the record still say."""
    if facts.is_current:
        return ()
    return (Finding("outdated", "计算之后排名、奖励或者方案有变化，请重新计算考核结果。", facts.clause),)


def blockers_to_computing(clause: str, *, has_ranking: bool, is_corrected: bool, reason: str) -> Iterator[Finding]:
    if not has_ranking:
        yield Finding("no_ranking", "本年度的排名通报还没有印发，或者正在更正，不能计算考核结果。", clause)
    if is_corrected and not reason:
        yield Finding("reason_required", "考核结果已经印发，更正的应当写明理由。", clause, field="reason")
