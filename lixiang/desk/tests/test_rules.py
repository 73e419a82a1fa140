"""Lines of a worklist, the rail of a life, the year with today, counts for charts: without a database."""

from datetime import date, datetime, timedelta

import pytest

from lixiang.agreements.states import Status as AgreementStatus
from lixiang.desk.rules import life
from lixiang.desk.rules.calendar import Day, with_today
from lixiang.desk.rules.counts import TopicCount, crosstab, crowded, most_taken, unclaimed
from lixiang.desk.rules.items import (
    SHANGHAI,
    Item,
    count_words,
    due_words,
    in_order,
    overdue,
    since_words,
    tone_of,
)
from lixiang.projects.states import TRANSITIONS, Status

NOON = datetime(2018, 4, 2, 12, tzinfo=SHANGHAI)
DUE = datetime(2018, 4, 4, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "words", "tone"),
    [
        (DUE - timedelta(days=9), "还剩9天", "active"),
        (DUE - timedelta(days=3), "还剩3天", "attention"),
        (DUE - timedelta(hours=1), "今天截止", "attention"),
        (DUE, "今天截止", "attention"),
        (DUE + timedelta(seconds=1), "已逾期1天", "bad"),
        (DUE + timedelta(days=2), "已逾期2天", "bad"),
    ],
)
def test_a_date_is_counted_as_a_calendar_does(at, words, tone):
    assert (due_words(DUE, at), tone_of(DUE, at)) == (words, tone)


def test_a_date_that_passed_this_very_day_says_so():
    due = NOON - timedelta(hours=1)

    assert due_words(due, NOON) == "今天已截止"
    assert (due_words(None, NOON), tone_of(None, NOON)) == ("", "active")


def test_what_waits_says_since_when():
    assert since_words(NOON - timedelta(days=3), NOON) == "已等3天"
    assert since_words(NOON - timedelta(hours=3), NOON) == "今天送到"
    assert since_words(NOON - timedelta(hours=13), NOON) == "已等1天"  # yesterday evening


def test_the_nearest_date_comes_first_then_what_waits_longest():
    late = Item("late", "/", due_at=NOON - timedelta(days=1))
    soon = Item("soon", "/", due_at=DUE)
    old = Item("old", "/", since=NOON - timedelta(days=9))
    new = Item("new", "/", since=NOON)

    assert in_order((new, soon, old, late)) == (late, soon, old, new)
    assert overdue((new, soon, old, late), NOON) == (late,)
    assert (late.tone(NOON), late.due_words(NOON), new.is_overdue(NOON)) == ("bad", "已逾期1天", False)


def test_counts_stop_at_99():
    assert [count_words(count) for count in (0, 99, 100, 10_000)] == ["0", "99", "99+", "99+"]


def moves(*statuses: str) -> list[life.Move]:
    pairs = zip(("", *statuses), statuses, strict=False)
    return [life.Move(was, now, NOON + timedelta(days=place)) for place, (was, now) in enumerate(pairs)]


def drawn(status: str, *past: str, has_publicity: bool = False) -> dict[str, str]:
    return {step.label: step.state for step in life.rail(status, "现状", moves(*past), has_publicity)}


def test_the_rail_shows_what_is_done_when_what_is_now_and_what_is_to_come():
    steps = life.rail("NOMINATED", "已申报", moves("DRAFT", "WITH_NOMINATOR", "NOMINATED"), has_publicity=True)

    assert [(s.label, s.state) for s in steps[:5]] == [
        ("申报", "done"),
        ("推荐", "done"),
        ("审核", "now"),
        ("公示", "to_come"),
        ("立项", "to_come"),
    ]
    assert (steps[0].on, steps[1].on) == (NOON + timedelta(days=1), NOON + timedelta(days=2))
    assert steps[2].note == "已申报"


def test_a_project_approved_without_publicity_was_reviewed_on_the_day_of_its_approval():
    past = moves("DRAFT", "WITH_NOMINATOR", "NOMINATED", "APPROVED")
    steps = {step.label: step for step in life.rail("APPROVED", "已立项", past, has_publicity=False)}

    assert steps["审核"].on == steps["立项"].on == NOON + timedelta(days=3)


def test_a_step_that_the_programme_leaves_out_is_off():
    assert drawn("ACTIVE", "DRAFT", "WITH_NOMINATOR", "NOMINATED", "APPROVED", "ACTIVE")["公示"] == "off"


