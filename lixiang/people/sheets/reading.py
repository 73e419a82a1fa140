"""Reads a workbook that a stranger may have made: bounds are checked on the packed file before anything is built."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

from lixiang.people.sheets.columns import Column, Sheet

ROWS = 100_000
COLUMNS = 64
UNPACKED_BYTES = 256 * 1024 * 1024
PARTS = 500
CHUNK = 1024 * 1024
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ADDRESS = re.compile(r"([A-Za-z]{0,3})([0-9]{0,7})")
TOO_BIG = "文件解压后过大，未读取。请只保留模板中的工作表后重试。"


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number as Excel shows it, and field -> text."""

    number: int
    cells: dict[str, str]


def read_workbook(source: IO[bytes], sheet: Sheet) -> list[SheetRow]:
    """The filled rows of the sheet; raises ValidationError with one sentence when the file is not our template."""
    _check_bounds(source)
    source.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(source)  # type: ignore[arg-type]
        if sheet.title not in book.sheet_names:
            raise ValidationError(f"文件中没有名为“{sheet.title}”的工作表，请使用系统提供的模板。", code="no_sheet")
        grid = book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise ValidationError("文件已损坏或设有密码，无法读取，请另存为.xlsx后重试。", code="unreadable") from error
    return _rows(grid, sheet)


def _rows(grid: list[list[Any]], sheet: Sheet) -> list[SheetRow]:
    headings = [_text(cell) for cell in grid[0]] if grid else []
    missing = [column.title for column in sheet.columns if column.title not in headings]
    if missing:
        raise ValidationError(
            f"第1行缺少列：{'、'.join(missing)}。请使用系统提供的模板，不要改动表头。", code="headings"
        )
    places = {column: headings.index(column.title) for column in sheet.columns}
    rows = []
    for number, line in enumerate(grid[1:], start=2):
        cells = {column.field: _text(line[place]) for column, place in places.items()}
        if any(cells.values()):
            rows.append(SheetRow(number, cells))
    return rows


def _text(cell: Any) -> str:
    """A cell as a person typed it: whole numbers without a point, dates as 2018-03-23."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def word_to_code(column: Column, text: str) -> str | None:
    """The code of a word of the list, in either form; None if it is not in the list."""
    return next((code for code, word in column.choices if text in (code, word)), None)


def _check_bounds(source: IO[bytes]) -> None:
    """Refuse what is no .xlsx, unpacks to too much, or names a cell far away (which readers would allocate up to)."""
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            if not {WORKBOOK, RELATIONS} <= set(archive.namelist()):
                raise ValidationError("这不是Excel工作簿（.xlsx），请使用系统提供的模板。", code="no_workbook")
            parts = [part for part in archive.infolist() if part.filename.lower().endswith((".xml", ".rels"))]
            if len(parts) > PARTS:
                raise ValidationError(TOO_BIG, code="too_big")
            left = UNPACKED_BYTES
            for part in parts:
                left = _check_part(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError, OSError) as error:
        raise ValidationError("这不是完好的Excel工作簿（.xlsx），请使用系统提供的模板。", code="no_workbook") from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """Stream one part through a parser that looks at addresses alone; the sizes in the archive's list may lie."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = _check_target if part.filename == RELATIONS else _check_address
    parser.EntityDeclHandler = _refuse_entities
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ValidationError(TOO_BIG, code="too_big")
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return left


def _check_target(_: str, attributes: dict[str, str]) -> None:
    """A sheet under another ending would escape the check of its addresses."""
    if not attributes.get("Target", ".xml").lower().endswith(".xml"):
        raise ValidationError("文件含有宏或外部内容，未读取。请另存为不含宏的.xlsx。", code="foreign_parts")


def _check_address(tag: str, attributes: dict[str, str]) -> None:
    if tag.rpartition(":")[2] not in ("row", "c") or "r" not in attributes:
        return
    address = ADDRESS.fullmatch(attributes["r"])
    if address is None:
        raise ValidationError("文件含有无法识别的单元格，未读取。", code="addresses")
    letters, row = address.groups()
    if row and int(row) > ROWS + 1:
        raise ValidationError(f"超过{ROWS}行，请分成几个文件导入。", code="too_many_rows")
    if _column_number(letters) > COLUMNS:
        raise ValidationError(f"超过{COLUMNS}列，请使用系统提供的模板。", code="too_many_columns")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _refuse_entities(*_: Any) -> None:
    raise ValidationError("文件含有不允许的内容，未读取。", code="entities")
