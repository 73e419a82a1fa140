"""A list as a workbook to print on A4 across: title, head on every page, numbered rows, in constant memory."""

from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

import xlsxwriter

# Heading, width, what stands in the cell of a line: a number stays one.
Column = tuple[str, int, Callable[[Any], str | int]]
A4 = 9
LONGEST_CELL = 32_767  # what a cell of a workbook holds
CUT = "……（单元格放不下，全文见系统）"
TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
HEAD = {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
BODY = {"text_wrap": True, "valign": "vcenter", "border": 1, "font_size": 10}


def write_table(target: IO[bytes], name: str, title: str, columns: Sequence[Column], lines: Iterable[Any]) -> None:
    """`name` is that of the sheet; the lines are taken one by one."""
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(name)
        _write_head(book, sheet, title, columns)
        body = book.add_format(BODY)
        for place, line in enumerate(lines, 1):
            sheet.write_number(place + 1, 0, place, body)
            for column, (_, _, cell) in enumerate(columns, 1):
                value = cell(line)
                if isinstance(value, int):
                    sheet.write_number(place + 1, column, value, body)
                else:
                    sheet.write_string(place + 1, column, fitting(value), body)


def fitting(text: str, cut: str = CUT) -> str:
    """As much of a text as a cell holds, its end saying that there is more: a longer one would be left out whole."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(cut)] + cut


def _write_head(book: Any, sheet: Any, title: str, columns: Sequence[Column]) -> None:
    sheet.set_column(0, 0, 6)
    for place, (_, width, _) in enumerate(columns, 1):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 36)
    sheet.merge_range(0, 0, 0, len(columns), title, book.add_format(TITLE))
    sheet.write_row(1, 0, ["序号", *(heading for heading, _, _ in columns)], book.add_format(HEAD))
    print_across(sheet, head=1)


def print_across(sheet: Any, *, head: int) -> None:
    """On A4 across, as wide as the page; the row `head` stays in sight and is printed on every page."""
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
