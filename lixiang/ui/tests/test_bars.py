"""Lying bars: drawn to one scale, every part with its own address."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from lixiang.ui.bars import bars, narrowed

ROWS = (("甲", (2, 1), "/rows/?at=a"), ("乙", (0, 6), ""), ("丙", (0, 0), "/rows/?at=c"))
NARROW = ("lamp=red", "lamp=green")


def test_the_longest_row_fills_the_width_and_nothing_is_drawn_for_nothing():
    first, second, third = bars(ROWS, NARROW)

    assert [(part.left, part.width, part.words) for part in first.parts] == [
        (0, Decimal("33.33"), "2"),
        (Decimal("33.33"), Decimal("16.67"), "1"),
    ]
    assert [(part.left, part.width) for part in second.parts] == [(0, 100)]
    assert third.parts == () and [bar.total for bar in (first, second, third)] == ["3", "6", "0"]


def test_each_part_leads_to_the_rows_of_its_row_narrowed_to_it():
    first, second, _ = bars(ROWS, NARROW)

    assert [part.url for part in first.parts] == ["/rows/?at=a&lamp=red", "/rows/?at=a&lamp=green"]
    assert [part.url for part in second.parts] == [""]
    assert narrowed("/rows/?at=a", (), 1) == "/rows/?at=a"


def test_amounts_are_read_as_they_are_written_and_a_thin_part_bears_no_figure():
    ((thin, wide),) = (bar.parts for bar in bars([("甲", ("0.07", "1,000.00"), "")]))

    assert not thin.is_labelled and wide.is_labelled and wide.words == "1,000.00"
    assert bars([("甲", ("0.07", "1,000.00"), "")])[0].total == "1,000.07"


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=3, max_size=3), max_size=8))
def test_parts_never_overlap_nor_leave_the_width(values):
    for bar in bars([("行", tuple(row), "") for row in values]):
        end = 0
        for part in bar.parts:
            assert part.left == end and part.width >= 0
            end = part.left + part.width
        assert end <= 100
