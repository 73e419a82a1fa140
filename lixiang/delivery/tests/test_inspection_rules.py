"""What an inspection's record must hold, what a ticket must say, and how their days stand; no database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.delivery.rules import inspections as rules
from lixiang.delivery.rules import rectifications as tickets
from lixiang.delivery.rules.inspections import InspectionTerms, Observed, VisitFacts
from lixiang.delivery.rules.rectifications import OpeningFacts, RectificationFacts, Unsettled
from lixiang.delivery.states.rectifications import TRANSITIONS, Status
from lixiang.people.roles import Role
from lixiang.programmes.rules.days import end_of

CLAUSE, TODAY = "二.4c", date(2018, 6, 1)
WHOLE = Observed("甲项目", "台账不全。", "yellow", "缺两个月。")
BLANK = Observed("乙项目", "", "", "")
VISIT = VisitFacts(CLAUSE, TODAY, TODAY, (WHOLE,), has_scan=True)
OPENING = OpeningFacts(CLAUSE, TODAY, TODAY, "补齐台账。", TODAY + timedelta(days=15), 1, frozenset({1, 2}))


def codes(findings) -> list[str]:
    assert all(finding.clause == CLAUSE for finding in findings)
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"visited_on": None}, ["no_visit_day"]),
        ({"visited_on": TODAY + timedelta(days=1)}, ["visit_in_future"]),
        ({"visited_on": TODAY - timedelta(days=9)}, []),
        ({"observed": (BLANK,)}, ["nothing_observed"]),
        ({"observed": ()}, ["nothing_observed"]),
        ({"observed": (WHOLE, BLANK)}, ["left_out"]),
        ({"observed": (replace(WHOLE, lamp=""),)}, ["half_observed"]),
        ({"observed": (replace(WHOLE, text=""),)}, ["half_observed"]),
        ({"observed": (replace(WHOLE, reason=""),)}, ["lamp_without_reason"]),
        ({"observed": (replace(WHOLE, lamp="green", reason=""),)}, []),
    ],
)
def test_a_record_is_handed_in_whole_and_not_before_its_day(changed, found):
    assert codes(rules.blockers_to_record(replace(VISIT, **changed))) == found


def test_a_project_left_out_is_a_warning_that_a_reason_overrides():
    (finding,) = rules.blockers_to_record(replace(VISIT, observed=(WHOLE, BLANK, BLANK)))

    assert not finding.is_blocking and "2个项目" in finding.sentence


def test_a_paper_record_needs_its_scan_and_is_held_to_the_same_rules():
    assert codes(rules.blockers_to_enter(VISIT)) == []
    assert codes(rules.blockers_to_enter(replace(VISIT, has_scan=False))) == ["no_scan"]
    assert "visit_in_future" in codes(rules.blockers_to_enter(replace(VISIT, visited_on=date(2018, 7, 1))))


def test_an_inspection_with_unsettled_tickets_cannot_be_closed():
    assert codes(rules.blockers_to_close(VISIT)) == []
    assert codes(rules.blockers_to_close(replace(VISIT, unsettled=2))) == ["unsettled"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"requirement": ""}, ["no_requirement"]),
        ({"organisation": 9}, ["foreign_organisation"]),
        ({"organisation": 0}, ["foreign_organisation"]),
        ({"due_on": None}, ["no_due_date"]),
        ({"due_on": TODAY - timedelta(days=1)}, ["due_before_visit"]),
        ({"today": TODAY + timedelta(days=20)}, ["due_in_past"]),
        ({"due_on": TODAY}, []),
    ],
)
def test_a_ticket_says_what_by_whom_and_by_when(changed, found):
    assert codes(tickets.standing_against_opening(replace(OPENING, **changed))) == found


@given(
    visited=st.dates(date(2018, 1, 1), date(2018, 12, 31)),
    due=st.none() | st.dates(date(2017, 1, 1), date(2019, 12, 31)),
    organisation=st.integers(0, 4),
)
def test_whatever_ticket_may_be_opened_has_one_owner_of_the_project_and_one_day_after_the_visit(
    visited, due, organisation
):
    facts = replace(OPENING, visited_on=visited, today=visited, due_on=due, organisation=organisation)

    if not tickets.standing_against_opening(facts):
        assert organisation in facts.organisations and due is not None and due >= visited


@given(st.lists(st.sampled_from([row.verb for row in TRANSITIONS]), max_size=12))
def test_a_closed_ticket_stays_closed_whatever_is_tried(verbs):
    status, closed = Status.OPEN, False

    for verb in verbs:
        row = TRANSITIONS.row(verb, status)
        status = row.to if row else status
        closed = closed or status == Status.CLOSED
        assert not closed or status == Status.CLOSED


@given(due=st.dates(date(2018, 1, 1), date(2018, 12, 31)), until=st.dates(date(2018, 1, 1), date(2018, 12, 31)))
def test_an_extension_never_gives_less_time(due, until):
    assert bool(tickets.standing_against_extension(due, until, due, CLAUSE)) == (until <= due)
    assert codes(tickets.standing_against_extension(due, None, due, CLAUSE)) == ["not_later"]


def test_an_extension_of_a_ticket_long_overdue_ends_today_at_the_earliest():
    due = TODAY - timedelta(days=30)

    assert codes(tickets.standing_against_extension(due, TODAY - timedelta(days=1), TODAY, CLAUSE)) == ["due_in_past"]
    assert codes(tickets.standing_against_extension(due, TODAY, TODAY, CLAUSE)) == []


@pytest.mark.parametrize(
    ("answer", "proofs", "required", "found"),
    [
        ("已改。", 1, True, []),
        ("已改。", 0, False, []),
        ("", 1, True, ["no_answer"]),
        ("已改。", 0, True, ["no_proof"]),
        ("", 0, True, ["no_answer", "no_proof"]),
    ],
)
def test_an_answer_says_what_was_done_and_shows_it(answer, proofs, required, found):
    assert codes(tickets.blockers_to_answer(RectificationFacts(CLAUSE, answer, proofs, required))) == found


def test_nothing_is_closed_without_an_answer():
    assert codes(tickets.blockers_to_close(RectificationFacts(CLAUSE, "", 3, True))) == ["no_answer"]
    assert codes(tickets.blockers_to_close(RectificationFacts(CLAUSE, "已改。", 0, True))) == []


def test_a_ticket_is_late_from_the_day_after_and_not_while_it_waits_to_be_checked():
    ticket = Unsettled("x", TODAY, is_answered=False)

    assert not ticket.is_overdue(TODAY) and ticket.is_overdue(TODAY + timedelta(days=1))
    assert not replace(ticket, is_answered=True).is_overdue(TODAY + timedelta(days=9))
    assert end_of(TODAY).isoformat() == "2018-06-01T23:59:59+08:00"


def test_who_is_of_the_unit_does_not_inspect_it():
    (finding,) = rules.own_unit((("示例甲", "甲项目"),), CLAUSE)

    assert finding.code == "own_unit" and "示例甲" in finding.sentence and "回避" in finding.sentence
    assert rules.own_unit((), CLAUSE) == ()


def test_the_visits_still_to_come_are_never_less_than_none():
    assert [rules.visits_lacking(visits, 2) for visits in (0, 1, 2, 5)] == [2, 1, 0, 0]


TERMS = InspectionTerms(clause=CLAUSE, visits_per_year=2, rectify_within_days=15, closers=("inspector",))


def test_the_terms_are_said_in_words():
    said = TERMS.in_words(lambda named, code: str(Role(code).label))

    assert said == "每个项目每年督导2次；整改期限一般为15天，整改情况须附佐证，由督导员核查销号。"
    assert "可附佐证" in replace(TERMS, proof_required=False).in_words(lambda named, code: code)


@pytest.mark.parametrize(
    ("changed", "parameter"),
    [
        ({"visits_per_year": 0}, "visits_per_year"),
        ({"rectify_within_days": 0}, "rectify_within_days"),
        ({"closers": ()}, "closers"),
    ],
)
def test_terms_that_make_no_sense_are_seen(changed, parameter):
    (fault,) = replace(TERMS, **changed).faults()

    assert fault.startswith(parameter) and list(TERMS.faults()) == []


def test_a_suggestion_has_its_word():
    assert rules.Suggestion("red", "停滞。", TODAY, "x").word == "红灯"
