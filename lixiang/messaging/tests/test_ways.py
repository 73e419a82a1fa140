"""By which channels and when: quiet hours, collections and pauses as laws; which kind a sentence is of."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.messaging.rules import CATALOGUE
from lixiang.messaging.rules import phrasings as rules
from lixiang.messaging.rules.ways import (
    DEFAULT,
    INSIDE,
    KINDS,
    Ways,
    after_quiet,
    due_at,
    kind_of,
    may_leave,
    subject_of,
    wait_after,
    words_of,
)
from lixiang.ui.written import SHANGHAI

CLOCKS = st.times().map(lambda each: each.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1)).map(lambda each: each.replace(tzinfo=SHANGHAI))
WAYS = st.builds(Ways, st.just({}), st.sampled_from([frozenset(), frozenset(KINDS)]), CLOCKS, CLOCKS, CLOCKS)


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2018, 3, day, hour, minute, tzinfo=SHANGHAI)


def ways(**changed) -> Ways:
    base = {"channels": {}, "collected": frozenset(), "digest_at": time(8), "quiet_from": None, "quiet_until": None}
    return Ways(**base | changed)


@given(WAYS, MOMENTS)
def test_nothing_leaves_early_or_in_the_quiet_hours_or_more_than_two_days_late(wanted, moment):
    due = due_at(wanted, "news", moment)

    assert moment <= due <= moment + timedelta(days=2)
    assert after_quiet(wanted, due) == due


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(7, 30, 27)),
        (at(3), at(7, 30)),
        (at(7, 30), at(7, 30)),
    ],
)
def test_quiet_hours_run_over_midnight(moment, due):
    assert due_at(DEFAULT, "todo", moment) == due


def test_what_is_collected_waits_for_its_hour_and_for_the_end_of_quiet():
    collected = ways(collected=frozenset({"news"}))

    assert due_at(collected, "news", at(7, 59)) == at(8)
    assert due_at(collected, "news", at(8)) == at(8)
    assert due_at(collected, "news", at(9)) == at(8, day=27)
    assert due_at(collected, "todo", at(9)) == at(9)
    late = ways(collected=frozenset({"news"}), quiet_from=time(7), quiet_until=time(9))
    assert due_at(late, "news", at(7, 59)) == at(9)


def test_pauses_grow_and_end():
    pauses = [wait_after(failures) for failures in range(1, 7)]

    assert pauses == [*(timedelta(minutes=each) for each in (1, 4, 16, 64, 120)), None]


def test_a_sentence_that_asks_is_something_to_do():
    kinds = {(kind, verb, kind_of(kind, verb, told)) for (kind, verb), several in CATALOGUE.items() for told in several}

    assert {("slate", "remind", "reminder"), ("officialdocument", "issue", "document")} <= kinds
    assert {("agreement", "draw_up", "todo"), ("project", "waitlist", "news")} <= kinds


def test_what_is_not_published_and_objections_stay_in_the_house():
    assert not may_leave("decision", "decide") and not may_leave("objection", "object_to")
    assert may_leave("project", "approve")
    assert set(CATALOGUE) >= INSIDE
    quiet = {key for key, several in CATALOGUE.items() if any("尚未公" in told.words for told in several)}
    assert quiet <= INSIDE


def test_a_letter_of_one_sentence_and_one_of_several():
    assert subject_of(["甲" * 70]) == "【立项】" + "甲" * 60 + "…"
    assert (subject_of("甲乙"), words_of("甲", "")) == ("【立项】2条消息", "甲\n请登录立项平台办理。")
    assert words_of("甲乙", "https://x") == "1. 甲\n2. 乙\n请登录立项平台办理：https://x"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("“{title}”请办理{ground}。", []),
        ("请办理。", []),
        (" ", ["empty"]),
        ("长" * 301, ["too_long"]),
        ("甲\n乙", ["control"]),
        ("甲\x07", ["control"]),
        ("{titel}请办理", ["unknown_placeholder"]),
        ("{title", ["brace"]),
        ("{ title }", ["brace"]),
        ("{}", ["brace"]),
    ],
)
def test_words_that_would_not_fill_are_found_with_their_reason(words, codes):
    assert [each.code for each in rules.findings_of(words, "“{title}”已撤回{ground}。")] == codes


def test_every_sentence_of_the_catalogue_stands_and_is_previewed_without_a_brace():
    listed = list(rules.sentences())

    assert len(listed) == sum(len(several) for several in CATALOGUE.values())
    for each in listed:
        assert rules.findings_of(each.told.words, each.told.words) == ()
        assert rules.sentence_at(each.kind, each.verb, each.place) == each
        assert "{" not in rules.preview_of(each.told.words)
    assert rules.sentence_at("project", "hand_in", 9) is rules.sentence_at("x", "y", 0) is None
    assert len({each.key for each in listed}) == len(listed)
