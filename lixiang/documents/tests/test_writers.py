"""Both writers print the same words; the PDF stands on the grid of GB/T 9704 to the millimetre."""

import io
import threading
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lixiang.documents import blocks as b
from lixiang.documents.fonts import MissingCharacters, fallbacks_of, report
from lixiang.documents.tests.pdf_reading import MM, body_text, lines_of, opened, text_of_line
from lixiang.documents.tests.samples import (
    RARE,
    agreement,
    book,
    form,
    long_attachment,
    minutes,
    notice,
    wide_attachment,
)
from lixiang.documents.typst_writer import render, render_all, with_contents
from lixiang.documents.word_writer import text_of, write

TITLES = "序号项目名称类别申报单位负责人"


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize(
    "document",
    [
        notice(),
        notice(sealed=False, copies_to=""),
        agreement(),
        form(),
        minutes(),
        with_contents(book()),
        notice(attachments=(long_attachment(), wide_attachment())),
    ],
    ids=["notice", "unsealed", "agreement", "form", "minutes", "book", "attachments"],
)
def test_pdf_and_word_say_the_same(document):
    assert body_text(render(document).pdf, repeated=TITLES) == squeezed(text_of(write(document)))


def test_the_contents_name_the_page_that_each_chapter_begins_on():
    document = with_contents(book(30))
    rows = document.blocks[1].rows

    with opened(render(document).pdf) as file:
        texts = ["".join(text_of_line(chars) for _, chars in lines_of(page)).replace(" ", "") for page in file.pages]
    assert len(rows) == 30 and texts[1].startswith("目录")
    for title, number in rows:
        assert title in texts[int(number) - 1]
        assert f"—{number}—" in texts[int(number) - 1]
    field = "PAGEREF chapter_30"
    assert field in docx.Document(io.BytesIO(write(document))).element.xml


def test_a_full_page_has_22_lines_of_28_characters_that_fill_156_by_225_mm():
    document = b.Document("样张", "样张", (b.Paragraph("国" * (28 * 50 - 2)),))

    with opened(render(document).pdf) as file:
        lines = lines_of(file.pages[1])
        body = [(base, chars) for base, chars in lines if text_of_line(chars)[0] == "国"]

    assert [len(chars) for _, chars in body] == [28] * 22
    bases = [base for base, _ in body]
    assert bases[-1] - bases[0] == pytest.approx(21 * 225 / 22, abs=0.15)
    assert body[0][1][0]["x0"] / MM == pytest.approx(28, abs=0.2)
    assert body[0][1][-1]["x1"] / MM == pytest.approx(184, abs=0.2)


def test_the_red_line_and_the_mark_stand_where_the_standard_puts_them():
    with opened(render(notice()).pdf) as file:
        page = file.pages[0]
        (line,) = [item for item in page.lines + page.rects if item["width"] > 400]
        mark = [char for char in page.chars if char["size"] > 30]
        number = next(chars for _, chars in lines_of(page) if "27号" in text_of_line(chars))
        drawn = page.to_image(resolution=300).original
    red_rows = [
        y
        for y in range(drawn.height)
        if sum(p[0] > 200 and p[1] < 80 for p in (drawn.getpixel((x, y)) for x in range(500, 2000, 3))) > 20
    ]

    assert line["width"] / MM == pytest.approx(156, abs=0.1)
    assert 0.35 <= line["linewidth"] / MM <= 0.5
    assert red_rows[0] / 300 * 25.4 == pytest.approx(37 + 35, abs=0.6)
    base = (page.height - number[0]["matrix"][5]) / MM
    assert line["top"] / MM - (base + 0.12 * 16 / MM) == pytest.approx(4, abs=0.3)
    assert mark[0]["non_stroking_color"] == line["stroking_color"]


def test_page_numbers_stand_7_mm_below_the_text_right_on_odd_and_left_on_even_pages():
    with opened(render(notice(extra=(b.Paragraph("内容。" * 600),))).pdf) as file:
        for number, page in enumerate(file.pages, start=1):
            base, chars = lines_of(page)[-1]

            assert text_of_line(chars) == f"—{number}—" or text_of_line(chars) == f"— {number} —"
            assert base - 0.38 * 14 / MM == pytest.approx(297 - 35 + 7, abs=0.3)
            edge = 184 - chars[-1]["x1"] / MM if number % 2 else chars[0]["x0"] / MM - 28
            assert edge == pytest.approx(14 / MM, abs=0.2)


