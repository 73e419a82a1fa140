"""What an award asks: an end, a category, a grade, evidence that reaches far enough, and a free number."""

from dataclasses import replace

import pytest

from lixiang.outcomes.rules.award_kinds import AwardTier
from lixiang.outcomes.rules.awards import AwardFacts, blockers_to_granting, blockers_to_proposing

TIER = AwardTier(clause="二.5a", code="first", title="一等奖", ground="可复制", categories=("A",), grades=("优秀",))
FACTS = AwardFacts(tier=TIER, category="A", is_concluded=True, grade="优秀", impacts=("city",), given=0)


def codes(findings) -> list[tuple[str, str]]:
    return [(finding.code, finding.clause) for finding in findings]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"is_concluded": False}, "not_concluded"),
        ({"category": "B"}, "other_category"),
        ({"grade": "合格"}, "grade_not_admitted"),
        ({"grade": ""}, "grade_not_admitted"),
        ({"impacts": ()}, "no_evidence"),
    ],
)
def test_what_a_tier_does_not_admit_is_refused_with_its_clause(changed, code):
    assert codes(blockers_to_proposing(replace(FACTS, **changed))) == [(code, "二.5a")]


def test_what_fits_is_refused_nothing_and_a_tier_that_is_gone_is_said():
    assert blockers_to_proposing(FACTS) == blockers_to_granting(FACTS) == ()
    assert codes(blockers_to_granting(replace(FACTS, tier=None))) == [("no_such_tier", "")]


def test_a_tier_without_grades_or_categories_admits_every_concluded_project():
    tier = replace(TIER, categories=(), grades=())

    assert blockers_to_granting(replace(FACTS, tier=tier, grade="", category="B")) == ()


def test_the_highest_level_of_the_evidence_counts():
    facts = replace(FACTS, tier=replace(TIER, least_impact="province"))

    assert codes(blockers_to_proposing(facts)) == [("impact_too_low", "二.5a")]
    assert blockers_to_proposing(replace(facts, impacts=("county", "state"))) == ()


@pytest.mark.parametrize(
    ("at_most", "given", "is_refused"), [(0, 99, False), (2, 1, False), (2, 2, True), (2, 3, True)]
)
def test_the_number_of_a_tier_is_asked_when_it_is_granted_alone(at_most, given, is_refused):
    facts = replace(FACTS, tier=replace(TIER, at_most=at_most), given=given)

    assert blockers_to_proposing(facts) == ()
    assert codes(blockers_to_granting(facts)) == ([("tier_is_full", "二.5a")] if is_refused else [])


@pytest.mark.parametrize("wrong", [{"ground": " "}, {"at_most": -1}, {"at_most": 1000}, {"grades": (" ",)}])
def test_a_wrong_setting_is_said(wrong):
    assert len(list(replace(TIER, **wrong).faults())) == 1


def test_a_setting_says_itself_in_one_sentence():
    said = replace(TIER, at_most=3, least_impact="city").in_words(lambda kind, code: {"A": "A类", "city": "市级"}[code])

    assert said == "A类项目可复制的，结项后可以评为“一等奖”，等次为优秀，不超过3个，依据的影响层级不低于市级。"
