"""What stands in the way of an award, as findings with the clause of its tier."""

from collections.abc import Sequence
from dataclasses import dataclass

from lixiang.outcomes.rules.award_kinds import IMPACTS, AwardTier
from lixiang.workflow.findings import Finding


@dataclass(frozen=True)
class AwardFacts:
    """What the rules may know: the tier as the programme sets it (None: no longer), the project's end, what is taken.

    `given` counts the awards of the tier that were granted, this one aside; `impacts` are the levels of its evidence.
    """

    tier: AwardTier | None
    category: str
    is_concluded: bool
    grade: str
    impacts: tuple[str, ...]
    given: int


def level_of(impact: str) -> int:
    return list(IMPACTS).index(impact)


def blockers_to_proposing(facts: AwardFacts) -> tuple[Finding, ...]:
    """Everything but the number, which is counted when an award is granted: more may be proposed than are given."""
    tier = facts.tier
    if tier is None:
        return (Finding("no_such_tier", "本批次没有这个奖励等级，请刷新后再选。", field="tier"),)
    found: list[Finding] = []
    if not facts.is_concluded:
        found.append(Finding("not_concluded", "项目尚未结项，不能奖励。", tier.clause))
    if not tier.takes(facts.category):
        found.append(Finding("other_category", f"“{tier.title}”不用于这一类别的项目。", tier.clause, field="tier"))
    if not tier.admits(facts.grade):
        wanted, has = "、".join(tier.grades), facts.grade or "没有等次"
        found.append(Finding("grade_not_admitted", f"“{tier.title}”要求等次为{wanted}，本项目{has}。", tier.clause))
    return (*found, *_of_the_evidence(tier, facts.impacts))


def _of_the_evidence(tier: AwardTier, impacts: Sequence[str]) -> tuple[Finding, ...]:
    if not impacts:
        return (Finding("no_evidence", "请至少选择一件佐证材料，并注明影响层级。", tier.clause, field="evidence"),)
    if tier.least_impact and max(map(level_of, impacts)) < level_of(tier.least_impact):
        sentence = f"“{tier.title}”要求至少一件佐证材料的影响层级不低于{IMPACTS[tier.least_impact]}。"
        return (Finding("impact_too_low", sentence, tier.clause, field="evidence"),)
    return ()


def blockers_to_granting(facts: AwardFacts) -> tuple[Finding, ...]:
    """As when it was proposed, and the number of the tier."""
    found = blockers_to_proposing(facts)
    tier = facts.tier
    if tier is not None and tier.at_most and facts.given >= tier.at_most:
        sentence = f"“{tier.title}”至多{tier.at_most}个，已决定{facts.given}个，不能再增加。"
        return (*found, Finding("tier_is_full", sentence, tier.clause))
    return found
