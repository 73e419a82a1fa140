"""Titles are broken into few lines, within the width, and not inside a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.documents.titles import title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于实施基层党建创新项目化管理的通知", ("关于实施基层党建创新项目化管理的通知",)),
        ("关于同意中共田家庵区委基层党建创新项目立项的批复", ("关于同意中共田家庵区委", "基层党建创新项目立项的批复")),
        ("关于2018年度基层党建创新项目申报有关事项的通知", ("关于2018年度基层党建创新项目", "申报有关事项的通知")),
    ],
)
def test_a_title_is_broken_between_words(title, lines):
    assert title_lines(title) == lines


def test_a_year_stays_whole():
    lines = title_lines("中共淮南市委组织部关于公布2018年度基层党建创新项目立项名单的通知")

    assert any("2018年" in line for line in lines)


def test_the_authors_own_lines_are_kept():
    assert title_lines("关于某事的\n通知") == ("关于某事的", "通知")


@given(st.text("关于实施基层党建创新项目化管理的通知2018、（）", max_size=90))
def test_nothing_is_lost_and_no_line_is_too_wide(title):
    lines = title_lines(title)

    assert "".join(lines) == title
    assert all(len(line) <= 20 for line in lines)
