"""Shares of time and of milestones, what may be reported, how a plan is carried over; no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.delivery.rules.milestones import (
    MOST_PARTICIPANTS,
    Completion,
    PlannedFacts,
    blockers_to_completion,
    blockers_to_reopening,
    goal_findings,
)
from lixiang.delivery.rules.plans import carried_over, day_in
from lixiang.delivery.rules.progress import LampRule, Progress
from lixiang.delivery.rules.shares import done_share, first_day_at, percent, planned_share

FROM, UNTIL = date(2018, 4, 1), date(2018, 12, 31)
DAYS = st.dates(date(2017, 1, 1), date(2020, 12, 31))
FACTS = PlannedFacts(date(2018, 6, 30), date(2018, 4, 1), True, "实施中", False, "三.2")


# --- shares ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2018, 3, 1), 0),
        (FROM, 0),
        (date(2018, 8, 16), 500),
        (date(2018, 12, 30), 996),
        (UNTIL, 1000),
        (date(2019, 2, 1), 1000),
    ],
)
def test_planned_progress_is_the_share_of_the_time_that_has_elapsed(today, share):
    assert planned_share(FROM, UNTIL, today) == share


@given(DAYS, DAYS, DAYS, st.integers(0, 900))
def test_planned_progress_never_goes_back_and_stays_between_nothing_and_all(start, end, today, later):
    now, then = (planned_share(start, end, day) for day in (today, today + timedelta(days=later)))

    assert 0 <= now <= then <= 1000
    assert planned_share(start, end, max(start, end)) == 1000


@given(DAYS, DAYS, st.integers(1, 1200))
def test_the_first_day_at_a_share_is_the_first_on_which_it_is_reached(start, end, share):
    day = first_day_at(share, start, end)

    assert (day is None) == (share > 1000)
    if day is not None:
        assert planned_share(start, end, day) >= share
        assert planned_share(start, end, day - timedelta(days=1)) < share


@pytest.mark.parametrize(("done", "of", "share"), [(0, 0, 0), (0, 4, 0), (1, 3, 333), (3, 4, 750), (4, 4, 1000)])
def test_what_is_done_is_a_share_of_the_milestones(done, of, share):
    assert done_share(done, of) == share


def test_a_share_is_said_in_whole_percent():
    assert [percent(share) for share in (0, 9, 10, 456, 999, 1000)] == ["0%", "0%", "1%", "45%", "99%", "100%"]


# --- reports ---------------------------------------------------------------------------------------------------------
def found(findings):
    assert {finding.clause for finding in findings} <= {"三.2"}
    return [(finding.code, finding.field) for finding in findings]


def changed(**values):
    return PlannedFacts(**{**vars(FACTS), **values})


@pytest.mark.parametrize(
    ("facts", "report", "expected"),
    [
        (FACTS, Completion(date(2018, 6, 30), 0), []),
        (FACTS, Completion(date(2018, 4, 1), 35), []),
        (FACTS, Completion(date(2018, 7, 1), 35), [("day_in_the_future", "done_on")]),
        (FACTS, Completion(date(2018, 3, 31), 35), [("day_before_start", "done_on")]),
        (FACTS, Completion(date(2018, 6, 1)), [("no_participants", "participants")]),
        (changed(counts_participants=False), Completion(date(2018, 6, 1)), []),
        (FACTS, Completion(date(2018, 6, 1), -1), [("senseless_count", "participants")]),
        (FACTS, Completion(date(2018, 6, 1), MOST_PARTICIPANTS + 1), [("senseless_count", "participants")]),
        (changed(needs_evidence=True), Completion(date(2018, 6, 1), 3), [("no_evidence", "evidence")]),
        (changed(needs_evidence=True), Completion(date(2018, 6, 1), 3, has_evidence=True), []),
        (changed(is_active=False), Completion(date(2018, 6, 1), 3), [("project_not_active", "")]),
        (changed(is_retired=True), Completion(date(2018, 6, 1), 3), [("no_longer_planned", "")]),
        (
            changed(is_retired=True, needs_evidence=True),
            Completion(date(2018, 7, 1)),
            [
                ("no_longer_planned", ""),
                ("day_in_the_future", "done_on"),
                ("no_participants", "participants"),
                ("no_evidence", "evidence"),
            ],
        ),
    ],
)
def test_what_stands_against_a_report_is_said_at_once_with_its_field(facts, report, expected):
    assert found(blockers_to_completion(facts, report)) == expected


def test_a_report_is_taken_back_only_while_the_project_runs_and_the_milestone_counts():
    assert found(blockers_to_reopening(FACTS)) == []
    assert found(blockers_to_reopening(changed(is_active=False))) == [("project_not_active", "")]
    assert found(blockers_to_reopening(changed(is_retired=True))) == [("no_longer_planned", "")]


@pytest.mark.parametrize(
    ("reached", "day", "expected"),
    [
        ("12个", date(2018, 6, 30), []),
        ("  ", date(2018, 6, 30), [("no_value", "reached")]),
        ("长" * 201, date(2018, 6, 30), [("value_too_long", "reached")]),
        ("12个", date(2018, 7, 1), [("day_in_the_future", "reached_on")]),
        ("12个", date(2018, 3, 31), [("day_before_start", "reached_on")]),
    ],
)
def test_what_stands_against_a_value_of_a_goal(reached, day, expected):
    assert found(goal_findings(FACTS, reached, day)) == expected


# --- carrying over ---------------------------------------------------------------------------------------------------
NAMES = st.lists(st.sampled_from(["甲", "乙", "丙", " 甲 ", "丁"]), max_size=6)


@given(NAMES, NAMES)
def test_nothing_is_lost_when_a_plan_is_carried_over_and_nothing_is_taken_twice(new, kept):
    things = [(place, name) for place, name in enumerate(kept)]

    carried = carried_over([{"title": name} for name in new], "title", things, lambda each: each[1])

    taken = [each for _, each in carried.pairs if each is not None]
    assert sorted([*taken, *carried.left]) == things
    assert len(carried.pairs) == len(new)
    assert all(row["title"].strip() == each[1].strip() for row, each in carried.pairs if each)
    left = {name.strip() for _, name in carried.left}
    assert not left & {row["title"].strip() for row, each in carried.pairs if each is None}


def test_of_two_of_one_name_the_first_goes_to_the_first():
    carried = carried_over([{"title": "中期 检查"}] * 2, "title", ["中期检查", "中期检查", "总结"], str)

    assert [each for _, each in carried.pairs] == ["中期检查", "中期检查"] and carried.left == ("总结",)


@pytest.mark.parametrize(
    ("text", "day"), [("2018-05-31", date(2018, 5, 31)), ("", None), ("5月底", None), (None, None)]
)
def test_a_day_of_a_revision_is_a_day_or_nothing(text, day):
    assert day_in({"due_on": text}, "due_on") == day
    assert day_in({}, "due_on") is None


# --- settings --------------------------------------------------------------------------------------------------------
def say(kind: str, code: str) -> str:
    return code


def rule(watches="milestone_late", threshold=30, colour="red"):
    return LampRule(clause="三.2", watches=watches, threshold=threshold, colour=colour)


def test_settings_are_said_in_sentences():
    assert rule().in_words(say) == "里程碑逾期满30日的，亮红灯。"
    assert "到期前7日提示" in Progress(clause="三.2").in_words(say)
    assert "参与党员人次" not in Progress(clause="三.2", counts_participants=False).in_words(say)
    assert "须附佐证材料" in Progress(clause="三.2", needs_evidence=True).in_words(say)


@pytest.mark.parametrize(
    ("setting", "faults"),
    [
        (rule(), 0),
        (rule(threshold=0), 1),
        (rule(threshold=367), 1),
        (rule("progress_behind", 100), 0),
        (rule("progress_behind", 101), 1),
        (Progress(clause="三.2"), 0),
        (Progress(clause="三.2", remind_days=-1, override_days=0), 2),
    ],
)
def test_senseless_settings_are_faults(setting, faults):
    assert len(list(setting.faults())) == faults


def test_a_rule_said_twice_and_red_before_yellow_are_faults():
    yellow = rule(threshold=10, colour="yellow")

    assert list(LampRule.faults_between((yellow, rule()))) == []
    assert list(LampRule.faults_between((yellow, rule(threshold=5)))) == [(1, "“里程碑逾期”亮红灯早于亮黄灯")]
    assert list(LampRule.faults_between((yellow, yellow))) == [(1, "“里程碑逾期”亮黄灯的规则重复")]
