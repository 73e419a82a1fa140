"""What meetings and tasks must have, without a database: tables of cases, and laws."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.delivery.rules import meetings, tasks
from lixiang.programmes.rules.days import end_of
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Strictness

NOON = datetime(2018, 6, 1, 12, tzinfo=SHANGHAI)
WHOLE = meetings.MeetingFacts(
    NOON,
    title="推进会",
    place="党校",
    begins_at=NOON + timedelta(days=6),
    ends_at=NOON + timedelta(days=6, hours=2),
    invited=3,
    notice_days=5,
    clause="二.4b",
)
KIND = meetings.MeetingKind(clause="二.4b", code="promotion", title="推进会", notice_days=5, reply_days=2)
MINUTES = meetings.Minutes(clause="二.4b", mark="中共示例市委组织部会议纪要", series="示组纪")


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def say(kind: str, code: str) -> str:
    return code


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"title": " "}, ["no_title"]),
        ({"place": ""}, ["no_place"]),
        ({"begins_at": None}, ["no_date"]),
        ({"invited": 0}, ["nobody_invited"]),
        ({"begins_at": NOON}, ["in_the_past"]),
        ({"begins_at": NOON - timedelta(days=1)}, ["in_the_past"]),
        ({"ends_at": None}, []),
        ({"ends_at": NOON}, ["ends_before_it_begins"]),
        ({"notice_days": 7}, ["short_notice"]),
        ({"notice_days": 6}, []),
    ],
)
def test_an_announcement_lacks_exactly(changed, found):
    findings = meetings.blockers_to_announce(replace(WHOLE, **changed))

    assert codes(findings) == found
    assert {finding.clause for finding in findings} <= {"二.4b"}


def test_only_a_short_notice_can_be_overridden():
    bare = meetings.MeetingFacts(NOON, strictness=Strictness.WARN)
    short = meetings.blockers_to_announce(replace(WHOLE, notice_days=9))

    assert all(finding.is_blocking for finding in meetings.blockers_to_announce(bare))
    assert [finding.is_blocking for finding in short] == [False]


def test_a_meeting_is_held_from_the_minute_it_begins():
    begun = replace(WHOLE, at=WHOLE.begins_at)

    assert meetings.blockers_to_hold(begun) == ()
    assert codes(meetings.blockers_to_hold(WHOLE)) == ["not_begun"]
    assert codes(meetings.blockers_to_hold(replace(begun, begins_at=None))) == ["not_begun"]


def test_minutes_lack_people_or_words():
    assert codes(meetings.blockers_to_minutes(WHOLE)) == ["no_attendance", "no_words"]
    assert meetings.blockers_to_minutes(replace(WHOLE, attended=1, worded=True)) == ()


@given(st.booleans(), st.booleans(), st.integers(0, 5), st.sampled_from(["", " ", "有事"]))
def test_a_reply_stands_exactly_when_it_is_in_time_and_says_one_thing(is_open, has_begun, names, reason):
    found = meetings.standing_against_reply(is_open, has_begun, names, reason, "二.4b")

    assert (found == ()) == (is_open and not has_begun and (names > 0) != bool(reason.strip()))


def test_times_are_written_once_where_the_day_is_the_same():
    begin = datetime(2018, 6, 12, 1, 0, tzinfo=UTC)

    assert meetings.span_in_words(begin, None) == "2018年6月12日9:00"
    assert meetings.span_in_words(begin, begin + timedelta(hours=2, minutes=30)) == "2018年6月12日9:00至11:30"
    assert meetings.span_in_words(begin, begin + timedelta(days=1)) == "2018年6月12日9:00至6月13日9:00"


def test_few_are_addressed_by_name_and_many_together():
    assert meetings.addressed(("甲", "乙")) == "甲、乙"
    assert meetings.addressed(tuple("甲乙丙丁戊己庚")) == "各有关单位"


def test_the_kinds_say_what_they_mean_and_what_is_wrong_with_them():
    assert KIND.in_words(say) == "推进会提前5日通知，会前2日报送参会人员。"
    assert replace(KIND, notice_days=0, reply_days=0).in_words(say) == "推进会随时通知，开会前报送参会人员。"
    assert list(replace(KIND, notice_days=61, reply_days=-1).faults()) == [
        "notice_days 应在0至60之间",
        "reply_days 应在0至60之间",
    ]
    assert list(KIND.faults()) == [] and list(MINUTES.faults()) == []
    assert "示组纪第1号" in MINUTES.in_words(say)
    assert len(list(replace(MINUTES, mark="会议记录", first_number=0).faults())) == 2


# --- tasks ---------------------------------------------------------------------------------------------------------
TODAY = date(2018, 6, 1)
days = st.none() | st.dates(date(2018, 1, 1), date(2018, 12, 31))
owners = st.lists(st.integers(1, 6), max_size=4).map(tuple)


@given(owners, days, st.none() | st.frozensets(st.integers(1, 6), max_size=3))
def test_a_task_has_one_owner_and_one_due_date(organisations, due_on, of_the_project):
    handing = tasks.Handing("任务", organisations, due_on, TODAY, of_the_project)

    found = tasks.standing_against_handing(handing)

    is_one = len(set(organisations)) == 1
    fits = of_the_project is None or set(organisations) <= of_the_project
    assert (found == ()) == (is_one and fits and due_on is not None and due_on >= TODAY)


@given(days, days, st.dates(date(2018, 1, 1), date(2018, 12, 31)))
def test_an_extension_never_moves_a_due_date_back_or_away(due_on, until, today):
    found = tasks.standing_against_extension(due_on or TODAY, until, today, "")

    assert (found == ()) == (until is not None and until >= today and until > (due_on or TODAY))


@given(st.dates(date(2018, 1, 1), date(2018, 12, 31)), st.integers(-200, 200))
def test_a_task_is_overdue_from_the_first_second_of_the_next_day(due_on, hours):
    at = end_of(due_on) + timedelta(hours=hours)

    assert tasks.is_overdue(due_on, at) == (at.astimezone(SHANGHAI).date() > due_on)


def test_a_title_and_a_note_are_asked_for():
    handing = tasks.Handing(" ", (1,), TODAY, TODAY)

    assert codes(tasks.standing_against_handing(handing)) == ["no_title"]
    assert codes(tasks.standing_against_handing(replace(handing, title="x", organisations=(1, 2)))) == [
        "several_owners"
    ]
    assert codes(tasks.standing_against_done("\n", "")) == ["no_note"]
    assert tasks.standing_against_done("已办", "") == ()
