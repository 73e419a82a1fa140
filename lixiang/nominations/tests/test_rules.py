"""Quotas, meter, endorsement and deadline of a slate, without a database; the laws of the quota by property."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.nominations.rules import (
    Endorsement,
    Quota,
    Seat,
    SlateView,
    findings,
    gap_in_words,
    maximum_findings,
    meter,
    minimum_findings,
    quota_findings,
    quota_for,
)
from lixiang.programmes.rules.kinds import Closing
from lixiang.ui.written import SHANGHAI
from lixiang.workflow.findings import Strictness

AT = datetime(2018, 4, 4, 12, tzinfo=SHANGHAI)
COUNTY = Quota(clause="二.3a", group="counties", title="每个县（区）", minimum=2, maximum=3, at_least={"A": 1})
COMMITTEE = Quota(clause="二.3b", group="committees", title="其他党（工）委", minimum=1, maximum=2)


def seats(categories: str, start: int = 0) -> tuple[Seat, ...]:
    return tuple(Seat(f"p{start + n}", category) for n, category in enumerate(categories))


def view(chosen: str = "", quota: Quota | None = COUNTY, *, held: str = "", **words) -> SlateView:
    return SlateView(quota, AT, held=seats(held, 100), chosen=seats(chosen), **words)


@pytest.mark.parametrize(
    ("chosen", "quota", "codes"),
    [
        ("AB", COUNTY, []),
        ("AAA", COUNTY, []),
        ("A", COUNTY, ["under_minimum"]),
        ("BB", COUNTY, ["too_few_A"]),
        ("BBB", COUNTY, ["too_few_A"]),
        ("ABBB", COUNTY, ["over_quota"]),
        ("BBBB", COUNTY, ["over_quota", "too_few_A"]),
        ("", COUNTY, ["under_minimum", "too_few_A"]),
        ("B", COMMITTEE, []),
        ("BBB", COMMITTEE, ["over_quota"]),
        ("AA", replace(COUNTY, at_most={"A": 1}), ["too_many_A"]),
        ("A", None, ["no_quota"]),
    ],
)
def test_a_slate_is_counted_as_a_whole(chosen, quota, codes):
    assert [finding.code for finding in quota_findings(view(chosen, quota))] == codes


def test_a_finding_says_how_many_are_missing_and_on_what_ground():
    found = {finding.code: (finding.sentence, finding.clause) for finding in quota_findings(view("B"))}

    assert found == {
        "under_minimum": ("每个县（区）至少申报2个项目，现为1个，还差1个。", "二.3a"),
        "too_few_A": ("每个县（区）申报的项目中至少包含1个A类项目，还差1个。", "二.3a"),
    }


def test_what_is_held_already_counts_and_nothing_counts_twice():
    both = SlateView(COUNTY, AT, held=seats("AB"), chosen=seats("AB"))

    assert [finding.code for finding in quota_findings(view("BB", held="AB"))] == ["over_quota"]
    assert quota_findings(both) == ()


def test_a_quota_that_warns_only_warns():
    soft = view("A", replace(COUNTY, strictness=Strictness.WARN))

    assert [finding.is_blocking for finding in quota_findings(soft)] == [False]


def test_least_and_most_are_asked_apart():
    too_many_of_b, too_few = view("BBBB"), view("B")

    assert [finding.code for finding in minimum_findings(too_many_of_b)] == ["too_few_A"]
    assert [finding.code for finding in maximum_findings(too_many_of_b)] == ["over_quota"]
    assert [finding.code for finding in maximum_findings(too_few)] == []
    assert [finding.code for finding in maximum_findings(view("A", None))] == ["no_quota"]


@pytest.mark.parametrize(
    ("chosen", "quota", "pointers"),
    [
        ("A", COUNTY, [("A类", 1, 1, 1), ("共", 1, 2, 3)]),
        ("", COUNTY, [("A类", 0, 1, 1), ("共", 0, 2, 3)]),
        ("AAB", COUNTY, [("A类", 2, 1, 2), ("共", 3, 2, 3)]),
        ("A", replace(COUNTY, at_least={}, at_most={"A": 2}), [("A类", 1, 0, 2), ("共", 1, 2, 3)]),
        ("B", COMMITTEE, [("共", 1, 1, 2)]),
        ("B", None, []),
    ],
)
def test_the_meter_points(chosen, quota, pointers):
    assert [(g.label, g.count, g.minimum, g.maximum) for g in meter(view(chosen, quota))] == pointers


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ("", "还差2个项目（其中A类1个）"),
        ("B", "还差1个项目（其中A类1个）"),
        ("A", "还差1个项目"),
        ("BB", "还差1个A类项目"),
        ("AB", ""),
    ],
)
def test_the_gap_is_said_in_one_breath(chosen, words):
    assert gap_in_words(view(chosen)) == words


quotas = st.builds(
    lambda least, span, of_a, spare: Quota(
        clause="一",
        group="g",
        title="甲",
        minimum=least,
        maximum=least + span,
        at_least={"A": min(of_a, least + span)},
        at_most={"B": spare + min(of_a, least + span)} if spare else {},
    ),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(0, 3),
    st.integers(0, 3),
)
categories = st.text("ABC", max_size=9)


@given(quotas, categories, st.sampled_from("ABC"))
def test_one_more_project_never_lowers_a_count(quota, chosen, more):
    before, after = meter(view(chosen, quota)), meter(view(chosen + more, quota))

    assert all(late.count >= early.count for early, late in zip(before, after, strict=True))
    assert after[-1].count == before[-1].count + 1


@given(quotas, categories)
def test_the_meter_is_full_exactly_when_no_finding_stands(quota, chosen):
    shown = view(chosen, quota)

    assert all(gauge.is_met for gauge in meter(shown)) is (quota_findings(shown) == ())


@given(quotas, categories)
def test_the_gap_has_words_exactly_when_a_least_is_not_reached(quota, chosen):
    shown = view(chosen, quota)

    assert bool(gap_in_words(shown)) is bool(minimum_findings(shown))


@given(quotas, categories, st.randoms())
def test_the_order_of_a_slate_does_not_matter_to_its_quota(quota, chosen, random):
    mixed = list(chosen)
    random.shuffle(mixed)

    assert quota_findings(view(chosen, quota)) == quota_findings(view("".join(mixed), quota))


def test_the_first_row_that_fits_counts():
    conditional = replace(COUNTY, where_below="branch", maximum=5)

    rows = (conditional, COUNTY, COMMITTEE)

    assert quota_for("counties", frozenset({"branch"}), rows) == conditional
    assert quota_for("counties", frozenset(), rows) == COUNTY
    assert quota_for("committees", frozenset(), rows) == COMMITTEE
    assert quota_for("others", frozenset(), rows) is None


ENDORSEMENT = Endorsement(clause="三.1")


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ({}, []),
        ({"endorsement": ENDORSEMENT, "is_endorsed": True}, []),
        ({"endorsement": ENDORSEMENT}, ["推荐名单尚未经本单位党组织主要负责同志审签。"]),
        (
            {"endorsement": ENDORSEMENT, "was_endorsed": True},
            ["审签后推荐名单有变动，应当重新编制并由主要负责同志重新审签。"],
        ),
    ],
)
def test_a_slate_is_endorsed_as_it_stands(words, sentences):
    found = findings(view("AB", **words))

    assert [finding.sentence for finding in found] == sentences
    assert {finding.clause for finding in found} <= {"三.1"}


def test_the_deadline_is_told_first():
    closed = Closing("nomination", AT - timedelta(minutes=2), 60, "二.3c")

    codes = [finding.code for finding in findings(view("B", closing=closed, endorsement=ENDORSEMENT))]

    assert codes == ["late", "under_minimum", "too_few_A", "not_endorsed"]


def test_a_conditional_quota_says_its_condition():
    words = replace(COUNTY, where_below="branch", at_most={"A": 2}).in_words(lambda target, code: code)

    assert words == "每个县（区）（下设branch的）申报2至3个项目，其中至少1个A、至多2个A。"
