"""A key in an address is a number that every database can look up, or nothing."""

from datetime import date

import pytest

from lixiang.access.keys import day_and_key_in, key_in


@pytest.mark.parametrize("text", [None, "", "abc", "-1", "1e9", "1.0", " 1", "٣", "²", "9" * 19, "9" * 5000, "1\0"])
def test_what_is_no_key_is_nothing(text):
    assert key_in(text) is None


@pytest.mark.parametrize("text", ["0", "7", "9" * 18])
def test_a_number_that_fits_is_a_key(text):
    assert key_in(text) == int(text)


def test_a_day_and_a_key_say_where_a_list_goes_on():
    assert day_and_key_in("2018-06-30.17") == (date(2018, 6, 30), 17)


@pytest.mark.parametrize("text", ["", "17", ".17", "2018-06-31.17", "2018-06-30.", "2018-06-30.-1", "2018-06-30.1.2"])
def test_what_is_no_day_and_key_is_nothing(text):
    assert day_and_key_in(text) is None
