"""Tables of a .docx: ruled tables with repeated titles, forms, opinions, signatures, the imprint."""

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import blocks as b
from . import printed
from .widths import column_widths
from .word_styles import CENTER, LEFT, RIGHT, border, element

WIDTH = Mm(156)
WIDTH_LANDSCAPE = Mm(225)
_ALIGN = {"left": LEFT, "center": CENTER, "right": RIGHT}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def new_table(story: Any, rows: int, widths: list[int], *, ruled: bool = True, margin: int = 60) -> Any:
    """An empty table of fixed column widths; ruled with 0.5 pt or without any rule."""
    table = story.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    properties.append(element("w:tblW", w=round(sum(widths) / 635), type="dxa"))
    properties.append(element("w:jc", val="center"))
    if ruled:
        borders = element("w:tblBorders")
        borders.extend(border(side, eighths=4) for side in _SIDES)
        properties.append(borders)
    margins = element("w:tblCellMar")
    margins.extend(element(f"w:{side}", w=margin, type="dxa") for side in ("left", "right"))
    properties.append(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def fill(cell: Any, text: str, style: str, align: Any = None) -> None:
    """Put text into an empty cell, one paragraph per line."""
    for n, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(line)
        if align is not None:
            paragraph.alignment = align
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def keep_row_whole(row: Any, *, repeated: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if repeated:
        properties.append(element("w:tblHeader"))


def add_ruled(story: Any, block: b.Table, width: int = WIDTH) -> None:
    """Rows are made as XML: python-docx looks through the whole table for each cell it adds."""
    widths = [int(Mm(part)) for part in column_widths(block, width / Mm(1))]
    table = new_table(story, 1, widths)
    keep_row_whole(table.rows[0], repeated=True)
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        fill(cell, column.title, "表格标题")
    for texts in block.rows:
        row = element("w:tr")
        row.append(element("w:trPr"))
        row[0].append(element("w:cantSplit"))
        row.extend(_cell(*parts) for parts in zip(texts, widths, block.columns, strict=True))
        table._tbl.append(row)


def _cell(text: str, width: int, column: b.Column) -> Any:
    made = element("w:tc")
    properties = element("w:tcPr")
    properties.extend((element("w:tcW", w=round(width / 635), type="dxa"), element("w:vAlign", val="center")))
    made.append(properties)
    for line in text.split("\n"):
        paragraph = element("w:p")
        form = element("w:pPr")
        form.extend((element("w:pStyle", val="表格文字"), element("w:jc", val=column.align)))
        run, written = element("w:r"), element("w:t")
        written.text = line
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(written)
        paragraph.extend((form, run))
        made.append(paragraph)
    return made


def add_form(story: Any, block: b.FormTable) -> None:
    most = max((len(row.cells) for row in block.rows), default=1)
    label = Pt(67)
    table = new_table(story, len(block.rows), [label, round(WIDTH / most) - label] * most)
    for row, written in zip(block.rows, table.rows, strict=True):
        cells = written.cells
        for n, field in enumerate(row.cells):
            is_last = n == len(row.cells) - 1
            if field.stacked:
                whole = cells[0].merge(cells[-1])
                fill(whole, field.label, "表格标题", LEFT)
                fill_more(whole, field.value)
                continue
            fill(cells[2 * n], field.label, "表格文字", CENTER)
            value = cells[2 * n + 1].merge(cells[-1]) if is_last else cells[2 * n + 1]
            fill(value, field.value, "表格文字", LEFT if is_last and len(row.cells) < most else CENTER)


def fill_more(cell: Any, text: str, align: Any = LEFT) -> None:
    for line in text.split("\n"):
        paragraph = cell.add_paragraph(line, style="表格文字")
        paragraph.alignment = align


def add_opinion(story: Any, block: b.OpinionField) -> None:
    table = new_table(story, 1, [WIDTH])
    keep_row_whole(table.rows[0])
    cell = table.rows[0].cells[0]
    fill(cell, block.title, "表格标题", LEFT)
    fill_more(cell, block.text)
    signature, day = printed.opinion_lines(block)
    fill_more(cell, signature, RIGHT)
    fill_more(cell, day, RIGHT)
    cell.paragraphs[-2].paragraph_format.space_before = Mm(24)
    for paragraph in cell.paragraphs[-2:]:
        paragraph.paragraph_format.right_indent = Pt(32)


def add_signatures(story: Any, block: b.SignatureTable) -> None:
    table = new_table(story, 1, [round(WIDTH / len(block.parties))] * len(block.parties), ruled=False)
    keep_row_whole(table.rows[0])
    for cell, party in zip(table.rows[0].cells, block.parties, strict=True):
        for n, line in enumerate(printed.party_lines(party)):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.style = "签署"
            paragraph.add_run(line)
            if n == 2:
                paragraph.paragraph_format.space_before = Mm(22)


def add_cover_rows(story: Any, rows: tuple[tuple[str, str], ...]) -> None:
    table = new_table(story, len(rows), [Mm(36), Mm(104)], ruled=False)
    for (label, value), row in zip(rows, table.rows, strict=True):
        row.height, row.height_rule = Pt(42), WD_ROW_HEIGHT_RULE.AT_LEAST
        fill(row.cells[0], f"{label}：", "签署")
        fill(row.cells[1], value, "签署", CENTER)
        lines = element("w:tcBorders")
        lines.append(border("bottom", eighths=4))
        row.cells[1]._tc.get_or_add_tcPr().append(lines)
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def add_imprint(story: Any, block: b.Imprint) -> None:
    """A table that stands on the lower edge of the 版心, between rules of 0.35, 0.25 and 0.35 mm."""
    copies = printed.copies(block)
    table = new_table(story, 2 if copies else 1, [Mm(88), Mm(68)], ruled=False, margin=0)
    # Measured from the page: LibreOffice lets a table as wide as the text float only so.
    place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": 1588, "tblpYSpec": "bottom"}
    table._tbl.tblPr.append(element("w:tblpPr", leftFromText=0, rightFromText=0, **place))
    borders = element("w:tblBorders")
    borders.append(border("top", eighths=8))
    borders.append(border("bottom", eighths=8))
    borders.append(border("insideH", eighths=6))
    table._tbl.tblPr.append(borders)
    if copies:
        whole = table.rows[0].cells[0].merge(table.rows[0].cells[1])
        fill(whole, f"抄送：{copies}", "版记")
        whole.paragraphs[0].paragraph_format.left_indent = Pt(14 + 42)
        whole.paragraphs[0].paragraph_format.first_line_indent = -Pt(42)
        whole.paragraphs[0].paragraph_format.right_indent = Pt(14)
    printer, day = table.rows[-1].cells
    fill(printer, block.printer, "版记")
    fill(day, printed.printing(block), "版记", RIGHT)
    printer.paragraphs[0].paragraph_format.left_indent = Pt(14)
    day.paragraphs[0].paragraph_format.right_indent = Pt(14)
