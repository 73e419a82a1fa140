"""What stands in the way of a recommendation upward, as findings with the clause of the programme's terms."""

from dataclasses import dataclass

from lixiang.outcomes.rules.recommendation_kinds import UPWARD, RecommendationTerms
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class RecommendationFacts:
    """What the rules may know; `at_level` counts the living recommendations to the same level, this one aside."""

    terms: RecommendationTerms | None
    level: str
    is_concluded: bool
    grade: str
    is_awarded: bool
    at_level: int


def blockers_to_recommending(facts: RecommendationFacts) -> tuple[Finding, ...]:
    """Asked when it is drafted and again when it is sent."""
    terms = facts.terms
    if terms is None:
        return (Finding("no_terms", "本批次没有设置向上推荐，请先在方案中设置。"),)
    found: list[Finding] = []
    if facts.level not in terms.levels:
        found.append(Finding("no_such_level", "本批次不向这一级推荐，请刷新后再选。", terms.clause, field="level"))
    if not facts.is_concluded:
        found.append(Finding("not_concluded", "项目尚未结项，不能推荐。", terms.clause))
    if terms.grades and facts.grade not in terms.grades:
        sentence = f"推荐的项目等次应为{'、'.join(terms.grades)}，本项目{facts.grade or '没有等次'}。"
        found.append(Finding("grade_not_admitted", sentence, terms.clause))
    if terms.needs_award and not facts.is_awarded:
        found.append(Finding("not_awarded", "推荐的项目应当已经通报奖励。", terms.clause))
    if facts.at_level:
        where = UPWARD.get(facts.level, facts.level)
        found.append(
            Finding("recommended_already", f"本项目已向{where}推荐，不能重复推荐。", terms.clause, field="level")
        )
    return tuple(found)
