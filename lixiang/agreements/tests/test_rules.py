"""When an agreement is due, how that is spoken of, how often one may remind; no database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.agreements.rules import due, due_on, standing_against_reminder

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
