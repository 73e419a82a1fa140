"""The register: one series per code and year, no gap, no number twice, also when several issue at once."""

import threading

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lixiang.documents.models import NumberSeries, OfficialDocument
from lixiang.documents.register import take_number
from lixiang.documents.tests.cast import AT, issued, section_clerk


@pytest.mark.django_db
def test_a_series_starts_at_one_in_each_year_and_counts_by_itself():
    numbers = [
        str(take_number(*key[:1], year=key[1]))
        for key in [("淮组通字", 2018), ("淮组函", 2018), ("淮组通字", 2018), ("淮组通字", 2019)]
    ]

    assert numbers == ["淮组通字〔2018〕1号", "淮组函〔2018〕1号", "淮组通字〔2018〕2号", "淮组通字〔2019〕1号"]


@pytest.mark.django_db
def test_a_series_led_on_paper_goes_on_where_the_office_says():
    assert [take_number("淮组通字", year=2018, first=27).serial for _ in range(2)] == [27, 28]


@pytest.mark.django_db
def test_an_empty_code_and_a_first_number_below_one_are_refused():
    for code, first in (("", 1), ("淮组通字", 0)):
        with pytest.raises(ValueError):
            take_number(code, year=2018, first=first)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given():
    with pytest.raises(RuntimeError):
        take_number("淮组通字", year=2018)


class NumbersTaken(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from([2018, 2019]), st.booleans()), max_size=20)
    )
    def test_numbers_that_stay_are_consecutive_whatever_is_rolled_back(self, attempts):
        NumberSeries.objects.all().delete()
        kept = {}
        for code, year, stays in attempts:
            with transaction.atomic():
                number = take_number(code, year=year)
                transaction.set_rollback(not stays)
            if stays:
                kept.setdefault((code, year), []).append(number.serial)

        assert all(serials == list(range(1, len(serials) + 1)) for serials in kept.values())


@pytest.mark.django_db(transaction=True)
def test_eight_who_issue_at_once_get_eight_consecutive_numbers():
    clerk = section_clerk()
    failures = []

    def work():
        try:
            for _ in range(3):
                issued(by=clerk)
        except Exception as error:  # a thread's error would otherwise be lost
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(OfficialDocument.objects.values_list("number", flat=True)) == list(range(1, 25))


@pytest.mark.django_db(transaction=True)
def test_a_document_that_cannot_be_printed_takes_no_number():
    clerk = section_clerk()
    issued(by=clerk)

    with pytest.raises(ZeroDivisionError):
        issued_badly(clerk)
    after = issued(by=clerk)

    assert after.number == 2


def issued_badly(clerk):
    """Fails only once the number is known, when the register is already locked."""
    from lixiang.documents.issue import PLACEHOLDER, issue
    from lixiang.documents.tests.cast import short_notice

    def build(number):
        return short_notice(number) if str(PLACEHOLDER) in number else 1 / 0

    return issue("通知", build=build, series="示组通字", by=clerk, at=AT)
