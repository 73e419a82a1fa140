"""When an agreement is due, how that is spoken of, how often one may remind; no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.agreements.rules import (
    SIGNING_WORDS,
    SigningFacts,
    Terms,
    blockers_after_electronic,
    blockers_after_paper,
    blockers_to_electronic,
    blockers_to_paper,
    due,
    due_on,
    standing_against_reminder,
)
from lixiang.programmes.queries import read_pack
from lixiang.programmes.rules.pack import WrongPack

DAY = timedelta(days=1)
SIGN_BY = datetime(2018, 4, 10, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai


@pytest.mark.parametrize(
    ("drawn_up", "due_day"),
    [
        (date(2018, 4, 1), date(2018, 4, 16)),
        (date(2018, 4, 9), date(2018, 4, 16)),  # the day that the approval announced stays
        (date(2018, 4, 16), date(2018, 5, 1)),  # drawn up only then: as many days of its own
        (date(2018, 6, 1), date(2018, 6, 16)),
    ],
)
def test_the_day_that_the_approval_announced_binds_unless_it_has_come(drawn_up, due_day):
    assert due_on(date(2018, 4, 1), drawn_up, 15) == due_day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400), st.integers(1, 90))
def test_an_agreement_is_never_due_before_or_on_the_day_it_is_drawn_up(approved_on, waited, days):
    drawn_up_on = approved_on + timedelta(days=waited)

    found = due_on(approved_on, drawn_up_on, days)

    assert drawn_up_on < found <= drawn_up_on + timedelta(days=days)


@pytest.mark.parametrize(
    ("at", "words", "overdue"),
    [
        (SIGN_BY - 3 * DAY, "还剩3天", False),
        (SIGN_BY - timedelta(hours=20), "今天到期", False),
        (SIGN_BY, "今天到期", False),
        (SIGN_BY + timedelta(seconds=1), "已逾期1天", True),
        (SIGN_BY + 5 * DAY, "已逾期5天", True),
    ],
)
def test_days_are_counted_by_the_calendar_of_shanghai(at, words, overdue):
    found = due(SIGN_BY, at)

    assert (found.words, found.is_overdue) == (words, overdue)


@given(st.integers(-400 * 24, 400 * 24))
def test_overdue_is_said_exactly_when_the_moment_has_passed(hours):
    at = SIGN_BY + timedelta(hours=hours)

    found = due(SIGN_BY, at)

    assert found.is_overdue == (at > SIGN_BY) == found.words.startswith("已逾期")


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (None, []),
        (SIGN_BY - DAY, []),
        (SIGN_BY - timedelta(hours=20), ["reminded_today"]),
        (SIGN_BY, ["reminded_today"]),
    ],
)
def test_one_reminder_a_day_is_enough(last, codes):
    assert [finding.code for finding in standing_against_reminder(last, SIGN_BY, "二.3f")] == codes


# --- which way it is signed ------------------------------------------------------------------------------------------
PAPERS = SigningFacts(clause="二.3f")
READY = SigningFacts(is_wished=True, clause="二.3f")
LACKING = SigningFacts(is_wished=True, lacking=("甲县委",), clause="二.3f")


@pytest.mark.parametrize(
    ("blockers", "facts", "code"),
    [
        (blockers_to_paper, PAPERS, ""),
        (blockers_to_paper, LACKING, ""),
        (blockers_to_paper, READY, "sign_electronically"),
        (blockers_to_electronic, PAPERS, "paper_only"),
        (blockers_to_electronic, LACKING, "no_certificate"),
        (blockers_to_electronic, READY, ""),
        (blockers_after_paper, replace(READY, is_begun=True), "signed_electronically"),
        (blockers_after_paper, READY, ""),
        (blockers_after_electronic, replace(READY, is_begun=True), ""),
        (blockers_after_electronic, LACKING, "signed_on_paper"),
    ],
)
def test_one_way_is_open_and_the_other_says_why_not(blockers, facts, code):
    found = blockers(facts)

    assert [finding.code for finding in found] == ([code] if code else [])
    assert {finding.clause for finding in found} <= {"二.3f"}


@given(wished=st.booleans(), lacking=st.booleans(), begun=st.booleans())
def test_at_every_step_exactly_one_way_is_open(wished, lacking, begun):
    facts = SigningFacts(wished, ("甲县委",) if lacking and wished else (), begun)

    assert bool(blockers_to_paper(facts)) != bool(blockers_to_electronic(facts))
    assert bool(blockers_after_paper(facts)) != bool(blockers_after_electronic(facts))


def terms(**changed) -> Terms:
    words = {"title": "责任书", "parties": ("department", "nominating"), "sign_within_days": 15, "copies": 2}
    return Terms(clause="二.3f", articles=("一、目标",), **(words | changed))


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, 0),
        ({"signing": "electronic"}, 0),
        ({"signing": "electronic", "parties": ("department", "nominating", "implementing")}, 1),
        ({"signing": "paper", "parties": ("department", "nominating", "implementing")}, 0),
    ],
)
def test_electronic_signing_is_of_two_parties(changed, faults):
    assert len(list(terms(**changed).faults())) == faults


@pytest.mark.parametrize(
    ("word", "is_read"),
    [('"electronic"', True), ('"paper"', True), ('"Electronic"', False), ("true", False), ('""', False)],
)
def test_a_pack_spells_the_way_of_signing_exactly(word, is_read):
    text = files("lixiang.programmes.packs").joinpath("huainan-2018.toml").read_text("utf-8")
    changed = text.replace("[[agreements.terms]]\n", f"[[agreements.terms]]\nsigning = {word}\n")

    if is_read:
        assert read_pack(changed).of(Terms)[0].signing == word.strip('"')
    else:
        with pytest.raises(WrongPack, match="signing"):
            read_pack(changed)


def test_the_way_of_signing_is_said_where_it_is_not_paper():
    def say(target, code):
        return {"department": "甲方", "nominating": "乙方"}.get(code) or SIGNING_WORDS[code]

    assert "电子签名" in terms(signing="electronic").in_words(say)
    assert "纸" not in terms().in_words(say)
