"""The checker passes every kind of document that the writers make and finds each kind of fault in a spoiled one."""

import argparse
import io
import json
import zipfile

import docx
import pytest
from docx.shared import Mm, Pt, RGBColor

from lixiang.command import check_document
from lixiang.documents import blocks as b
from lixiang.documents.check import NOT_APPLICABLE, OK, SHORT, Unreadable, check
from lixiang.documents.check.items import ITEMS
from lixiang.documents.tests.samples import agreement, form, long_attachment, minutes, notice
from lixiang.documents.tests.spoiling import (
    drop,
    drop_boxes,
    face,
    form_of,
    of_paragraphs,
    of_sections,
    one_footer,
    pdf_with,
    plain_pdf,
    push_date,
    say,
    size,
    style,
    whole_notice,
    with_date,
    word_replacing,
    word_with,
)
from lixiang.documents.typst_writer import render
from lixiang.documents.word_writer import write

KINDS = {
    "whole": whole_notice(),
    "unsealed": notice(sealed=False, copies_to=""),
    "three pages": notice(attachments=(long_attachment(36),), mark=b.REHEARSAL_MARK),
    "agreement": agreement(),
    "form": form(mark=b.REHEARSAL_MARK),
    "minutes": minutes(),
}


def results(content):
    return {result.code: result for result in check(content)}


def shortcomings(content):
    return [f"{result.code}: {result.measured}" for result in check(content) if result.status == SHORT]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("medium", ["pdf", "docx"])
def test_what_the_writers_make_is_short_of_nothing(kind, medium):
    content = render(KINDS[kind]).pdf if medium == "pdf" else write(KINDS[kind])

    assert shortcomings(content) == []


@pytest.mark.parametrize("letters", [19, 20])
def test_a_title_that_fills_its_row_is_centred(letters):
    titled = [
        b.Title("关于召开会议的通知".rjust(letters, "全")) if isinstance(x, b.Title) else x
        for x in whole_notice().blocks
    ]

    assert results(render(b.Document("通知", "题", tuple(titled))).pdf)["title-place"].status == OK


def test_a_whole_notice_has_every_item_measured():
    in_pdf, in_word = results(render(whole_notice()).pdf), results(write(whole_notice()))

    assert [code for code, result in in_pdf.items() if result.status != OK] == ["attendance"]
    assert [code for code, result in in_word.items() if result.status != OK] == ["fonts", "attendance"]
    assert in_pdf["red-line"].measured.startswith("宽156.0毫米")
    assert list(in_pdf) == [item.code for item in ITEMS]