@pytest.mark.parametrize(
    ("status", "past", "now"),
    [
        ("PASSED_OVER", ("DRAFT", "WITH_NOMINATOR"), "推荐"),
        ("DECLINED", ("DRAFT", "WITH_NOMINATOR", "NOMINATED"), "审核"),
        ("LAPSED", ("DRAFT", "WITH_NOMINATOR", "NOMINATED", "APPROVED"), "责任书"),
        ("WITHDRAWN", ("DRAFT", "WITH_NOMINATOR", "RETURNED_BY_NOMINATOR"), "申报"),
    ],
)
def test_a_life_that_ended_stands_where_it_ended_and_nothing_comes_after(status, past, now):
    states = drawn(status, *past, status)

    assert states[now] == "now"
    assert "to_come" not in states.values()


@pytest.mark.parametrize("status", Status.values)
def test_every_status_of_the_life_has_a_place_and_a_turn_or_is_an_end(status):
    assert (status in life.NOW) == (status not in TRANSITIONS.finals)
    assert (life.turn(status, None) is None) == (status in TRANSITIONS.finals)
    assert sum(state == "now" for state in drawn(status, "DRAFT", status).values()) == 1


@pytest.mark.parametrize("agreement", ["", *AgreementStatus.values])
def test_an_approved_project_waits_on_its_agreement(agreement):
    turn = life.turn("APPROVED", agreement)

    sides = {"": "managing", "PENDING": "nominating", "SIGNED_BY_NOMINATOR": "managing"}
    assert (turn.side if turn else None) == sides.get(agreement)


@pytest.mark.parametrize(
    ("verb", "to_status", "side"),
    [
        ("hand_in", "WITH_NOMINATOR", "drafting"),
        ("send_back", "RETURNED_BY_NOMINATOR", "nominating"),
        ("send_back", "RETURNED_BY_DEPARTMENT", "managing"),
        ("nominate", "NOMINATED", "nominating"),
        ("approve", "APPROVED", "managing"),
        ("sign", "SIGNED_BY_NOMINATOR", "nominating"),
        ("attach_scan", "", ""),
    ],
)
def test_every_event_is_one_sides_step(verb, to_status, side):
    assert life.acted_for(verb, to_status) == side


def test_today_stands_between_what_was_and_what_comes():
    days = [Day("完成", date(2018, 12, 31)), Day("印发", date(2018, 3, 23)), Day("截止", date(2018, 4, 4))]

    assert [(day.label, day.state) for day in with_today(days, date(2018, 4, 2))] == [
        ("印发", "done"),
        ("今天", "now"),
        ("截止", "to_come"),
        ("完成", "to_come"),
    ]
    assert [(day.label, day.state, day.note) for day in with_today(days, date(2018, 4, 4))][1] == (
        "截止",
        "now",
        "今天",
    )
    assert with_today([], date(2018, 4, 2)) == (Day("今天", date(2018, 4, 2), state="now"),)


def test_a_table_of_counts_has_a_row_for_everybody_and_a_value_for_every_series():
    counts = [("1", "A", 2), ("1", "B", 1), ("2", "B", 3), ("1", "A", 1)]
    rows = [("1", "甲县", "?a"), ("2", "乙县", "?b"), ("3", "丙县", "?c")]

    assert crosstab(counts, rows, ["A", "B"]) == [
        ("甲县", (3, 1), "?a"),
        ("乙县", (0, 3), "?b"),
        ("丙县", (0, 0), "?c"),
    ]


def topics(*counts: int) -> list[TopicCount]:
    return [TopicCount(number, f"题目{number}", count) for number, count in enumerate(counts, 1)]


def test_topics_that_nobody_or_too_many_took_are_named():
    catalogue = topics(1, 0, 5, 1, 0, 1)

    assert [topic.number for topic in unclaimed(catalogue)] == [2, 5]
    assert [topic.number for topic in crowded(catalogue)] == [3]
    assert [topic.number for topic in most_taken(catalogue)] == [3, 1, 4, 6]


@pytest.mark.parametrize("counts", [(), (0, 0), (2, 1, 1, 1), (4, 4, 4)])
def test_no_topic_is_crowded_where_none_stands_out(counts):
    assert crowded(topics(*counts)) == ()
