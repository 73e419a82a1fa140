"""The workbook that goes out, and a reader that trusts nothing that comes in."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from lixiang.people.sheets import reading
from lixiang.people.sheets.columns import ORGANISATIONS, SHEETS
from lixiang.people.sheets.reading import read_workbook
from lixiang.people.tests.workbooks import SHEET, part_of, sheet_with_cell_at, with_part, workbook


def refusal(book: io.BytesIO) -> str:
    with pytest.raises(ValidationError) as refused:
        read_workbook(book, ORGANISATIONS)
    return refused.value.messages[0]


@pytest.mark.parametrize("name", SHEETS)
def test_a_template_has_headings_lists_and_instructions(name):
    book = openpyxl.load_workbook(workbook(name))
    sheet, page = book[SHEETS[name].title], SHEETS[name]

    assert [cell.value for cell in sheet[1]] == [column.title for column in page.columns]
    lists = {next(iter(rule.sqref.ranges)).min_col - 1: rule.formula1 for rule in sheet.data_validations.dataValidation}
    expected = {
        place: '"' + ",".join(word for _, word in column.choices) + '"'
        for place, column in enumerate(page.columns)
        if column.choices
    }
    assert lists == expected
    told = [row[0].value for row in book["填写说明"].iter_rows()]
    assert [column.title for column in page.columns] == told[-len(page.columns) :]


@pytest.mark.parametrize("name", SHEETS)
def test_every_list_fits_into_what_excel_allows(name):
    assert all(len(",".join(word for _, word in column.choices)) <= 255 for column in SHEETS[name].columns)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x", "0123"])
def test_a_cell_that_looks_like_a_formula_goes_out_and_comes_back_as_text(text):
    book = workbook("organisations", {"name": text})

    cell = openpyxl.load_workbook(book)[ORGANISATIONS.title]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix, cell.hyperlink) == (text, "s", True, None)
    assert read_workbook(book, ORGANISATIONS)[0].cells["name"] == text


def test_rows_keep_their_numbers_and_empty_ones_are_skipped():
    book = openpyxl.load_workbook(workbook("organisations", {"code": "n1"}, {"code": "n2"}, {"code": "n3"}))
    for cell in book[ORGANISATIONS.title][3]:
        cell.value = "  "
    target = io.BytesIO()
    book.save(target)

    assert [(row.number, row.cells["code"]) for row in read_workbook(target, ORGANISATIONS)] == [(2, "n1"), (4, "n3")]


def test_numbers_and_dates_are_read_as_a_person_meant_them():
    book = openpyxl.load_workbook(workbook("organisations", {}))
    sheet = book[ORGANISATIONS.title]
    sheet["A2"], sheet["H2"] = 340400, 7
    sheet["J2"] = date(2018, 3, 23)
    sheet["J2"].number_format = "yyyy-mm-dd"
    target = io.BytesIO()
    book.save(target)

    cells = read_workbook(target, ORGANISATIONS)[0].cells

    assert (cells["code"], cells["order"], cells["valid_from"]) == ("340400", "7", "2018-03-23")


def test_columns_may_stand_in_another_order_but_none_may_be_missing():
    book = openpyxl.load_workbook(workbook("organisations", {"code": "n1"}))
    sheet = book[ORGANISATIONS.title]
    sheet.move_range("A1:A2", cols=20)
    moved, short = io.BytesIO(), io.BytesIO()
    book.save(moved)
    sheet["U1"] = ""
    book.save(short)

    assert read_workbook(moved, ORGANISATIONS)[0].cells["code"] == "n1"
    assert "缺少列：编码" in refusal(short)


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04 no archive", b"%PDF-1.4", b"\xd0\xcf\x11\xe0" * 99, "编码,全称".encode()]
)
def test_what_is_no_workbook_is_refused(content):
    assert "Excel工作簿" in refusal(io.BytesIO(content))


def test_a_document_of_another_kind_is_refused():
    book = with_part(io.BytesIO(_empty_archive()), "word/document.xml", b"<x/>")

    assert "Excel工作簿" in refusal(book)


def _empty_archive() -> bytes:
    target = io.BytesIO()
    zipfile.ZipFile(target, "w").close()
    return target.getvalue()


def test_a_workbook_without_our_sheet_is_refused():
    assert "没有名为“组织”的工作表" in refusal(workbook("users", {}))


@pytest.mark.parametrize("address", ["A1048576", "XFD1", "a1048576", "AAA1"])
def test_a_cell_far_away_is_refused_before_anything_is_allocated(address):
    book = with_part(workbook("organisations", {}), SHEET, sheet_with_cell_at(address))

    assert "超过" in refusal(book)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_another_encoding_hides_no_address(encoding):
    sheet = '<?xml version="1.0"?>' + sheet_with_cell_at("A1048576").decode()

    assert "超过" in refusal(with_part(workbook("organisations", {}), SHEET, sheet.encode(encoding)))


def test_a_sheet_under_another_ending_is_refused():
    book = workbook("organisations", {})
    relations = part_of(book, "xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet1.xml", b"media/sheet1.png")
    moved = with_part(with_part(book, "xl/_rels/workbook.xml.rels", relations), "xl/media/sheet1.png", b"<x/>")

    assert "宏或外部内容" in refusal(moved)


def test_an_unreadable_address_is_refused():
    book = with_part(workbook("organisations", {}), SHEET, sheet_with_cell_at("A-1"))

    assert "无法识别" in refusal(book)


def test_entities_are_refused():
    sheet = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_with_cell_at("A1")

    assert "不允许" in refusal(with_part(workbook("organisations", {}), SHEET, sheet))


def test_broken_xml_is_refused():
    assert "完好" in refusal(with_part(workbook("organisations", {}), SHEET, b"<worksheet><sheetData>"))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "UNPACKED_BYTES", 1_000_000)
    sheet = b"<worksheet>" + b" " * 1_100_000 + b"</worksheet>"
    book = with_part(workbook("organisations", {}), SHEET, sheet)

    assert len(book.getvalue()) < 20_000
    assert "过大" in refusal(book)


def test_an_archive_of_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "PARTS", 3)

    assert "过大" in refusal(workbook("organisations", {}))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "ROWS", 30)
    rows = [{"code": f"n{number}"} for number in range(31)]

    assert len(read_workbook(workbook("organisations", *rows[:30]), ORGANISATIONS)) == 30
    assert "超过30行" in refusal(workbook("organisations", *rows))