def test_a_landscape_page_keeps_its_number_at_the_foot_of_the_bound_paper():
    with opened(render(notice(attachments=(wide_attachment(40),))).pdf) as file:
        turned = [page for page in file.pages if page.width > page.height]
        assert len(turned) >= 2
        for page in turned:
            digits = [char for char in page.chars if char["x1"] / MM < 35 and char["text"].isdigit()]

            assert "".join(char["text"] for char in digits) == str(page.page_number)
            assert digits[0]["matrix"][4] / MM + 0.38 * 14 / MM == pytest.approx(28, abs=0.3)
            middle = digits[0]["top"] / MM
            assert (middle > 150) if page.page_number % 2 else (middle < 50)


def test_a_long_table_takes_three_pages_and_repeats_its_titles():
    with opened(render(notice(attachments=(long_attachment(36),))).pdf) as file:
        titled = [page for page in file.pages if TITLES in squeezed(page.extract_text())]

    assert len(titled) == 3


def test_a_row_is_never_torn_between_two_pages_unless_it_fills_one():
    columns = (b.Column("序号"), b.Column("项目名称", 2))
    rows = tuple((str(n), "示例项目名称" * (9 + n % 6)) for n in range(1, 60))
    long = ("60", "示例项目名称" * 300)
    with opened(render(notice(attachments=(b.Attachment(1, "名单", (b.Table(columns, (*rows, long)),)),))).pdf) as file:
        cells = [row[0] for page in file.pages for table in page.extract_tables() for row in table[1:]]

    assert cells[:59] == [row[0] for row in rows]
    assert cells[59:].count("60") == 1 and len(cells) > 60


def test_the_imprint_ends_on_the_lower_edge_of_the_last_page():
    with opened(render(notice()).pdf) as file:
        rules = sorted(line["top"] / MM for line in file.pages[-1].lines if line["width"] > 400)
        thick = [
            round(line["linewidth"] / MM, 2) for line in sorted(file.pages[-1].lines, key=lambda item: item["top"])
        ]

    assert rules[-1] == pytest.approx(297 - 35, abs=0.3)
    assert thick == [0.35, 0.25, 0.35]


def test_the_same_document_gives_the_same_bytes_and_another_never_shows_its_words():
    at = datetime(2018, 4, 1, tzinfo=UTC)

    assert render(notice(), at=at).pdf == render(notice(), at=at).pdf
    assert "示例乙" not in body_text(render(notice(), at=at).pdf)


def test_documents_rendered_in_threads_hold_their_own_words():
    found = {}

    def draw(n):
        found[n] = body_text(render(b.Document("样张", "样张", (b.Paragraph(f"第{n}份"),))).pdf)

    threads = [threading.Thread(target=draw, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {n: f"第{n}份" for n in range(12)}


def test_the_pdf_declares_pdf_a_2b():
    metadata = pypdf.PdfReader(io.BytesIO(render(notice()).pdf)).trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in metadata and "<pdfaid:conformance>B</pdfaid:conformance>" in metadata


def test_rare_characters_of_names_are_printed_and_the_fallback_is_named():
    rendered = render(notice())

    assert squeezed(RARE) in body_text(rendered.pdf)
    if any(row["source"] == "stand-in" and row["face"] == "仿宋" for row in report()):
        assert any("堃" in sentence and "Noto Serif SC" in sentence for sentence in rendered.fallbacks)


def test_a_character_that_no_font_has_is_an_error_and_no_silent_box():
    with pytest.raises(MissingCharacters, match="\U0002b740"):
        render(b.Document("样张", "样张", (b.Paragraph("示例\U0002b740"),)))


def test_a_document_without_rare_characters_names_no_single_character():
    assert not any("缺" in sentence for sentence in fallbacks_of(agreement()))


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="gb2312"), max_size=60))
def test_any_text_is_printed_as_it_is_and_never_read_as_markup(text):
    text = f"甲#set page(width: 1mm) $x$ *b* _i_ @a <l> `c` \\u{{41}} ${{{{x}}}} &lt; {text}乙"
    document = b.Document("样张", "样张", (b.Paragraph(text), b.Table((b.Column("列"),), ((text,),))))
    try:
        rendered = render(document)
    except MissingCharacters:
        return

    word = squeezed(text_of(write(document)))
    assert squeezed(body_text(rendered.pdf)) == word
    assert rendered.pages == 1


