"""Workbooks as offices send them, and as somebody hostile would."""

import io
import zipfile

from lixiang.people.sheets.columns import SHEETS
from lixiang.people.sheets.writing import write_workbook

ROW = {
    "organisations": {"code": "n1", "name": "示例一", "short_name": "一", "kind": "党支部", "level": "村级"},
    "users": {"username": "u1", "name": "示例甲", "organisation": "county", "role": "填报员"},
}


def workbook(name: str, *rows: dict[str, str]) -> io.BytesIO:
    """A filled template; each row is the example row with changes."""
    target = io.BytesIO()
    write_workbook(target, SHEETS[name], [ROW[name] | row for row in rows])
    target.seek(0)
    target.name = f"{name}.xlsx"
    return target


def with_part(book: io.BytesIO, part: str, content: bytes) -> io.BytesIO:
    """The same workbook with one part of the archive replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    target.seek(0)
    return target


def part_of(book: io.BytesIO, part: str) -> bytes:
    with zipfile.ZipFile(book) as archive:
        return archive.read(part)


SHEET = "xl/worksheets/sheet1.xml"


def sheet_with_cell_at(address: str) -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row><c r="{address}" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    ).encode()
