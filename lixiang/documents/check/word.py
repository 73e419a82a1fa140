"""Reads a .docx by its properties: sections, styles and paragraphs as Word would resolve them."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import docx
from docx.oxml.ns import qn

from .observed import CELL, MM, PITCH, Imprint, Line, Observed, PageNumber, RedLine, Sheet, face_of, is_ideograph
from .word_properties import Look, borders_of, is_red_colour, look_of, paragraph_value

MOST_BYTES = 200 * 1024 * 1024
MOST_CELLS = 500
_POINT = 12700


def read(content: bytes) -> Observed:
    """What the file declares. Raises whatever the parsers raise on a broken file; ValueError on one that swells up."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
            raise ValueError("解压后过大，不作检查")
    paper = docx.Document(io.BytesIO(content))
    story = _Story(paper)
    lines = tuple(story.lines())
    return Observed(
        medium="Word",
        sheets=tuple(_sheet(section) for section in paper.sections),
        line_pitch=_line_pitch(paper, story.body_pitch),
        cell=story.body_cell,
        lines=lines,
        red_line=story.red_line,
        mark_top=story.mark_top,
        imprint=story.imprint,
        numbers=tuple(_numbers(paper)),
        pages=max((line.page for line in lines), default=1),
        emboldened=tuple(dict.fromkeys(story.emboldened)),
        numbered_pages=(1, 2),
    )


def _mm(length: Any) -> float:
    return float(length or 0) / 36000


def _sheet(section: Any) -> Sheet:
    edges = (section.left_margin, section.top_margin, section.right_margin, section.bottom_margin)
    return Sheet(_mm(section.page_width), _mm(section.page_height), *(_mm(edge) for edge in edges))


def _line_pitch(paper: Any, exact: Counter[float]) -> float | None:
    """Exact line spacing of most of the text, else the pitch of the grid where the section has one."""
    if exact:
        return exact.most_common(1)[0][0]
    grid = paper.sections[0]._sectPr.find(qn("w:docGrid"))
    if grid is None or grid.get(qn("w:type")) not in ("lines", "linesAndChars", "snapToChars"):
        return None
    return int(grid.get(qn("w:linePitch"), "0")) / 20


class _Story:
    """Walks the body once and turns its paragraphs into lines; keeps the rules that it meets."""

    def __init__(self, paper: Any):
        self.paper = paper
        self.page = 1
        self.is_top = True
        self.blank = 0.0
        self.red_line: RedLine | None = None
        self.mark_top: float | None = None
        self.imprint: Imprint | None = None
        self.emboldened: list[str] = []
        self.body_pitch: Counter[float] = Counter()
        self.cells: Counter[float] = Counter()

    @property
    def body_cell(self) -> float | None:
        return self.cells.most_common(1)[0][0] if self.cells else None

    def lines(self) -> Iterator[Line]:
        for node in self.paper.element.body:
            if node.tag == qn("w:p"):
                yield from self._paragraph(docx.text.paragraph.Paragraph(node, self.paper._body))
            elif node.tag == qn("w:tbl"):
                yield from self._table(docx.table.Table(node, self.paper._body))

    def _table(self, table: Any) -> Iterator[Line]:
        paragraphs = (docx.text.paragraph.Paragraph(node, table._parent) for node in table._tbl.iter(qn("w:p")))
        inner = [line for p in islice(paragraphs, MOST_CELLS) for line in self._lines_of(p, True)]
        self.is_top, self.blank = False, 0.0
        if any(re.search(r"\d日印发$", line.text) for line in inner):
            rules, width = borders_of(table)
            self.imprint = Imprint(rules, width, _foot(table), tuple(inner))
            return
        yield from inner

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        breaks = paragraph._p.findall(f".//{qn('w:br')}[@{qn('w:type')}='page']")
        if paragraph.paragraph_format.page_break_before:
            self._new_page()
        before = float(paragraph_value(paragraph, "space_before") or 0) / _POINT
        if paragraph.text.strip():
            above = None if self.is_top else self.blank + before / MM / PITCH
            for n, line in enumerate(self._lines_of(paragraph, False)):
                yield self._placed(paragraph, line, above if n == 0 else 0.0, before)
            after = float(paragraph_value(paragraph, "space_after") or 0) / _POINT
            self.is_top, self.blank = False, after / MM / PITCH
        elif not breaks:
            self._count_blank(paragraph, before)
        if breaks or paragraph._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            self._new_page()
        self._look_for_red_line(paragraph, before)

    def _new_page(self) -> None:
        self.page, self.is_top, self.blank = self.page + 1, True, 0.0

    def _count_blank(self, paragraph: Any, before: float) -> None:
        spacing = paragraph_value(paragraph, "line_spacing")
        height = spacing / _POINT if isinstance(spacing, int) and spacing > 1000 else PITCH * MM
        self.blank += (height + before) / MM / PITCH if height > 3 else 0.0
        if self.is_top and height > 3:
            self.is_top = False

    def _placed(self, paragraph: Any, line: Line, above: float | None, before: float) -> Line:
        if line.is_red and line.size >= 20 and self.mark_top is None:
            self.mark_top = before / MM + self.blank * PITCH
        return Line(**{**line.__dict__, "above": above})

    def _lines_of(self, paragraph: Any, in_table: bool) -> Iterator[Line]:
        """One line per part between manual breaks."""
        looks = [(run, look_of(run, paragraph)) for run in paragraph.runs if run.text]
        self._count_measures(paragraph, looks, in_table)
        if not "".join(run.text for run, _ in looks).strip():
            return
        for text, parts in _parts(looks):
            if text.strip():
                yield self._line(paragraph, text.strip(), parts, in_table)

    def _count_measures(self, paragraph: Any, looks: list[tuple[Any, Look]], in_table: bool) -> None:
        for run, look in looks:
            if look.bold:
                self.emboldened.append(run.text.strip()[:12])
            if not in_table and 15 <= look.size <= 17 and len(run.text) > 15:
                self.cells[round(look.size + look.spacing, 2)] += len(run.text)
                spacing = paragraph_value(paragraph, "line_spacing")
                if isinstance(spacing, int) and spacing > 1000:
                    self.body_pitch[round(spacing / _POINT, 2)] += len(run.text)

    def _line(self, paragraph: Any, text: str, parts: list[tuple[str, Look]], in_table: bool) -> Line:
        faces: Counter[str] = Counter()
        for part, look in parts:
            letters = [letter for letter in part if is_ideograph(letter)]
            faces[face_of(look.face)] += len(letters)
        look = max(parts, key=lambda item: len(item[0]))[1]
        cell = look.size / MM / CELL
        width = sum(1.0 if ord(letter) >= 0x2E80 or letter in "—“”" else 0.5 for letter in text) * min(cell, 1.0)
        left, right, is_centred = _place(paragraph, width)
        return Line(
            text=text,
            page=self.page,
            faces={face: count for face, count in faces.items() if count} or {face_of(look.face): 1},
            size=look.size,
            left=left,
            right=right,
            is_centred=is_centred,
            is_red=is_red_colour(look.colour),
            in_table=in_table,
            middle=14.0 if is_centred else left + width / 2,
        )

    def _look_for_red_line(self, paragraph: Any, before: float) -> None:
        """The lower border of a paragraph, or a drawn straight line, in red."""
        if self.red_line is not None or self.page > 1:
            return
        border = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
        if border is not None and is_red_colour(border.get(qn("w:color"), "")):
            thickness = int(border.get(qn("w:sz"), "0")) / 8 / MM
            section = self.paper.sections[0]
            width = _mm(section.page_width - section.left_margin - section.right_margin)
            left = _mm(section.left_margin) + _mm(paragraph_value(paragraph, "left_indent"))
            gap = float(border.get(qn("w:space"), "0")) + (PITCH * MM - 16) / 2
            self.red_line = RedLine(width, thickness, left, gap / MM if paragraph.text.strip() else None)


