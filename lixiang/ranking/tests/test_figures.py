"""Scores against computations that share no line with ours: statistics, numpy, scipy; and by hand."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import fmean, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import trim_mean

from lixiang.ranking.rules.aggregate import COUNTED
from lixiang.ranking.rules.calibrated import MOST_OUTRIGHT, UNIT, advice_of, fit
from lixiang.ranking.rules.firmness import MOST_ROUNDS, MOST_WORK, ROUNDS, firmness_of, rounds_for
from lixiang.ranking.rules.points import half_up, share_written, written
from lixiang.ranking.rules.ranking import rank
from lixiang.ranking.tests.examples import CLAUSE, SETTINGS, example, panel_facts
from lixiang.ranking.tests.generated import GradeCut, Source, TieRule, facts
from lixiang.workflow.findings import Refused

totals = st.lists(st.integers(0, 100_000), min_size=1, max_size=9)


def score(points, **method):
    of = panel_facts({"P": [each / 1000 for each in points]}, **method)
    return rank(of).scores["P"].sources[0]


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_goes_up(numerator, denominator):
    exact = Fraction(numerator, denominator) + Fraction(1, 2)

    assert half_up(numerator, denominator) == exact.numerator // exact.denominator


def test_a_positive_half_goes_up_as_decimal_does():
    for n in range(2000):
        assert half_up(n, 16) == int((Decimal(n) / 16).quantize(Decimal(1), ROUND_HALF_UP))


@given(totals)
def test_mean_and_median_agree_with_the_standard_library(points):
    assert abs(score(points).score - fmean(points)) <= 0.5 + 1e-9
    assert abs(score(points, name="median").score - median(points)) <= 0.5
    assert score(points, name="median").score == half_up(int(2 * median(points)), 2)


@given(st.lists(st.integers(0, 100_000), min_size=5, max_size=9))
def test_the_trimmed_mean_agrees_with_scipy(points):
    found = score(points, name="trimmed_mean", drop_high=1, drop_low=1, minimum_sheets=3)

    assert abs(found.score - trim_mean(np.array(points, float), 1 / len(points) + 1e-12)) <= 0.5 + 1e-6


def test_the_worked_example_of_the_manual_comes_out_by_hand():
    found = rank(example())

    scores = {name: written(each.total) for name, each in found.scores.items()}
    assert scores == {"P1": "90.483", "P2": "91.85", "P3": "89.4", "P4": "59.9"}
    assert [each.project for each in found.places] == ["P2", "P1", "P3", "P4"]
    assert found.grades == {"P2": "优秀", "P1": "优秀", "P3": "合格", "P4": "不合格"}


def test_the_workings_say_which_sheet_counted():
    part = rank(example()).scores["P1"].sources[0]

    assert [(each.judge, each.raw, each.use) for each in part.sheets] == [
        ("评委1", 88_000, COUNTED),
        ("评委2", 90_000, COUNTED),
        ("评委3", 91_500, COUNTED),
        ("评委4", 95_000, "high"),
        ("评委5", 70_000, "low"),
    ]
    assert (part.total, part.count, part.score) == (269_500, 3, 89_833)


def test_a_bonus_is_capped_and_kept_from_whoever_is_below_its_condition():
    scores = rank(example()).scores

    assert [(each.counted, each.why) for each in scores["P2"].bonuses] == [(5_000, "最多加5分")]
    assert [(each.counted, each.why) for each in scores["P4"].bonuses] == [(0, "加分前低于80分，不加分")]


def test_too_few_sheets_give_no_score_no_place_and_the_reason():
    of = panel_facts(
        {"P": [80, 90, 70, 60], "Q": [80, 90, None, None]},
        name="trimmed_mean",
        drop_high=1,
        drop_low=1,
        minimum_sheets=3,
    )
    found = rank(of)

    assert found.place_by_project["Q"].place is None
    assert found.scores["Q"].why_none == "评审组有效评分2份，少于3份"
    assert "Q" not in found.grades


def test_an_optional_source_that_is_lacking_leaves_the_weight_to_the_others():
    panel, department = SETTINGS.sources
    of = example(replace(SETTINGS, sources=(panel, replace(department, optional=True))))
    without = replace(of, sheets=tuple(each for each in of.sheets if each.source == "panel"))

    assert rank(without).scores["P1"].weighted == rank(of).scores["P1"].sources[0].score
    refused = replace(without, settings=SETTINGS)
    assert rank(refused).scores["P1"].why_none == "主管单位有效评分0份，少于1份"


def test_nothing_scored_by_sources_that_are_all_optional_is_no_score():
    of = panel_facts({"P": [None]})
    source = Source(**CLAUSE, code="panel", title="评审组", weight=1000, optional=True)

    assert rank(replace(of, settings=replace(of.settings, sources=(source,)))).scores["P"].why_none


def test_tie_rules_part_equals_in_their_order():
    rows = {"P": [80, 90], "Q": [85, 85], "R": [85, 85]}
    of = panel_facts(rows)
    lowest = replace(of, settings=replace(of.settings, tie_rules=(TieRule(**CLAUSE, by="lowest"),)))

    assert [each.place for each in rank(of).places] == [1, 1, 1]
    assert [(e.project, e.place, e.decided_by) for e in rank(lowest).places] == [("Q", 1, 0), ("R", 1, 0), ("P", 3, 1)]


def test_a_figure_that_a_tie_rule_asks_for_and_that_is_lacking_comes_last():
    of = panel_facts({"P": [85], "Q": [85]})
    sheets = (replace(of.sheets[0], lines=()), of.sheets[1])
    rules = (TieRule(**CLAUSE, by="indicator", indicator="goal"),)

    found = rank(replace(of, sheets=sheets, settings=replace(of.settings, tie_rules=rules)))
    assert [(each.project, each.breaks) for each in found.places] == [("Q", (51_000,)), ("P", (None,))]


@pytest.mark.parametrize(("rounding", "best"), [("down", 1), ("half_up", 2), ("up", 2)])
def test_seats_are_rounded_as_stated(rounding, best):
    of = panel_facts({"P": [90], "Q": [80], "R": [70]})
    cuts = (GradeCut(**CLAUSE, title="优秀", at_most=500, rounding=rounding), GradeCut(**CLAUSE, title="合格"))

    found = rank(replace(of, settings=replace(of.settings, grade_cuts=cuts)))
    assert list(found.grades.values()).count("优秀") == best


def test_equals_across_the_border_of_a_cap_all_take_the_next_grade():
    of = panel_facts({"P": [90], "Q": [80], "R": [80], "S": [70]})
    cuts = (GradeCut(**CLAUSE, title="优秀", at_most=500), GradeCut(**CLAUSE, title="合格"))

    found = rank(replace(of, settings=replace(of.settings, grade_cuts=cuts)))
    assert found.grades == {"P": "优秀", "Q": "合格", "R": "合格", "S": "合格"}
    assert (found.grade_uses[0].seats, found.grade_uses[0].given) == (2, 1)


def test_the_grades_of_a_track_replace_those_of_all():
    of = panel_facts({"P": [90]})
    cuts = (GradeCut(**CLAUSE, title="合格"), GradeCut(**CLAUSE, title="A类合格", track="A"))

    assert rank(replace(of, settings=replace(of.settings, grade_cuts=cuts))).grades == {"P": "A类合格"}


def test_second_averages_level_a_harsh_judge():
    """评委1: mean 60; 评委2: mean 90; R = 75: 50 × 75 ÷ 60 = 62.5, 70 × 75 ÷ 60 = 87.5, 90 × 75 ÷ 90 = 75."""
    of = panel_facts({"P": [50, 90], "Q": [70, 90]}, standardise="judge", minimum_sample=2)
    found = rank(of)

    assert [(level.of, level.mean, level.overall) for level in found.levels] == [
        ("评委1", 60_000, 75_000),
        ("评委2", 90_000, 75_000),
    ]
    assert [use.adjusted for use in found.scores["P"].sources[0].sheets] == [62_500, 75_000]
    assert found.scores["Q"].total == 81_250


def test_too_small_a_sample_is_not_levelled_and_says_so():
    of = panel_facts({"P": [50, 90], "Q": [70, None]}, standardise="judge", minimum_sample=2)
    first, second = rank(of).levels

    assert (first.is_adjusted, second.is_adjusted) == (True, False)
    assert rank(of).scores["P"].total == 70_000


def random_design(seed, projects=30, judges=8):
    chance = np.random.default_rng(seed)
    pairs = [(p, j) for p in range(projects) for j in chance.choice(judges, 4, replace=False)]
    project, judge = (np.array(each, np.int64) for each in zip(*pairs, strict=True))
    return project, judge, chance.uniform(40, 100, len(pairs)).round(3)


@pytest.mark.parametrize("seed", range(5))
def test_severities_are_those_of_a_dense_least_squares(seed):
    project, judge, points = random_design(seed)
    design = np.zeros((len(points) + 1, 38))
    design[np.arange(len(points)), project] = 1
    design[np.arange(len(points)), 30 + judge] = -1
    design[-1, 30:] = 1  # severities sum to 0
    expected = np.linalg.lstsq(design, np.append(points, 0), rcond=None)[0]

    found = fit(project, judge, points)
    assert np.abs(found.effect - expected[:30]).max() < 1e-9
    assert np.abs(found.severity - expected[30:]).max() < 1e-9


def test_thousands_of_judges_are_fitted_in_steps_to_the_same_precision():
    chance = np.random.default_rng(1)
    judges = MOST_OUTRIGHT + 500
    project = np.repeat(np.arange(4_000), 5)
    judge = np.concatenate([np.arange(judges), chance.integers(0, judges, len(project) - judges)])
    points = chance.uniform(40, 100, len(project)).round(3)

    found = fit(project, judge, points)
    residual = points - found.effect[project] + found.severity[judge]
    assert np.abs(np.bincount(judge, residual)).max() < 1e-7
    assert np.abs(np.bincount(project, residual)).max() < 1e-7
    assert np.abs(np.bincount(found.component_of_judge, found.severity)).max() < 1e-7


def test_a_design_that_does_not_come_near_enough_is_refused():
    """A chain: each judge shares one project with the next one, over a hundred thousand of them."""
    judge = np.repeat(np.arange(100_000), 2)[1:-1]
    project = np.repeat(np.arange(99_999), 2)

    with pytest.raises(Refused, match="无法按规定的精度校准"):
        fit(project, judge, np.tile([0.0, 100.0], 99_999), steps=50)


def test_a_severity_that_was_put_in_comes_out():
    of = panel_facts({"P": [80, 70, None], "Q": [None, 60, 65], "R": [90, None, 85]})
    advice = advice_of(of)

    severity = {each.judge: each.severity / UNIT for each in advice.severities}
    assert severity == pytest.approx({"评委1": -5.0, "评委2": 5.0, "评委3": 0.0})
    effect = {each.project: (each.effect / UNIT, each.place) for each in advice.effects}
    assert effect == {"P": (75, 2), "Q": (65, 3), "R": (85, 1)}


def test_judges_whom_no_common_project_connects_are_told_apart():
    advice = advice_of(panel_facts({"P": [80, 70, None, None], "Q": [None, None, 60, 66]}))

    assert advice.components == 2
    assert {each.judge: (each.component, each.severity / UNIT) for each in advice.severities} == {
        "评委1": (1, -5.0),
        "评委2": (1, 5.0),
        "评委3": (2, 3.0),
        "评委4": (2, -3.0),
    }
    assert [each.place for each in advice.effects] == [1, 1]


def test_without_a_sheet_there_is_no_advice_and_no_interval():
    of = panel_facts({"P": [None]})

    assert advice_of(of).effects == ()
    assert firmness_of(of, seed=1, rounds=10).intervals == ()


def test_a_place_that_every_judge_gives_is_firm_and_one_that_they_dispute_is_not():
    of = panel_facts({"P": [95, 94, 96, 95, 95], "Q": [90, 60, 85, 70, 88], "R": [80, 80, 75, 79, 81], "S": [40] * 5})
    found = {each.project: each.words for each in firmness_of(of, seed=7, rounds=400).intervals}

    assert found == {"P": "第1名", "Q": "第2–3名", "R": "第2–3名", "S": "第4名"}


def test_the_same_seed_draws_the_same_and_another_one_need_not():
    of = example()

    assert firmness_of(of, seed=3, rounds=200) == firmness_of(of, seed=3, rounds=200)
    assert firmness_of(of, seed=3, rounds=200).seed == 3


@given(facts(("none", "judge")), st.integers(0, 9))
def test_an_interval_is_of_places_that_exist(of, seed):
    found = {each.project: each for each in firmness_of(of, seed=seed, rounds=5).intervals}

    ranked = {each.project for each in rank(of).places if each.place is not None}
    assert set(found) == ranked
    assert all(1 <= each.best <= each.worst <= len(of.entries) for each in found.values())


@pytest.mark.parametrize("rounds", [0, MOST_ROUNDS + 1])
def test_more_rounds_than_a_machine_should_draw_are_refused(rounds):
    with pytest.raises(Refused, match="抽样次数"):
        firmness_of(example(), seed=1, rounds=rounds)


def test_many_sheets_are_drawn_less_often():
    assert rounds_for(0) == rounds_for(2_100) == ROUNDS
    assert rounds_for(700_000) == MOST_WORK // 700_000
    assert rounds_for(10**9) == 1


def test_points_and_shares_are_written_without_idle_zeros():
    assert [written(each) for each in (90_000, 87_667, 500, 0, -1_250, None)] == [
        "90",
        "87.667",
        "0.5",
        "0",
        "-1.25",
        "—",
    ]
    assert [share_written(each) for each in (500, 125)] == ["50%", "12.5%"]