HEAD, PAGE, SIZES, DOC = "official.typ", "page.typ", "measures.typ", "document.typ"
LEVELS = '("level1", "level2", "body", "body")'
IN_PDF = [
    ("page-size", PAGE, 'paper: "a4"', 'paper: "us-letter"'),
    ("margins", PAGE, "left: 28mm, right: 26mm", "left: 22mm, right: 32mm"),
    ("margins", PAGE, "top: 37mm", "top: 30mm"),
    ("lines", SIZES, "height / 22", "height / 24"),
    ("characters", SIZES, "width / 28", "width / 30"),
    ("mark", HEAD, "fill: red", "fill: black"),
    ("mark", HEAD, "font: d.faces.title, weight", "font: d.faces.level1, weight"),
    ("mark-place", HEAD, "height: 35mm +", "height: 25mm +"),
    ("number-place", HEAD, "align(center, flush(b.text))", "align(left, flush(b.text))"),
    ("number-place", HEAD, "  space(2)\n}", "  space(4)\n}"),
    ("red-line", HEAD, "line(length: 100%, stroke: 0.45mm", "line(length: 80%, stroke: 0.45mm"),
    ("red-line", HEAD, "stroke: 0.45mm + red", "stroke: 1.2mm + red"),
    ("red-line", HEAD, "stroke: 0.45mm + red", "stroke: 0.45mm + black"),
    ("red-line", HEAD, "v(4mm", "v(8mm"),
    ("title", HEAD, "sized(size, d.faces.title", "sized(size, d.faces.level1"),
    ("title", SIZES, "size2 = 22pt", "size2 = 18pt"),
    (
        "title-place",
        HEAD,
        "#let title-lines(d, lines, size: size2) = align(center",
        "#let title-lines(d, lines, size: size2) = align(left",
    ),
    ("title-place", HEAD, "  space(1)\n}\n\n#let title-lines", "  space(3)\n}\n\n#let title-lines"),
    ("addressee", HEAD, "addressee(d, b) = flush(b.text)", "addressee(d, b) = par(b.text)"),
    ("addressee", HEAD, "addressee(d, b) = flush(b.text)", 'addressee(d, b) = flush(b.text.replace("：", ":"))'),
    ("body", PAGE, "font: d.faces.body", "font: d.faces.level1"),
    ("body", SIZES, "size3 = 16pt", "size3 = 15pt"),
    ("indent", SIZES, "indent = 2 * cell", "indent = 0pt"),
    ("level-1", HEAD, LEVELS, '("body", "level2", "body", "body")'),
    ("level-2", HEAD, LEVELS, '("level1", "level1", "body", "body")'),
    ("level-3", HEAD, LEVELS, '("level1", "level2", "level1", "body")'),
    ("level-4", HEAD, LEVELS, '("level1", "level2", "body", "level1")'),
    ("attachment-note", HEAD, 'flush("附件：")', 'flush("附件:")'),
    ("attachment-note", HEAD, "flush(name)", 'flush(name + "；")'),
    ("sign-off", HEAD, "flush(b.organisation)", "flush(text(font: d.faces.level1, b.organisation))"),
    ("date-place", HEAD, "width - 4 * cell - date", "width - 1 * cell - date"),
    ("note", HEAD, "note(d, b) = par(b.text)", "note(d, b) = flush(b.text)"),
    ("attachment", DOC, "pagebreak(weak: true) + inner", "inner"),
    ("attachment", DOC, "font: d.faces.level1", "font: d.faces.body"),
    ("imprint-rules", HEAD, "    thin\n", ""),
    ("imprint-rules", HEAD, "0.25mm", "0.6mm"),
    ("imprint-rules", HEAD, "thick = line(length: 100%", "thick = line(length: 70%"),
    ("imprint-place", HEAD, "place(bottom, float: true", "place(bottom, dy: -20mm, float: true"),
    (
        "imprint-text",
        HEAD,
        "sized(size4, d.faces.body, body, line: 22pt)",
        "sized(size3, d.faces.body, body, line: 22pt)",
    ),
    ("imprint-text", HEAD, "flush(b.copies)", 'flush(b.copies.replace("。", ""))'),
    ("page-numbers", PAGE, "[— #counter(page).display() —]", "[- #counter(page).display() -]"),
    ("page-numbers", PAGE, "font: d.faces.page, size: size4", "font: d.faces.page, size: small"),
    ("page-numbers", PAGE, "footer: numbered(d)", "footer: none"),
    ("page-number-side", PAGE, "if calc.odd(counter(page).get().first()) { right }", "if true { center }"),
    ("page-number-place", PAGE, "dy: 7mm", "dy: 12mm"),
    ("landscape", PAGE, "background: numbered-sideways(d)", "background: none"),
]


@pytest.mark.parametrize(("code", "file", "old", "new"), IN_PDF, ids=[f"{n}-{row[0]}" for n, row in enumerate(IN_PDF)])
def test_a_spoiled_pdf_is_found_short(code, file, old, new, tmp_path):
    assert results(pdf_with(tmp_path, file, old, new))[code].status == SHORT


