"""How words are written on a page."""

import pytest

from lixiang.ui.written import nested


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("催办：“凤台县“两新”党建”已逾期", "催办：“凤台县‘两新’党建”已逾期"),
        ("“甲”的“乙”", "“甲”的“乙”"),
        ("“三会一课”制度", "“三会一课”制度"),
        ("“甲“乙“丙”乙”甲”", "“甲‘乙‘丙’乙’甲”"),
        ("甲”乙“", "甲”乙“"),
        ("", ""),
    ],
)
def test_quotation_marks_within_others_are_single(text, expected):
    assert nested(text) == expected
