"""The laws of the review chain, of 公示 and of the papers of a batch; no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.approvals import rules
from lixiang.approvals.rules import GivenOpinion, Paper, Part, Publicity, ReviewStep, ReviewView
from lixiang.workflow.findings import Strictness

AT = datetime(2018, 4, 10, tzinfo=UTC)
FIRST = ReviewStep(clause="二.3e", code="first", title="初审", role="section_clerk")
STUDY = ReviewStep(clause="二.3e", code="study", title="集体研究", role="section_head")
LAST = ReviewStep(clause="二.3e", code="last", title="部领导批准", role="department_leader", decides=True)
CHAIN = (FIRST, STUDY, LAST)
RULE = Publicity(clause="一.9", days=5)


def view(*spoken: str, **known) -> ReviewView:
    said = tuple(GivenOpinion(code, "agree", "now") for code in spoken)
    return ReviewView(CHAIN, said, "now", AT, **known)


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("spoken", "turn"), [((), FIRST), (("first",), STUDY), (("first", "study"), LAST), (("study",), FIRST)]
)
def test_the_turn_is_the_first_that_has_not_spoken(spoken, turn):
    assert rules.next_step(view(*spoken)) == turn


def test_a_chain_that_nobody_decides_ends_when_all_have_spoken():
    assert rules.waits_for((FIRST,), {"first"}) is None
    assert rules.deciding_role((FIRST,)) == ""
    assert rules.deciding_role(CHAIN) == "department_leader"


@pytest.mark.parametrize(
    "opinion", [GivenOpinion("first", "agree", "now", is_void=True), GivenOpinion("first", "agree", "an earlier one")]
)
def test_an_opinion_that_is_void_or_on_another_revision_counts_for_nothing(opinion):
    assert rules.next_step(replace(view(), opinions=(opinion,))) == FIRST


@pytest.mark.parametrize(
    ("code", "spoken", "standing"),
    [
        ("first", (), []),
        ("first", ("first",), []),
        ("study", (), ["step_before_waits"]),
        ("study", ("first",), []),
        ("first", ("first", "study"), ["step_after_spoke"]),
        ("last", ("first", "study"), ["step_decides"]),
        ("nowhere", (), ["no_such_step"]),
    ],
)
def test_the_steps_speak_in_order_and_never_underneath_a_later_one(code, spoken, standing):
    assert codes(rules.standing_against_opinion(code, view(*spoken))) == standing


def test_no_opinion_changes_underneath_a_decision():
    assert codes(rules.standing_against_opinion("study", view("first", is_decided=True))) == ["already_decided"]


def test_a_decision_waits_for_every_step_before_it_and_cites_the_clause():
    standing = rules.standing_against_decision(view("first"))

    assert [(finding.code, finding.clause) for finding in standing] == [("step_not_taken", "二.3e")]
    assert rules.standing_against_decision(view("first", "study")) == ()


@pytest.mark.parametrize(
    ("known", "standing"),
    [
        ({}, ["publicity_first"]),
        ({"public_until": AT}, ["publicity_runs"]),
        ({"public_until": AT - timedelta(seconds=1), "open_objections": 1}, ["objection_open"]),
        ({"public_until": AT - timedelta(seconds=1), "upheld_objections": 1}, ["objection_upheld"]),
        ({"public_until": AT - timedelta(seconds=1)}, []),
    ],
)
def test_approval_waits_for_the_end_of_publicity_and_of_every_objection(known, standing):
    found = rules.standing_against("approve", view("first", "study", publicity=RULE, **known))

    assert codes(found) == standing


def test_an_objection_that_was_upheld_can_be_overridden_by_a_reason_alone():
    known = {"publicity": RULE, "public_until": AT - timedelta(days=1), "upheld_objections": 2}
    (found,) = rules.standing_against("approve", view("first", "study", **known))

    assert found.strictness == Strictness.WARN


def test_only_an_approval_asks_for_publicity():
    assert rules.standing_against("decline", view("first", "study", publicity=RULE)) == ()
    assert rules.standing_against("approve", view("first", "study")) == ()


@pytest.mark.parametrize(
    ("known", "first"),
    [({}, "approve"), ({"publicity": RULE}, "shortlist"), ({"publicity": RULE, "public_until": AT}, "approve")],
)
def test_a_programme_with_publicity_shortlists_before_it_approves(known, first):
    assert rules.verdicts_in_use(view(**known))[0] == first


@pytest.mark.parametrize(
    ("rule", "words", "last"),
    [
        (RULE, "5个工作日", date(2018, 4, 12)),  # 清明: 5 to 7 April are no working days, Sunday 8 April is one
        (replace(RULE, days=5, working_days=False), "5日", date(2018, 4, 9)),
        (replace(RULE, days=1), "1个工作日", date(2018, 4, 8)),
    ],
)
def test_publicity_ends_by_working_days_with_their_exchange_or_by_calendar_days(rule, words, last):
    assert rules.words_of_period(rule) == words
    assert rules.last_day(rule, date(2018, 4, 4)) == last


@given(st.integers(1, 40), st.integers(1, 40), st.booleans())
def test_a_longer_publicity_never_ends_earlier(days, more, working):
    rule = Publicity(clause="x", days=days, working_days=working)
    longer = replace(rule, days=days + more)
    first = date(2018, 4, 4)

    assert first < rules.last_day(rule, first) < rules.last_day(longer, first)


WORDED = frozenset(Paper)


def test_a_batch_calls_for_its_papers_in_order_each_organisation_once():
    decided = [("approve", 7), ("approve", 3), ("decline", 3), ("approve", 7), ("waitlist", 9), ("shortlist", 5)]

    assert rules.parts_of(decided, WORDED) == (
        Part(Paper.PUBLICITY),
        Part(Paper.APPROVAL_LIST),
        Part(Paper.REPLY, 7),
        Part(Paper.REPLY, 3),
        Part(Paper.DECLINE, 3),
    )


def test_a_paper_without_a_wording_is_not_used_by_the_programme():
    assert rules.parts_of([("approve", 7)], {Paper.REPLY}) == (Part(Paper.REPLY, 7),)
    assert rules.parts_of([("waitlist", 7), ("merge", 8)], WORDED) == ()


VERDICTS = st.sampled_from(["shortlist", "approve", "waitlist", "merge", "decline"])


@given(st.lists(st.tuples(VERDICTS, st.integers(1, 5)), max_size=30))
def test_no_paper_is_called_for_twice_and_none_for_an_organisation_without_decision(decided):
    parts = rules.parts_of(decided, WORDED)

    assert len(parts) == len(set(parts))
    assert {part.organisation for part in parts} - {0} <= {organisation for _, organisation in decided}


IN_ORDER = st.integers(0, 2).map(lambda count: ["first", "study"][:count])
SPOKEN = st.lists(st.sampled_from(["first", "study"]), unique=True)


@given(IN_ORDER)
def test_whose_turn_it_is_may_speak_and_nobody_else_for_the_first_time(spoken):
    seen = view(*spoken)
    turn = rules.next_step(seen)

    for step in CHAIN:
        if step.code not in spoken:
            may = not rules.standing_against_opinion(step.code, seen)
            assert may == (step == turn and not step.decides)


@given(SPOKEN)
def test_a_decision_stands_open_exactly_when_its_turn_has_come(spoken):
    seen = view(*spoken)

    assert (rules.standing_against_decision(seen) == ()) == (rules.next_step(seen) == LAST)