def _parts(looks: list[tuple[Any, Look]]) -> Iterator[tuple[str, list[tuple[str, Look]]]]:
    """Runs split at line breaks."""
    current: list[tuple[str, Look]] = []
    for run, look in looks:
        first, *rest = run.text.split("\n")
        current.append((first, look))
        for part in rest:
            yield "".join(text for text, _ in current), current
            current = [(part, look)]
    yield "".join(text for text, _ in current), current


def _place(paragraph: Any, width: float) -> tuple[float, float | None, bool]:
    """Left and right room in characters of the first line, and whether the paragraph is centred."""

    def chars(name: str) -> float:
        return _mm(paragraph_value(paragraph, name)) / CELL

    align = paragraph_value(paragraph, "alignment")
    left, right = chars("left_indent") + chars("first_line_indent"), chars("right_indent")
    if align == 1:
        return 14 - width / 2, 14 - width / 2, True
    if align == 2:
        return 28 - right - width, right, False
    return left, 28 - left - width if left + width < 28 else None, False


def _foot(table: Any) -> float | None:
    """0 for a table that is anchored to the lower edge of the 版心; None where the place is not declared."""
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    is_anchored = place is not None and place.get(qn("w:tblpYSpec")) == "bottom"
    return 0.0 if is_anchored and place.get(qn("w:vertAnchor")) == "margin" else None


def _numbers(paper: Any) -> Iterator[PageNumber]:
    """Page numbers of odd and even pages in every section, as the footers declare them."""
    for place, section in enumerate(paper.sections):
        feet = [(1, section.footer)]
        if paper.settings.odd_and_even_pages_header_footer:
            feet.append((2, section.even_page_footer))
        for parity, foot in feet:
            for paragraph in foot.paragraphs:
                if "PAGE" in "".join(node.text or "" for node in paragraph._p.iter(qn("w:instrText"))):
                    yield _number(section, paragraph, 2 * place + parity)


def _number(section: Any, paragraph: Any, page: int) -> PageNumber:
    box = paragraph._p.find(f".//{qn('w:txbxContent')}")
    texts = (box if box is not None else paragraph._p).iter(qn("w:t"))
    text = "".join(node.text or "" for node in texts)
    runs = paragraph.runs
    look = look_of(runs[-1], paragraph)
    if box is not None:
        turned = box.find(f".//{qn('w:jc')}")
        side = "right" if turned is not None and turned.get(qn("w:val")) == "right" else "left"
        return PageNumber(page, text, face_of(look.face), look.size, side, 14.0, 7.0, is_sideways=True)
    align = paragraph_value(paragraph, "alignment")
    side = {1: "center", 2: "right"}.get(align, "left")
    name = "right_indent" if side == "right" else "left_indent"
    room = float(paragraph_value(paragraph, name) or 0) / _POINT
    drop = _mm(section.bottom_margin) - _mm(section.footer_distance) - look.size / 2 / MM
    return PageNumber(page, text, face_of(look.face), look.size, side, room, drop)
