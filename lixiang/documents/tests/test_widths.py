"""Columns follow their shares, but neither a short title nor a number is torn apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.documents import blocks as b
from lixiang.documents.tests.pdf_reading import MM, body_text, opened
from lixiang.documents.typst_writer import render
from lixiang.documents.widths import column_widths

shares = st.lists(st.floats(0.1, 9), min_size=1, max_size=12)


@given(shares, st.sampled_from([156.0, 225.0]))
def test_widths_fill_the_page_whatever_the_shares(found, total):
    table = b.Table(tuple(b.Column("序号", share) for share in found), ())

    widths = column_widths(table, total)

    assert sum(widths) == pytest.approx(total, abs=0.1)
    assert min(widths) > 0


def test_a_narrow_column_still_holds_its_title_on_one_line():
    table = b.Table((b.Column("序号", 0.1), b.Column("项目名称", 9)), (("1", "示例"),))

    assert column_widths(table, 156)[0] > 2 * 12 / MM


def test_a_narrow_column_still_holds_a_date_on_one_line():
    table = b.Table((b.Column("完成时间", 0.1), b.Column("项目名称", 9)), (("2018年12月31日", "示例"),))

    assert column_widths(table, 156)[0] > 7 * 12 / MM


def test_enough_room_is_shared_as_asked():
    table = b.Table((b.Column("甲", 1), b.Column("乙", 3)), ())

    assert column_widths(table, 156) == pytest.approx((39, 117))


def test_a_hash_and_an_address_stay_within_the_text_and_the_table():
    long = "0cf8ce4471d0f18a00f945f9e338728b118b360c8db0104b0e5730335acb81ce"
    table = b.Table((b.Column("序号", 0.5), b.Column("校验值"), b.Column("名称", 3)), (("1", long, long),))
    pdf = render(b.Document("样张", "样张", (b.Paragraph(f"校验值：{long}"), table))).pdf

    with opened(pdf) as file:
        chars = [char for char in file.pages[0].chars if char["top"] < 260 * MM]
        assert max(char["x1"] for char in chars) / MM < 184.2
        assert min(char["x0"] for char in chars) / MM > 27.8
    assert body_text(pdf).count("cb81ce") == 3
