"""The lamp from stated rules: tables of cases, and the laws that hold for every project and every set of rules."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.delivery.rules.gantt import LABELS, WIDTH, WORD, Step, gantt_of
from lixiang.delivery.rules.lamps import (
    ALL_WELL,
    COLOURS,
    WATCH_WORDS,
    LampFacts,
    Outstanding,
    lamp_of,
)
from lixiang.delivery.rules.overrides import Override, OverrideFacts, override_findings, shown
from lixiang.delivery.rules.progress import LampRule
from lixiang.ui.written import SHANGHAI

TODAY = date(2018, 6, 30)
FACTS = LampFacts(TODAY, date(2018, 4, 1), date(2018, 12, 31), 4, 2)


def rule(watches: str, threshold: int = 1, colour: str = "yellow", clause: str = "三.2") -> LampRule:
    return LampRule(clause=clause, watches=watches, threshold=threshold, colour=colour)


LATE = (rule("milestone_late"), rule("milestone_late", 30, "red"))


def one(days_late: int, words: str = "建立台账") -> tuple[Outstanding, ...]:
    return (Outstanding(words, TODAY - timedelta(days=days_late)),)


# --- cases -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days_late", "colour", "changes_in"),
    [(-5, "green", 6), (0, "green", 1), (1, "yellow", 29), (29, "yellow", 1), (30, "red", None), (200, "red", None)],
)
def test_a_late_milestone_turns_the_lamp_yellow_and_red_on_stated_days(days_late, colour, changes_in):
    lighting = lamp_of(replace(FACTS, milestones=one(days_late)), LATE)

    changes_on = None if changes_in is None else TODAY + timedelta(days=changes_in)
    assert lighting.colour == colour
    assert lighting.changes_at == (changes_on and datetime(*changes_on.timetuple()[:3], tzinfo=SHANGHAI))


def test_the_reason_names_what_is_late_and_does_not_change_from_day_to_day():
    facts = replace(FACTS, milestones=(*one(3, "乙"), *one(12, "甲")))

    today = lamp_of(facts, LATE)
    tomorrow = lamp_of(replace(facts, today=TODAY + timedelta(days=1)), LATE)

    assert today.reason == "里程碑“甲”应于2018年6月18日前完成，已逾期1日以上"
    assert (today.word, today.clause) == ("黄灯", "三.2")
    assert tomorrow == today


@pytest.mark.parametrize(
    ("facts", "watches", "reason"),
    [
        (
            {"reports": one(2, "2018年5月汇报")},
            "report_overdue",
            "“2018年5月汇报”应于2018年6月28日前报送，已逾期1日以上",
        ),
        ({"completion": one(2)}, "completion_late", "项目应于2018年6月28日前完成，已超过1日以上"),
        ({"rectifications": one(-9)}, "rectification_open", "有1项整改尚未完成"),
        (
            {"rectifications": one(2, "补建台账")},
            "rectification_overdue",
            "整改事项“补建台账”应于2018年6月28日前完成，已逾期1日以上",
        ),
        ({"tasks": one(2, "报方案")}, "task_overdue", "交办事项“报方案”应于2018年6月28日前办结，已逾期1日以上"),
    ],
)
def test_every_watch_has_its_reason_and_is_silent_without_its_facts(facts, watches, reason):
    assert lamp_of(replace(FACTS, **facts), [rule(watches)]).reason == reason
    assert lamp_of(FACTS, [rule(watches)]).colour == "green"


@pytest.mark.parametrize(
    ("done", "points", "colour"), [(0, 30, "yellow"), (1, 30, "green"), (0, 33, "green"), (4, 1, "green")]
)
def test_progress_behind_the_time_elapsed_lights_by_points_of_a_hundred(done, points, colour):
    facts = replace(FACTS, milestones_done=done)  # 32.8 % of the time has elapsed

    assert lamp_of(facts, [rule("progress_behind", points)]).colour == colour


def test_without_milestones_or_time_nobody_is_behind():
    behind = [rule("progress_behind")]

    assert lamp_of(replace(FACTS, milestones_of_all=0, milestones_done=0), behind).colour == "green"
    assert lamp_of(LampFacts(TODAY), behind).colour == "green"


def test_green_has_a_word_and_a_reason_too():
    lighting = lamp_of(FACTS, LATE)

    assert (lighting.colour, lighting.word, lighting.reason, lighting.clause) == ("green", "绿灯", ALL_WELL, "")
    assert lamp_of(FACTS, ()) == lighting


# --- laws ------------------------------------------------------------------------------------------------------------
DAYS = st.dates(date(2018, 3, 1), date(2019, 3, 1))
OPEN = st.lists(st.builds(Outstanding, st.sampled_from("甲乙丙"), DAYS), max_size=3).map(tuple)
RULES = st.lists(
    st.builds(rule, st.sampled_from(list(WATCH_WORDS)), st.integers(1, 60), st.sampled_from(COLOURS[1:])), max_size=6
)


@st.composite
def facts_of(draw) -> LampFacts:
    of_all = draw(st.integers(0, 6))
    return LampFacts(
        draw(DAYS),
        draw(st.none() | DAYS),
        draw(st.none() | DAYS),
        of_all,
        draw(st.integers(0, of_all)),
        *(draw(OPEN) for _ in range(5)),
    )


def rank(facts, rules) -> int:
    return COLOURS.index(lamp_of(facts, rules).colour)


@given(facts_of(), RULES, st.randoms())
def test_the_order_of_rules_does_not_matter(facts, rules, random):
    shuffled = random.sample(rules, len(rules))

    assert lamp_of(facts, shuffled) == lamp_of(facts, rules)


@given(facts_of(), RULES, st.integers(1, 200))
def test_the_passing_of_time_never_makes_a_lamp_greener(facts, rules, days):
    assert rank(replace(facts, today=facts.today + timedelta(days=days)), rules) >= rank(facts, rules)


@given(facts_of(), RULES, st.sampled_from(["milestones", "completion", "reports", "rectifications", "tasks"]), OPEN)
def test_more_that_is_outstanding_or_late_never_makes_a_lamp_greener(facts, rules, field, more):
    worse = replace(facts, **{field: getattr(facts, field) + more})
    later = tuple(Outstanding(each.words, each.due_on - timedelta(days=20)) for each in getattr(facts, field))

    assert rank(worse, rules) >= rank(facts, rules)
    assert rank(replace(facts, **{field: later}), rules) >= rank(facts, rules)


@given(facts_of(), RULES)
def test_one_more_milestone_done_never_makes_a_lamp_redder(facts, rules):
    if facts.milestones_done < facts.milestones_of_all:
        assert rank(replace(facts, milestones_done=facts.milestones_done + 1), rules) <= rank(facts, rules)


@given(facts_of(), RULES, st.sampled_from(list(WATCH_WORDS)), st.integers(1, 60))
def test_one_more_rule_never_makes_a_lamp_greener(facts, rules, watches, threshold):
    assert rank(facts, [*rules, rule(watches, threshold, "red")]) >= rank(facts, rules)


@given(facts_of(), RULES, st.integers(0, 500))
def test_a_lamp_says_the_same_until_the_moment_at_which_it_changes_and_something_else_then(facts, rules, days):
    now = lamp_of(facts, rules)
    day = facts.today + timedelta(days=days)
    then = lamp_of(replace(facts, today=day), rules)
    changes_on = now.changes_at.date() if now.changes_at else None

    if changes_on is None or day < changes_on:
        assert then == now
    if day == changes_on:
        assert (then.colour, then.reason, then.clause) != (now.colour, now.reason, now.clause)


# --- overruling ------------------------------------------------------------------------------------------------------
OVERRIDE = OverrideFacts(TODAY, "red", 60, "三.2")


@pytest.mark.parametrize(
    ("colour", "until", "reason", "codes"),
    [
        ("yellow", TODAY, "汛期停工，已报告。", []),
        ("green", TODAY + timedelta(days=60), "汛期停工。", []),
        ("yellow", TODAY + timedelta(days=61), "汛期停工。", ["override_too_long"]),
        ("yellow", TODAY - timedelta(days=1), "汛期停工。", ["until_in_the_past"]),
        ("red", TODAY, "汛期停工。", ["same_colour"]),
        ("blue", TODAY, "汛期停工。", ["unknown_colour"]),
        ("yellow", TODAY, "  ", ["reason_required"]),
    ],
)
def test_a_lamp_is_overruled_with_a_reason_to_another_colour_for_a_stated_time(colour, until, reason, codes):
    findings = override_findings(OVERRIDE, colour, until, reason)

    assert [finding.code for finding in findings] == codes
    assert {finding.clause for finding in findings} <= {"三.2"}


@given(facts_of(), RULES, st.integers(-20, 60))
def test_an_overruling_is_shown_exactly_as_long_as_it_lasts_and_is_looked_at_when_it_ends(facts, rules, days):
    ruled, until = lamp_of(facts, rules), facts.today + timedelta(days=days)

    lighting = shown(ruled, Override("yellow", "汛期停工。", until), facts.today)

    if days < 0:
        assert lighting == ruled
    else:
        assert (lighting.colour, lighting.reason, lighting.clause) == ("yellow", "汛期停工。", ruled.clause)
        assert facts.today < lighting.changes_at.date() <= until + timedelta(days=1)
    assert shown(ruled, None, facts.today) == ruled


# --- the chart -------------------------------------------------------------------------------------------------------
STEPS = st.lists(
    st.builds(Step, st.text(min_size=1, max_size=40), DAYS, DAYS, st.just("open"), st.just("未完成"), st.none() | DAYS),
    min_size=1,
    max_size=12,
)


@given(STEPS, DAYS, DAYS, DAYS)
def test_everything_of_a_chart_lies_on_its_paper(steps, start, end, today):
    chart = gantt_of(steps, start, end, today)

    assert len(chart.bars) == len(steps)
    for bar in chart.bars:
        assert chart.left <= bar.x and bar.x + bar.length <= WIDTH and bar.length > 0
        assert 0 < bar.y < bar.y + chart.bar < chart.height
        assert bar.done_x is None or chart.left <= bar.done_x <= WIDTH
        assert bar.x + bar.length < bar.word_x and bar.word_x + WORD <= WIDTH
    assert [tick.x for tick in chart.ticks] == sorted(tick.x for tick in chart.ticks)
    assert chart.today_x is None or chart.left <= chart.today_x <= WIDTH


def test_a_later_day_lies_further_right_and_today_is_drawn_where_it_is():
    steps = [
        Step("制定方案", date(2018, 4, 1), date(2018, 5, 31), "done", "已完成", date(2018, 5, 20)),
        Step("长" * 40, date(2018, 6, 1), date(2018, 9, 30), "open", "未完成"),
    ]

    chart = gantt_of(steps, date(2018, 4, 1), date(2018, 12, 31), date(2018, 7, 1))

    first, second = chart.bars
    assert first.x < first.done_x < first.x + first.length < second.x < chart.today_x
    assert second.label == "长" * 16 + "…" and second.title == "长" * 40
    assert [tick.label for tick in chart.ticks][:2] == ["2018年4月", "5月"] and len(chart.ticks) == 9
    assert gantt_of([], date(2018, 4, 1), date(2018, 12, 31), TODAY) is None
    assert gantt_of(steps, date(2018, 4, 1), date(2018, 12, 31), date(2019, 7, 1)).today_x is None


def test_the_word_of_a_step_that_takes_the_whole_time_does_not_stand_on_its_name():
    whole = Step("全年推进", date(2018, 1, 1), date(2018, 12, 31), "open", "进行中", None)

    (bar,) = gantt_of([whole], date(2018, 1, 1), date(2018, 12, 31), date(2018, 7, 1)).bars

    assert bar.word_x > LABELS and bar.word_x > bar.x + bar.length


def test_the_months_say_the_year_wherever_it_is_another_one():
    step = Step("长期", date(2018, 2, 1), date(2020, 5, 31), "open", "进行中", None)

    labels = [tick.label for tick in gantt_of([step], date(2018, 2, 1), date(2020, 5, 31), date(2019, 7, 1)).ticks]

    assert [label for label in labels if "年" in label] == ["2018年2月", "2019年2月", "2020年2月"]
