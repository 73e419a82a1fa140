"""Blocks hold printable text only and survive the journey through JSON."""

import json
from datetime import date

import pytest

from lixiang.documents import blocks as b
from lixiang.documents.frozen import as_json, from_json
from lixiang.documents.tests.samples import agreement, form, notice


@pytest.mark.parametrize("document", [notice(), agreement(), form()], ids=lambda d: d.kind)
def test_a_document_is_the_same_after_json(document):
    assert from_json(json.loads(json.dumps(as_json(document)))) == document


def test_every_text_is_cleaned_when_its_block_is_made():
    table = b.Table([b.Column("名\x00称")], [["甲\u202e乙"]])

    assert table.columns[0].title == "名称"
    assert table.rows == (("甲乙",),)


def test_dates_are_written_in_official_form_and_the_colon_of_the_addressee_is_left_to_the_writer():
    assert b.SignOff("中共淮南市委组织部", date(2018, 3, 23)).date == "2018年3月23日"
    assert b.Addressee("各县（区）委：").text == "各县（区）委"


def test_a_row_of_the_wrong_length_an_unknown_level_and_an_unknown_layout_are_refused():
    with pytest.raises(ValueError):
        b.Table((b.Column("甲"),), (("一", "二"),))
    with pytest.raises(ValueError):
        b.Heading(5, "五级")
    with pytest.raises(ValueError):
        b.Document("通知", "题", (), layout="letter")
