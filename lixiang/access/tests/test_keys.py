"""A key in an address is a number that every database can look up, or nothing."""

import pytest

from lixiang.access.keys import key_in


@pytest.mark.parametrize("text", [None, "", "abc", "-1", "1e9", "1.0", " 1", "٣", "²", "9" * 19, "9" * 5000, "1\0"])
def test_what_is_no_key_is_nothing(text):
    assert key_in(text) is None


@pytest.mark.parametrize("text", ["0", "7", "9" * 18])
def test_a_number_that_fits_is_a_key(text):
    assert key_in(text) == int(text)
