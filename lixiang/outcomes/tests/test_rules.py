"""The rules of the archive: names that every system can unpack, metadata that is XML, pages that hold no script."""

import re
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lixiang.files.packages import _refuse_name
from lixiang.outcomes.rules.items import SECTIONS, About, Act, Item, Packed, PackedItem, Relation, Table
from lixiang.outcomes.rules.kinds import RETENTIONS, ArchiveTerms
from lixiang.outcomes.rules.metadata import metadata_of, readable
from lixiang.outcomes.rules.names import Names, safe
from lixiang.outcomes.rules.pages import page, project_index, record

NASTY = '<script>alert(1)</script>"&\x00\x0b'


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("申报书.pdf", "申报书.pdf"),
        ("../../etc/passwd", "＿..＿etc＿passwd"),
        ("C:\\盘\\a.txt", "C＿＿盘＿a.txt"),
        ("照片\u202egnp.exe", "照片gnp.exe"),
        ("CON.txt", "＿CON.txt"),
        ("nul", "＿nul"),
        (" . . ", "未命名"),
        ("", "未命名"),
        ("换\n行\t符.doc", "换行符.doc"),
        ("末尾的点...", "末尾的点"),
        ("题" * 100 + ".pdf", "题" * 56 + ".pdf"),
    ],
)
def test_a_name_is_made_fit_for_every_system(typed, name):
    assert safe(typed) == name


@given(st.text(max_size=200))
def test_no_name_leads_out_of_its_folder_or_is_longer_than_fits(text):
    name = safe(text)

    assert 1 <= len(name) <= 61 and len(name.encode()) <= 255
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name) and name not in (".", "..") and name == name.rstrip(". ")
    _refuse_name(f"文件夹/{name}")


@given(st.lists(st.text(max_size=5), max_size=8))
def test_no_two_files_of_a_folder_have_one_name(texts):
    names = Names()
    given_names = [names.give("01申报书", text) for text in texts]

    assert len({name.casefold() for name in given_names}) == len(texts)


def test_the_second_of_a_name_gets_a_number_before_its_ending():
    names = Names()

    assert [names.give("票", name) for name in ("发票.JPG", "发票.jpg", "说明", "说明")] == [
        "票/发票.JPG",
        "票/发票（2）.jpg",
        "票/说明",
        "票/说明（2）",
    ]
    assert names.give("另", "发票.jpg") == "另/发票.jpg"


def about(**changed: str) -> About:
    values = {name: NASTY for name, kind in About.__annotations__.items() if kind is str or kind == "str"}
    days = {"begun_on": date(2018, 3, 26), "ended_on": date(2018, 12, 20), "year": 2018}
    return About(**values | days | {"made_at": datetime(2018, 12, 20, 9)} | changed)


def packed(**changed) -> PackedItem:
    acts = (Act("报送", datetime(2018, 3, 26, 9), NASTY, NASTY), Act("拟制", None, ""))
    item = Item("review", NASTY, "意见", NASTY, date(2018, 3, 26), acts=acts, relations=(Relation("依据", NASTY),))
    return PackedItem(1, item, (Packed("02审核审批/甲 乙#?.html", "text/html", 3, "a" * 64),))


def test_metadata_stays_xml_whatever_was_typed():
    root = ElementTree.fromstring(metadata_of(about(), [packed()]))

    assert root.findtext("文件/题名") == readable(NASTY) and "\x00" not in readable(NASTY)
    assert root.findtext("文件/电子属性/校验值") == "a" * 64
    assert [each.findtext("行为时间") for each in root.iter("业务实体")] == ["2018-03-26T09:00:00", ""]


@given(st.text())
def test_any_text_can_be_read_back_from_xml(text):
    body = metadata_of(about(title=text), [])

    found = ElementTree.fromstring(body).findtext("内容描述/题名") or ""
    assert found == readable(text).replace("\r\n", "\n").replace("\r", "\n")


def test_what_was_typed_stays_text_on_every_page():
    tables = (Table(NASTY, (NASTY,), ((NASTY,),)),)
    for body in (
        project_index(about(), [packed()]),
        record(NASTY, pairs=((NASTY, NASTY),), texts=((NASTY, NASTY),), tables=tables),
        page(NASTY, ()),
    ):
        html = body.decode()
        assert "<script" not in html and "&lt;script&gt;" in html
    assert (
        'href="02%E5%AE%A1%E6%A0%B8%E5%AE%A1%E6%89%B9/%E7%94%B2%20%E4%B9%99%23%3F.html"'
        in project_index(about(), [packed()]).decode()
    )


def test_every_section_has_a_folder_in_the_order_of_a_projects_life():
    folders = list(SECTIONS.values())

    assert [folder[:2] for folder in folders] == [f"{number:02d}" for number in range(1, len(folders) + 1)]


def test_terms_say_how_long_and_how_secret_and_name_a_classification():
    terms = ArchiveTerms(clause="二.4e", retention="30_years", fonds_code="001", fonds="市委组织部", affair="党建")

    said = terms.in_words(lambda kind, code: RETENTIONS[code])
    assert said == "保管期限30年，密级非密，全宗001市委组织部，机构或问题为党建。"
    assert list(terms.faults()) == []
    assert list(ArchiveTerms(clause="二.4e", retention="permanent", security=" ").faults()) != []
