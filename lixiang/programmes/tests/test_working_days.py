"""Working days by the national table and by what the office says of a day; months that clamp; the page of a year."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lixiang.history.models import Event
from lixiang.people.roles import Role
from lixiang.programmes import actions, queries
from lixiang.programmes.models import CalendarDay
from lixiang.programmes.rules.working_days import (
    add_months,
    add_working_days,
    day_of_month,
    is_working_day,
    knows,
    next_working_day,
    unusual_days,
)
from lixiang.workflow.findings import Refused

days = st.dates(date(2005, 1, 1), date(2024, 12, 31))
edits = st.dictionaries(days, st.booleans(), max_size=20)


def test_working_days_pass_over_holidays_and_count_weekends_worked():
    # 2018-04-05 to 07 is 清明; Sunday 8 April was worked instead.
    assert add_working_days(date(2018, 4, 4), 1) == date(2018, 4, 8)
    assert add_working_days(date(2018, 4, 4), 5) == date(2018, 4, 12)


def test_a_year_that_the_table_does_not_know_counts_monday_to_friday():
    assert [is_working_day(date(2199, 3, day)) for day in (1, 2)] == [True, False]
    assert (knows(2018), knows(2199)) == (True, False)


def test_what_the_office_says_of_a_day_goes_before_the_table():
    edited = {date(2018, 4, 8): False, date(2018, 4, 5): True}

    assert add_working_days(date(2018, 4, 4), 1, edited) == date(2018, 4, 5)
    assert next_working_day(date(2018, 4, 6), edited) == date(2018, 4, 9)


@given(days, st.integers(0, 30), edits)
def test_more_working_days_never_end_earlier_and_end_on_a_working_day(start, count, edited):
    end = add_working_days(start, count, edited)

    assert end <= add_working_days(start, count + 1, edited)
    assert is_working_day(end, edited)


@given(days, st.integers(1, 30), edits)
def test_as_many_working_days_lie_after_the_start_as_were_added(start, count, edited):
    end = add_working_days(start, count, edited)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]

    assert sum(is_working_day(day, edited) for day in between) == count


@given(days, edits)
def test_the_next_working_day_is_the_first_one_from_the_day_on(day, edited):
    found = next_working_day(day, edited)

    assert is_working_day(found, edited)
    assert not any(is_working_day(day + timedelta(days=n), edited) for n in range((found - day).days))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2018, 10, 31), 4, date(2019, 2, 28)),
        (date(2018, 12, 1), 1, date(2019, 1, 1)),
        (date(2018, 3, 31), -1, date(2018, 2, 28)),
    ],
)
def test_months_clamp_to_the_last_day(day, months, then):
    assert add_months(day, months) == then


@given(days.filter(lambda day: day.day == 1), st.integers(0, 40), st.integers(0, 40))
def test_months_from_a_first_day_add_up(day, one, two):
    assert add_months(add_months(day, one), two) == add_months(day, one + two)


@given(days, st.integers(1, 31))
def test_a_day_of_a_month_stays_in_its_month(day, number):
    assert day_of_month(day.year, day.month, number).replace(day=1) == day.replace(day=1)


def test_the_unusual_days_of_a_year_are_those_that_are_not_as_their_weekday_says():
    found = {each.day: each for each in unusual_days(2018, {date(2018, 7, 2): (False, "本地放假")})}

    assert (found[date(2018, 4, 8)].is_worked, found[date(2018, 4, 8)].name) == (True, "清明")
    assert found[date(2018, 7, 2)].is_edited
    assert date(2018, 7, 3) not in found
    assert date(2018, 7, 7) not in found  # an ordinary Saturday


class TestTheOfficesTable:
    def test_a_day_is_set_put_on_record_and_counted_by(self, cast, morning):
        actions.set_day(date(2018, 7, 2), kind="HOLIDAY", name="本地放假", by=cast.user(Role.SECTION_CLERK), at=morning)

        assert queries.edited_days() == {date(2018, 7, 2): False}
        event = Event.objects.get(subject_kind="calendarday")
        assert (event.verb, event.detail["kind"]) == ("set_day", "HOLIDAY")

    def test_the_same_said_twice_is_said_once_and_taken_back_it_counts_no_more(self, cast, morning):
        words = {"by": cast.user(Role.SECTION_CLERK), "at": morning}
        for kind in ("WORKED", "WORKED", "NATIONAL"):
            actions.set_day(date(2018, 7, 1), kind=kind, **words)

        assert queries.edited_days() == {}
        assert Event.objects.filter(subject_kind="calendarday").count() == 2

    def test_a_kind_that_is_none_is_refused_and_changes_nothing(self, cast, morning):
        with pytest.raises(Refused):
            actions.set_day(date(2018, 7, 1), kind="HALF", by=cast.user(Role.SECTION_CLERK), at=morning)

        assert not CalendarDay.objects.exists()

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SYSTEM_ADMIN, Role.DEPARTMENT_LEADER])
    def test_nobody_but_the_section_sets_a_day_or_sees_the_page(self, cast, morning, role):
        with pytest.raises(PermissionDenied):
            actions.set_day(date(2018, 7, 1), kind="WORKED", by=cast.user(role), at=morning)
        client = Client()
        client.force_login(cast.user(role))

        assert client.get("/working-days/2018/").status_code == 404

    def test_the_page_shows_the_year_and_takes_a_day(self, cast):
        client = Client()
        client.force_login(cast.user(Role.SECTION_CLERK))

        page = client.get("/working-days/2018/").content.decode()
        answer = client.post("/working-days/2018/", {"day": "2018-07-02", "kind": "HOLIDAY", "name": "本地放假"})

        assert "2018年4月8日（周日）" in page and "清明" in page
        assert answer.status_code == 302
        assert "本地放假" in client.get("/working-days/2018/").content.decode()

    def test_a_day_that_is_none_keeps_what_was_typed(self, cast):
        client = Client()
        client.force_login(cast.user(Role.SECTION_HEAD))

        answer = client.post("/working-days/2018/", {"day": "2018-02-30", "kind": "HOLIDAY", "name": "某某"})

        assert answer.status_code == 422
        assert "某某" in answer.content.decode()
        assert client.get("/working-days/1900/").status_code == 404
        assert client.get("/working-days/").status_code == 302

    def test_the_page_asks_the_same_number_of_queries_however_many_days_were_set(
        self, cast, morning, django_assert_num_queries
    ):
        for count in (1, 3, 30):
            for day in range(1, count + 1):
                words = {"by": cast.user(Role.SECTION_CLERK), "at": morning}
                actions.set_day(date(2018, 6, day), kind="HOLIDAY", **words)
            with django_assert_num_queries(1):
                queries.year_of(2018)