def test_the_mark_is_on_every_page_of_both_files():
    document = notice(attachments=(wide_attachment(),), mark=b.REHEARSAL_MARK)

    with opened(render(document).pdf) as file:
        assert all(b.REHEARSAL_MARK in page.extract_text() for page in file.pages)
    paper = docx.Document(io.BytesIO(write(document)))
    for section in paper.sections:
        for head in (section.header, section.even_page_header):
            assert b.REHEARSAL_MARK in "".join(paragraph.text for paragraph in head.paragraphs)


def test_a_working_copy_names_the_hash_of_the_original():
    paper = docx.Document(io.BytesIO(write(replace(notice(), copy_of_hash="ab" * 32))))

    assert "ab" * 32 in "".join(paragraph.text for paragraph in paper.sections[0].header.paragraphs)


@pytest.mark.parametrize(
    "last", ["特此通知。", "各县（区）委要切实担负起领导责任，深入调查研究，于2018年4月4日前报送。" * 8]
)
def test_the_sign_off_never_stands_on_a_page_without_text(last):
    for count in range(1, 24):
        document = b.Document(
            "通知",
            "通知",
            (
                *(b.Paragraph("国") for _ in range(count)),
                b.Paragraph(last),
                b.SignOff("中共淮南市委组织部", "2018年3月23日"),
            ),
        )
        with opened(render(document).pdf) as file:
            page = next(page for page in file.pages if "2018年3月23日" in squeezed(page.extract_text()))

            assert last[-5:] in squeezed(page.extract_text())
        assert body_text(render(document).pdf) == squeezed(text_of(write(document)))


@pytest.mark.parametrize("last", [40, 75], ids=["two lines", "three lines"])
def test_a_last_paragraph_begins_on_the_page_before_the_sign_off_wherever_its_first_line_fits(last):
    for count in range(16, 20):
        opening = (*(b.Paragraph("国") for _ in range(count)), b.Paragraph("甲" + "乙" * (last - 1)))
        sign_off = b.SignOff("中共淮南市委组织部", "2018年3月23日", sealed=True)
        document = b.Document("通知", "通知", (*opening, b.AttachmentNote(("示例目录",)), sign_off))
        with opened(render(document).pdf) as file:
            first, second = (squeezed(page.extract_text()) for page in file.pages)

        assert "甲" in first
        assert "甲" not in second
        assert "乙" in second


def test_many_set_at_once_come_in_order_and_each_with_its_own_words():
    plain = agreement()
    papers = [replace(plain, blocks=(*plain.blocks, b.Paragraph(f"这是第{n}份。"))) for n in range(40)]

    told = [body_text(each.pdf) for each in render_all(papers)]

    assert [f"这是第{n}份。" in words for n, words in enumerate(told)] == [True] * 40


def test_the_names_of_a_minutes_break_under_the_first_name_and_its_labels_are_in_another_face():
    with opened(render(minutes()).pdf) as file:
        lines = [(text_of_line(chars), chars) for page in file.pages for _, chars in lines_of(page)]
    lines = [(text, chars) for text, chars in lines if not text.startswith("—")]  # the number between two pages
    place = next(n for n, (text, _) in enumerate(lines) if text.startswith("出席"))
    (_, first), (_, second) = lines[place], lines[place + 1]

    assert first[0]["x0"] / MM == pytest.approx(28 + 2 * 156 / 28, abs=0.3)
    assert second[0]["x0"] / MM == pytest.approx(28 + 5 * 156 / 28, abs=0.3)
    assert first[0]["fontname"] != first[3]["fontname"]


@pytest.mark.parametrize("count", range(8, 21))
def test_the_sign_off_of_a_minutes_never_stands_on_a_page_without_names(count):
    plain = minutes()
    filled = replace(plain, blocks=(*plain.blocks[:3], *(b.Paragraph("国") for _ in range(count)), *plain.blocks[-3:]))
    with opened(render(filled).pdf) as file:
        page = next(page for page in file.pages if "2018年6月13日" in squeezed(page.extract_text()))

        assert "列席" in squeezed(page.extract_text())
