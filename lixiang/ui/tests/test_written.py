"""How days are read and sentences are written."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines

from lixiang.ui import written
from lixiang.ui.written import cross_years, nested_quotes, typed_day


@pytest.mark.parametrize("typed", ["2018-03-01", "2018/3/1", "2018.3.1", "2018年3月1日", " 2018年03月01日 "])
def test_a_day_is_read_in_each_form_that_offices_type(typed):
    assert typed_day(typed) == date(2018, 3, 1)


@pytest.mark.parametrize("typed", ["", "去年", "2018-02-30", "2018年3月", "18-3-1", "2018-03-01 8:00"])
def test_what_is_no_day_is_no_day(typed):
    with pytest.raises(ValueError):
        typed_day(typed)


@pytest.mark.parametrize(
    ("sentence", "written"),
    [
        ("签订“党员“双向管理”实践”的责任书", "签订“党员‘双向管理’实践”的责任书"),
        ("““两新”党建”被退回", "“‘两新’党建”被退回"),
        ("“甲”的“乙”", "“甲”的“乙”"),
        ("“甲“乙“丙”乙”甲”", "“甲‘乙“丙”乙’甲”"),
        ("没有引号", "没有引号"),
        ("只有一半“的", "只有一半“的"),
        ("只有一半”的“", "只有一半”的“"),
    ],
)
def test_marks_within_marks_become_single_ones(sentence, written):
    assert nested_quotes(sentence) == written


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("甲\n乙\n丙", "甲\n丁\n丙", (["乙"], ["丁"])),
        ("甲\n乙", "甲\n乙\n丙", ([], ["丙"])),
        ("甲\n乙", "乙\n甲", (["乙"], ["乙"])),
        ("", "甲", ([], ["甲"])),
        ("甲", "甲", ([], [])),
    ],
)
def test_only_the_lines_that_differ_are_marked_and_none_is_lost(old, new, marked):
    before, after = written.lines_beside(old, new)

    assert ([line for line, differs in before if differs], [line for line, differs in after if differs]) == marked
    assert ["\n".join(line for line, _ in side) for side in (before, after)] == [old, new]


def test_days_cross_years_by_the_calendar_of_shanghai_and_days_that_are_missing_count_for_nothing():
    new_year = datetime(2018, 12, 31, 17, tzinfo=UTC)  # 1 January there

    assert cross_years([date(2018, 12, 31), None, new_year])
    assert not cross_years([date(2019, 3, 1), None, new_year]) and not cross_years([])


def test_stages_that_cross_years_each_say_their_own_and_others_none():
    template = engines["jinja2"].from_string("{{ ui.rail(stages=stages) }}")

    def said(*days: date) -> str:
        return template.render(
            {"stages": [{"label": "报送", "state": "done", "on": day, "url": "", "note": ""} for day in days]}
        )

    crossing = said(date(2018, 4, 4), date(2018, 12, 20), date(2019, 1, 5))
    assert [f">{words}<" in crossing for words in ("2018年4月4日", "2018年12月20日", "2019年1月5日")] == [True] * 3
    assert ">4月4日<" in said(date(2018, 4, 4), date(2018, 12, 20))
