"""Writes a workbook: the sheet to fill in with its drop-down lists, and a page of instructions."""

from collections.abc import Iterable, Mapping
from typing import IO, Any

import xlsxwriter

from lixiang.people.sheets.columns import Sheet

# Drop-down lists reach this far; more rows may follow without them.
LISTED_ROWS = 5000


def write_workbook(target: IO[bytes] | str, sheet: Sheet, rows: Iterable[Mapping[str, str]] = ()) -> None:
    """Write `rows` (field -> text) under the headings; a cell is always text, so a leading = + - @ stays harmless."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "num_format": "@"})
        required = book.add_format({"bold": True, "bg_color": "#FDE9E7", "border": 1, "num_format": "@"})
        # quote_prefix keeps the text a text when somebody edits the cell in Excel or WPS.
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        page = book.add_worksheet(sheet.title)
        page.freeze_panes(1, 1)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width, book.add_format({"num_format": "@"}))
            page.write_string(0, place, column.title, required if column.required else heading)
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(sheet.columns):
                if row.get(column.field):
                    page.write_string(number, place, row[column.field], text)
        _add_lists(page, sheet)
        _write_instructions(book, sheet)


def _add_lists(page: Any, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns):
        if not column.choices:
            continue
        words = [word for _, word in column.choices]
        rule = {"validate": "list", "source": words, "error_title": "请从列表中选择", "error_message": column.advice}
        page.data_validation(1, place, LISTED_ROWS, place, rule)


def _write_instructions(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet("填写说明")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 8)
    page.set_column(2, 2, 90)
    for number, sentence in enumerate(sheet.advice):
        page.write_string(number, 0, f"{number + 1}. {sentence}")
    start = len(sheet.advice) + 1
    for place, word in enumerate(("列", "必填", "说明")):
        page.write_string(start, place, word, bold)
    for number, column in enumerate(sheet.columns, start=start + 1):
        words = "可选：" + "、".join(word for _, word in column.choices) + "。" if column.choices else ""
        page.write_string(number, 0, column.title)
        page.write_string(number, 1, "是" if column.required else "")
        page.write_string(number, 2, column.advice + words, wrapped)
