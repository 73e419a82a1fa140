"""Formal wording: dates, numbers of documents, numbers of headings, lines of 附件说明, cleaned text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.documents.dates import date_of, official_date
from lixiang.documents.numbering import attachment_label, attachment_lines, heading_level, heading_number, in_chinese
from lixiang.documents.numbers import DocumentNumber, faults_of_number, number_of
from lixiang.documents.plain_text import clean, single_line


@given(st.dates(min_value=date(1000, 1, 1)))
def test_an_official_date_reads_back_as_the_same_day(day):
    assert date_of(official_date(day)) == day


def test_a_date_has_arabic_digits_without_padding():
    assert official_date(date(2018, 3, 3)) == "2018年3月3日"


@pytest.mark.parametrize(
    "text", ["2018年03月23日", "二〇一八年三月二十三日", "2018年2月30日", "18年3月23日", "2018-03-23"]
)
def test_another_form_of_date_is_not_taken(text):
    assert date_of(text) is None


@given(st.sampled_from(["淮组通字", "淮组函", "中共淮组发"]), st.integers(1000, 9999), st.integers(1, 999999))
def test_a_number_reads_back_as_the_same_number(code, year, serial):
    number = DocumentNumber(code, year, serial)

    assert number_of(str(number)) == number
    assert faults_of_number(str(number)) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("淮组通字[2018]27号", "六角括号"),
        ("淮组通字（2018）27号", "六角括号"),
        ("淮组通字〔2018〕第27号", "第"),
        ("淮组通字〔2018〕027号", "虚位"),
        ("淮组通字〔18〕27号", "四位"),
        ("淮组通字〔2018〕27", "号"),
        ("二十七", "号"),
    ],
)
def test_a_fault_of_a_number_is_named(text, fault):
    assert any(fault in sentence for sentence in faults_of_number(text))


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (111, "一百一十一"), (320, "三百二十")],
)
def test_numbers_are_written_as_offices_write_them(number, words):
    assert in_chinese(number) == words


def test_headings_are_numbered_by_level():
    assert [heading_number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]


@given(st.integers(1, 4), st.integers(1, 199))
def test_the_level_of_a_heading_is_seen_from_its_number(level, position):
    assert heading_level(heading_number(level, position) + "总体原则") == level


def test_a_line_without_number_is_no_heading():
    assert heading_level("为贯彻落实") is None


def test_one_attachment_has_no_number_and_several_are_numbered_without_closing_marks():
    assert attachment_lines(("参考目录。",)) == (("", "参考目录"),)
    assert attachment_lines(("参考目录；", "汇总表")) == (("1.", "参考目录"), ("2.", "汇总表"))
    assert (attachment_label(0), attachment_label(2)) == ("附件", "附件2")


def test_control_and_reversing_characters_are_removed_and_line_ends_kept():
    assert clean("甲\x00乙\x1b丙\u202e丁\r\n戊\ud800己\ufffe\ufeff") == "甲乙丙丁\n戊己"
    assert single_line(" 甲\n 乙\t丙 ") == "甲 乙 丙"


@given(st.text())
def test_cleaned_text_stays_as_it_is_when_cleaned_again(text):
    once = clean(text)

    assert clean(once) == once
    once.encode("utf-8")
