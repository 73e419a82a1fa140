"""A list as a workbook to print on A4 across: title, head on every page, numbered rows, in constant memory."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, NamedTuple

import xlsxwriter

# Heading, width, what stands in the cell of a line: a number stays one.
Column = tuple[str, int, Callable[[Any], str | int | Decimal]]
A4 = 9
LONGEST_CELL = 32_767  # what a cell of a workbook holds
CUT = "……（单元格放不下，全文见系统）"
TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
HEAD = {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
BODY = {"text_wrap": True, "valign": "vcenter", "border": 1, "font_size": 10}


class Sheet(NamedTuple):
    """One sheet of a workbook: its name, the title above the table, the columns, and the lines, taken one by one."""

    name: str
    title: str
    columns: Sequence[Column]
    lines: Iterable[Any]


def write_table(target: IO[bytes], name: str, title: str, columns: Sequence[Column], lines: Iterable[Any]) -> None:
    """`name` is that of the sheet; the lines are taken one by one."""
    write_tables(target, [Sheet(name, title, columns, lines)])


def write_tables(target: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """A workbook of several tables, one after the other."""
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        body = book.add_format(BODY)
        for sheet in sheets:
            written = book.add_worksheet(sheet.name)
            _write_head(book, written, sheet.title, sheet.columns)
            for place, line in enumerate(sheet.lines, 1):
                _write_line(written, place, line, sheet.columns, body)


def _write_line(sheet: Any, place: int, line: Any, columns: Sequence[Column], body: Any) -> None:
    sheet.write_number(place + 1, 0, place, body)
    for column, (_, _, cell) in enumerate(columns, 1):
        value = cell(line)
        if isinstance(value, int | Decimal):
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