IN_BOTH = [
    ("number", whole_notice(number="淮组通字[2018]27号")),
    ("number", whole_notice(number="淮组通字〔2018〕第27号")),
    ("number", whole_notice(number="淮组通字〔2018〕027号")),
    ("date", with_date("2018年03月23日")),
    ("date", with_date("二〇一八年三月二十三日")),
    ("no-text", whole_notice(extra=(b.Paragraph("（此页无正文）"),))),
    (
        "attachment",
        b.Document("通知", "题", tuple(x for x in whole_notice().blocks if not isinstance(x, b.Attachment))),
    ),
    (
        "attachment-note",
        b.Document("通知", "题", tuple(x for x in whole_notice().blocks if not isinstance(x, b.AttachmentNote))),
    ),
    ("red-line", b.Document("通知", "题", tuple(x for x in whole_notice().blocks if not isinstance(x, b.Number)))),
    (
        "imprint-rules",
        b.Document("通知", "题", tuple(x for x in whole_notice().blocks if not isinstance(x, b.Imprint))),
    ),
    ("sign-off", b.Document("通知", "题", tuple(x for x in whole_notice().blocks if not isinstance(x, b.SignOff)))),
]


@pytest.mark.parametrize(("code", "document"), IN_BOTH, ids=[f"{n}-{row[0]}" for n, row in enumerate(IN_BOTH)])
def test_a_document_that_says_it_wrongly_is_found_short_in_both_forms(code, document):
    assert results(render(document).pdf)[code].status == SHORT
    assert results(write(document))[code].status == SHORT


IN_WORD = [
    ("page-size", of_sections("page_width", Mm(216))),
    ("margins", of_sections("left_margin", Mm(20))),
    ("margins", of_sections("top_margin", Mm(25))),
    ("bold", lambda paper: setattr(paper.paragraphs[2].runs[0], "bold", True)),
    ("mark", style("发文机关标志", lambda s: setattr(s.font.color, "rgb", RGBColor(0, 0, 0)))),
    ("mark", face("发文机关标志", "黑体")),
    ("mark-place", of_paragraphs("发文机关标志", lambda p: setattr(p.paragraph_format, "space_before", Mm(20)))),
    ("number-place", form_of("发文字号", "alignment", 0)),
    ("title", size("公文标题", 18)),
    ("title", face("公文标题", "黑体")),
    ("title-place", form_of("公文标题", "alignment", 0)),
    ("title-place", of_paragraphs("公文标题", lambda p: setattr(p.paragraph_format, "space_before", Pt(0)))),
    ("addressee", say("其他党（工）委：", "其他党（工）委:")),
    ("addressee", form_of("主送机关", "first_line_indent", Mm(11))),
    ("body", face("公文正文", "宋体")),
    ("body", size("公文正文", 15)),
    ("indent", form_of("公文正文", "first_line_indent", 0)),
    ("level-1", face("一级标题", "仿宋")),
    ("level-2", face("二级标题", "仿宋")),
    ("level-3", face("三级标题", "黑体")),
    ("level-4", face("四级标题", "楷体")),
    ("attachment-note", say("附件：1.", "附：1.")),
    ("sign-off", size("发文机关署名", 14)),
    ("date-place", of_paragraphs("成文日期", push_date)),
    ("note", form_of("附注", "first_line_indent", 0)),
    ("attachment", of_paragraphs("附件标识", lambda p: setattr(p.paragraph_format, "page_break_before", False))),
    ("attachment", face("附件标识", "仿宋")),
    ("imprint-rules", drop("w:insideH")),
    ("imprint-place", drop("w:tblpPr")),
    ("imprint-text", size("版记", 16)),
    ("page-numbers", size("页码", 10.5)),
    ("page-number-side", one_footer),
    ("page-number-place", of_sections("footer_distance", Mm(10))),
    ("landscape", drop_boxes),
]


@pytest.mark.parametrize(("code", "change"), IN_WORD, ids=[f"{n}-{row[0]}" for n, row in enumerate(IN_WORD)])
def test_a_spoiled_docx_is_found_short(code, change):
    assert results(word_with(change))[code].status == SHORT


