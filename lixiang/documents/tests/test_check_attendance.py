"""The checker finds minutes short that do not say, or not in the right type, who was there."""

import pytest
from docx.oxml.ns import qn

from lixiang.documents import blocks as b
from lixiang.documents.check import NOT_APPLICABLE, OK, SHORT, check
from lixiang.documents.tests.samples import minutes, notice
from lixiang.documents.tests.spoiling import (
    face,
    pdf_with,
    say,
    size,
    word_with,
)
from lixiang.documents.typst_writer import render
from lixiang.documents.word_writer import write

HEAD = "official.typ"


def results(content):
    return {result.code: result for result in check(content)}


MINUTES_IN_PDF = [
    ("flush(text(font: d.faces.level1, label))", "flush(label)"),
    ("flush(names)", "flush(text(font: d.faces.level1, names))"),
    ("#let attendance(d, b) = {\n  space(1)", "#let attendance(d, b) = {\n  space(3)"),
    ("pad(left: 2 * cell, grid(\n      columns: (3", "pad(left: 0pt, grid(\n      columns: (3"),
    ("columns: (3 * cell, 1fr), flush(text", "columns: (6 * cell, 1fr), flush(text"),
]


@pytest.mark.parametrize(("old", "new"), MINUTES_IN_PDF, ids=range(len(MINUTES_IN_PDF)))
def test_a_spoiled_list_of_who_was_there_is_found_short_in_pdf(old, new, tmp_path):
    blocks = minutes().blocks
    on_one_page = b.Document("纪要", "题", (*blocks[:4], *blocks[-3:]))

    assert results(render(on_one_page).pdf)["attendance"].status == OK
    assert results(pdf_with(tmp_path, HEAD, old, new, on_one_page))["attendance"].status == SHORT


@pytest.mark.parametrize(
    "change",
    [
        lambda paper: [set_plain(p.runs[0]) for p in paper.paragraphs if p.style.name == "出席人员"],
        lambda paper: face("出席人员", "楷体")(paper),
        lambda paper: size("出席人员", 14)(paper),
        lambda paper: say("列席：", "列席:")(paper),
    ],
    ids=["labels", "names", "size", "colon"],
)
def test_a_spoiled_list_of_who_was_there_is_found_short_in_word(change):
    assert results(word_with(change, minutes()))["attendance"].status == SHORT


def set_plain(run):
    run._r.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")


@pytest.mark.parametrize("rows", [(), (("请假", "示例乙"),)])
def test_minutes_that_do_not_say_who_was_there_are_found_short_in_both_forms(rows):
    document = minutes(attendance=rows)

    assert results(render(document).pdf)["attendance"].status == SHORT
    assert results(write(document))["attendance"].status == SHORT


def test_a_notice_needs_no_list_of_who_was_there():
    assert results(render(notice()).pdf)["attendance"].status == NOT_APPLICABLE