@pytest.mark.parametrize(
    ("code", "part", "old", "new"),
    [
        ("lines", "styles", 'w:line="580"', 'w:line="500"'),
        ("characters", "styles", '<w:spacing w:val="-4"/>', '<w:spacing w:val="24"/>'),
        ("red-line", "document", 'w:color="E60012"', 'w:color="000000"'),
        ("red-line", "document", 'w:bottom w:val="single" w:sz="11"', 'w:bottom w:val="single" w:sz="36"'),
        ("page-numbers", "footer", "— ", "- "),
    ],
)
def test_a_docx_with_another_passage_is_found_short(code, part, old, new):
    assert results(word_replacing(part, old, new))[code].status == SHORT


def test_every_item_is_proved_by_a_spoiled_document():
    proved = {row[0] for row in (*IN_PDF, *IN_BOTH, *IN_WORD)} | {
        "lines",
        "characters",
        "fonts",
        "bold",
        "attendance",
    }

    assert {item.code for item in ITEMS} == proved


def test_a_pdf_that_carries_no_fonts_or_bold_ones_is_found_short():
    found = results(plain_pdf("One line of text", font="Arial-BoldMT"))

    assert (found["fonts"].status, found["bold"].status) == (SHORT, SHORT)
    assert results(plain_pdf("One line of text", font="Arial"))["bold"].status == OK


def test_an_agreement_needs_no_head_and_no_imprint():
    found = results(render(agreement()).pdf)

    assert {found[code].status for code in ("mark", "number", "red-line", "imprint-rules", "date")} == {NOT_APPLICABLE}


@pytest.mark.parametrize("name", ["中共示例第十一工作委员会", "中国共产党示例第十一工作委员会"])
@pytest.mark.parametrize("last", ["责任书生效前不得启动。", "本责任书一式二份，双方各执一份，签字之后才生效。"])
def test_what_ends_short_of_the_edge_by_nature_says_nothing_of_the_margin(name, last):
    parties = (b.Party("甲方（盖章）", "中共淮南市委组织部"), b.Party("乙方（盖章）", name))
    words = (b.Title("责任书"), b.Paragraph(last), b.SignatureTable(parties))

    assert shortcomings(render(b.Document("责任书", "责任书", words, layout="agreement")).pdf) == []


def swollen_docx():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7 broken",
        b"%PDF-1.7\n1 0 obj <</Length 1>> stream" + b"\x00" * 2000,
        b"PK\x03\x04 broken",
        render(agreement()).pdf[:3000],
        write(agreement())[:9000],
        plain_pdf(),
        swollen_docx(),
    ],
    ids=["empty", "text", "pdf head", "pdf noise", "zip head", "cut pdf", "cut docx", "no text", "swollen"],
)
def test_a_hostile_file_gets_a_clear_sentence(content):
    with pytest.raises(Unreadable, match="不|超过"):
        check(content)


def run(path, *, as_json=False):
    return check_document.run(argparse.Namespace(file=path, json=as_json))


def test_the_command_prints_a_line_per_item_and_tells_by_its_code(tmp_path, capsys):
    good, bad, broken = tmp_path / "good.pdf", tmp_path / "bad.docx", tmp_path / "broken.pdf"
    good.write_bytes(render(whole_notice()).pdf)
    bad.write_bytes(write(whole_notice(number="淮组通字[2018]27号")))
    broken.write_bytes(b"no document")

    assert run(good) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(ITEMS)
    assert run(bad, as_json=True) == 1
    assert {row["code"] for row in json.loads(capsys.readouterr().out) if row["status"] == SHORT} == {"number"}
    assert run(broken) == 1
    assert "不是 PDF" in capsys.readouterr().out
    assert run(tmp_path / "missing.pdf") == 2


def test_a_document_written_elsewhere_is_measured_too():
    paper = docx.Document()
    paper.add_paragraph("关于某事的通知")
    paper.add_paragraph("各单位：")
    stream = io.BytesIO()
    paper.save(stream)

    assert {"page-size", "margins"} <= {row.code for row in check(stream.getvalue()) if row.status == SHORT}
