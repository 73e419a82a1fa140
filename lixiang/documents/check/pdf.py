"""Reads a PDF by its geometry: base lines, faces, rules and colours of every page."""

import io
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2
from PIL import ImageChops

from . import pdf_rules
from .observed import CELL, MM, PITCH, Imprint, Line, Observed, PageNumber, RedLine, Sheet, face_of, is_ideograph

LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 26.0, 35.0  # mm around the 版心
MOST_PAGES = 400
LARGER_THAN_TEXT = 20  # pt: a title from edge to edge is centred, a full row of the text is not
OPENING, CLOSING = "（《“〔「『【", "，。、；：！？）》”〕」』】"
_NUMBER = re.compile(r"[—–\-一－―\s]*\d{1,4}[—–\-一－―\s]*")


def read(content: bytes) -> Observed:
    """What the pages show. Raises whatever the parsers raise on a broken file; ValueError on far too many pages."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        if len(file.pages) > MOST_PAGES:
            raise ValueError(f"共{len(file.pages)}页，超过{MOST_PAGES}页，不作检查")
        pages = [_Page(page) for page in file.pages]
    red = _red_line(pages[0])
    imprint = pages[-1].take_imprint()
    lines = tuple(line for page in pages for line in page.lines(red if page is pages[0] else None))
    return Observed(
        medium="PDF",
        sheets=tuple(page.sheet() for page in pages),
        line_pitch=_line_pitch(pages),
        cell=_cell(pages),
        lines=lines,
        red_line=red,
        mark_top=_ink_of_mark(content, red) if any(line.is_red and line.size >= 20 for line in lines) else None,
        imprint=imprint,
        numbers=tuple(number for page in pages if (number := page.number)),
        pages=len(pages),
        unembedded=tuple(sorted({face for page in pages for face in page.unembedded})),
        emboldened=tuple(sorted({face for page in pages for face in page.emboldened})),
        numbered_pages=tuple(page.place for page in pages if page.rows),
    )


class _Row:
    """The characters that share one base line; places in points from the left and the upper edge of the paper."""

    def __init__(self, chars: list[dict[str, Any]], height: float):
        self.chars = sorted(chars, key=lambda char: char["x0"])
        self.base = height - statistics.median(char["matrix"][5] for char in chars)
        self.size = Counter(round(char["size"], 1) for char in chars).most_common(1)[0][0]
        self.x0, self.x1 = self._edges()
        self.text = "".join(char["text"] for char in self.chars)
        self.is_red = all(pdf_rules.is_red(char["non_stroking_color"]) for char in chars)

    def _edges(self) -> tuple[float, float]:
        """Left and right end; the empty half of a mark that hangs out of a line does not count."""
        first, last = self.chars[0], self.chars[-1]
        hangs_left = first["text"] in OPENING and first["x0"] < LEFT * MM
        hangs_right = last["text"] in CLOSING
        half = self.size / 2
        return first["x0"] + (half if hangs_left else 0), last["x1"] - (half if hangs_right else 0)

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size

    @property
    def foot(self) -> float:
        return self.base + 0.12 * self.size

    @property
    def is_parted(self) -> bool:
        """Parts that stand side by side, as the signatures of two parties, and are no line of text."""
        return any(b["x0"] - a["x1"] > 3 * self.size for a, b in pairwise(self.chars))

    def faces(self) -> dict[str, int]:
        told = [char for char in self.chars if is_ideograph(char["text"])] or self.chars
        return dict(Counter(face_of(char["fontname"]) for char in told))


class _Page:
    """One page: its rows of text, its rules, its number; furniture above the text is left out."""

    def __init__(self, page: Any):
        self.place, self.width, self.height = page.page_number, float(page.width), float(page.height)
        self.is_landscape = self.width > self.height
        self.rules = pdf_rules.rules_of(page)
        self.grids = pdf_rules.grids_of(page)
        upright = [char for char in page.chars if abs(char["matrix"][1]) < 0.01 and char["text"].strip()]
        turned = [char for char in page.chars if abs(char["matrix"][1]) >= 0.5]
        rows = [row for row in _rows(upright, self.height) if not self._is_furniture(row)]
        self.number = self._sideways_number(turned)
        if self.number is None and rows and _NUMBER.fullmatch(rows[-1].text) and not self.in_grid(rows[-1]):
            self.number = self._number(rows.pop())
        self.rows = rows
        self.unembedded = pdf_rules.fonts_not_embedded(page)
        self.emboldened = {char["fontname"].split("+")[-1] for char in page.chars if _is_bold(char["fontname"])}
        self.imprinted: list[_Row] = []

    @property
    def is_cover(self) -> bool:
        """A title larger than 2号 that is no mark stands on the cover of a form alone, whose rows keep to no grid."""
        return any(row.size > 23 and not row.is_red for row in self.rows)

    def _is_furniture(self, row: _Row) -> bool:
        """The mark of a rehearsal and the note of a working copy stand above the text."""
        return row.base < 35 * MM and (row.is_red or row.size < 10)

    def in_grid(self, row: _Row) -> bool:
        return any(top - 2 <= row.base <= bottom + 2 for top, bottom in self.grids)

    def _number(self, row: _Row) -> PageNumber:
        left, right = row.x0 - LEFT * MM, self.width - RIGHT * MM - row.x1
        side, room = ("right", right) if right < left else ("left", left)
        if abs(left - right) < 20:
            side = "center"
        drop = (row.base - 0.38 * row.size) / MM - (self.height / MM - BOTTOM)
        return PageNumber(self.place, row.text, _face(row), row.size, side, room, drop)

    def _sideways_number(self, chars: list[dict[str, Any]]) -> PageNumber | None:
        if not self.is_landscape or not _NUMBER.fullmatch("".join(char["text"] for char in chars)):
            return None
        size = chars[0]["x1"] - chars[0]["x0"]
        above, below = chars[0]["top"] - LEFT * MM, self.height - RIGHT * MM - chars[-1]["bottom"]
        side, room = ("right", below) if below < above else ("left", above)
        drop = BOTTOM - (chars[0]["matrix"][4] + 0.38 * size) / MM
        text, face = "".join(char["text"] for char in chars), face_of(chars[1]["fontname"])
        return PageNumber(self.place, text, face, size, side, room, drop, is_sideways=True)

    def take_imprint(self) -> Imprint | None:
        """Rules outside tables on the last page with the text below the first of them; or text that says it is one."""
        rules = [rule for rule in self.rules if not rule.is_red and rule.width > 100 * MM]
        rules = [rule for rule in rules if not any(a - 1 <= rule.y <= b + 1 for a, b in self.grids)]
        begins = [row.top for row in self.rows if row.text.startswith(("抄送", "主送："))]
        ends = [row.top for row in self.rows if re.search(r"\d日印发$", row.text)]
        edge = min([rule.y - 2 for rule in rules] + begins + ends, default=None)
        if edge is None:
            return None
        self.imprinted = [row for row in self.rows if row.top >= edge]
        self.rows = [row for row in self.rows if row.top < edge]
        foot = (self.height - BOTTOM * MM - rules[-1].y) / MM if rules else None
        width = min((rule.width for rule in rules), default=None)
        thick = tuple(rule.thickness / MM for rule in rules)
        lines = tuple(self._line(row, None) for row in self.imprinted)
        return Imprint(thick, width / MM if width else None, foot, lines)

    def lines(self, red: RedLine | None) -> Iterable[Line]:
        previous: _Row | None = None
        edge = self.red_edge if red else None
        for row in self.rows:
            yield self._line(row, self._above(row, previous, edge))
            previous = row

    @property
    def red_edge(self) -> float:
        return next(rule.y for rule in self.rules if rule.is_red)

    def _above(self, row: _Row, previous: _Row | None, red: float | None) -> float | None:
        """Empty lines between this row and what stands before it: text, or the red line."""
        if red is not None and row.top > red and (previous is None or previous.base < red):
            before, slack = red, 0.0
        elif previous is None:
            return None
        else:
            before, slack = previous.foot, _leading(previous.size)
        return (row.top - before - slack - _leading(row.size)) / MM / PITCH

    def _line(self, row: _Row, above: float | None) -> Line:
        left = (row.x0 / MM - (LEFT if not self.is_landscape else BOTTOM)) / CELL
        right = ((self.width - row.x1) / MM - (RIGHT if not self.is_landscape else TOP)) / CELL
        return Line(
            text=row.text,
            page=self.place,
            faces=row.faces(),
            size=row.size,
            left=left,
            right=right,
            is_centred=abs(left - right) < 1 and (left > 0.3 or row.size > LARGER_THAN_TEXT),
            above=above,
            is_red=row.is_red,
            in_table=self.in_grid(row),
            top=row.top / MM,
            foot=row.foot / MM,
            middle=left + (row.x1 - row.x0) / MM / CELL / 2,
        )

    def sheet(self) -> Sheet:
        """Margins as the text shows them; the first row stands half a leading below the upper edge of the 版心."""
        paper = self.width / MM, self.height / MM
        if self.is_landscape or not self.rows:
            return Sheet(*paper, None, None, None, None)
        long = [row for n, row in enumerate(self.rows) if row.x1 - row.x0 > 140 * MM and self._shows_edge(n)]
        full = [row for row in long if row.x1 - row.x0 > 150 * MM]  # a page of indented lines shows no left edge
        foot = max(row.foot for row in (*self.rows, *self.imprinted))
        return Sheet(
            *paper,
            min(row.x0 for row in self.rows) / MM if full else None,
            self._upper_edge(self.rows[0]),
            (self.width - max(row.x1 for row in long)) / MM if long else None,
            (self.height - foot) / MM,
        )

    def _shows_edge(self, n: int) -> bool:
        """A line that its paragraph runs on from, or one that goes too far; the last of a paragraph ends anywhere."""
        row, following = self.rows[n], self.rows[n + 1 : n + 2]
        if self.in_grid(row) or row.is_parted:
            return False
        runs_on = row.text[-1] not in "。：；" and all(each.x0 < (LEFT + 2) * MM for each in following)
        return runs_on or row.x1 > self.width - (RIGHT - 1) * MM

    def _upper_edge(self, first: _Row) -> float | None:
        """None below a mark and on a cover, where the first row stands further down."""
        if self.in_grid(first):
            return next(top for top, bottom in self.grids if top - 2 <= first.base <= bottom + 2) / MM
        edge = (first.top - _leading(first.size)) / MM
        return None if first.is_red or (first.size > 17 and edge > 55) else edge


def _is_bold(font: str) -> bool:
    """小标宋 is heavy by nature, and so is the free face that stands in for it."""
    return bool(re.search(r"bold|heavy|black", font, re.IGNORECASE)) and face_of(font) != "小标宋"


def _leading(size: float) -> float:
    """Half of the room between two lines, on either side of a line of the grid."""
    return max(0.0, (PITCH * MM - size) / 2)


def _face(row: _Row) -> str:
    digits = [char for char in row.chars if char["text"].isdigit()]
    return face_of(digits[0]["fontname"])


def _rows(chars: list[dict[str, Any]], height: float) -> list[_Row]:
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda char: (-char["matrix"][5], char["x0"])):
        if rows and abs(rows[-1][0]["matrix"][5] - char["matrix"][5]) < 3:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_Row(row, height) for row in rows]


def _red_line(page: _Page) -> RedLine | None:
    rule = next((rule for rule in page.rules if rule.is_red), None)
    if rule is None:
        return None
    above = [row for row in page.rows if row.foot < rule.y + 2]
    gap = (rule.y - rule.thickness / 2 - above[-1].foot) / MM if above else None
    return RedLine(rule.width / MM, rule.thickness / MM, rule.x / MM, gap)


def _line_pitch(pages: list[_Page]) -> float | None:
    """The distance that neighbouring rows of text have most often; None where fewer than five rows follow on."""
    steps = [
        round(lower.base - upper.base, 1)
        for page in pages
        if not page.is_cover
        for upper, lower in zip(page.rows, page.rows[1:], strict=False)
        if 14 < upper.size < 18 and 14 < lower.size < 18 and not page.in_grid(lower) and not page.in_grid(upper)
    ]
    close = [step for step in steps if step < 45]
    return statistics.median(close) if len(close) >= 5 else None


def _cell(pages: list[_Page]) -> float | None:
    """The distance between neighbouring ideographs where rows are not stretched: the lowest third of the rows."""
    rows = [row for page in pages for row in page.rows if 14 < row.size < 18 and not page.in_grid(row)]
    steps = sorted(statistics.median(found) for row in rows if len(found := _steps(row)) >= 5)
    return statistics.median(steps[: max(1, len(steps) // 3)]) if steps else None


def _steps(row: _Row) -> list[float]:
    pairs = zip(row.chars, row.chars[1:], strict=False)
    return [b["x0"] - a["x0"] for a, b in pairs if is_ideograph(a["text"]) and is_ideograph(b["text"])]


def _ink_of_mark(content: bytes, red: RedLine | None) -> float | None:
    """Where the red of the first page begins, in mm below the upper edge of the 版心, measured on its picture."""
    scale = 150 / 72
    with pypdfium2.PdfDocument(content) as file:
        picture = file[0].render(scale=scale).to_pil().convert("RGB")
    skipped = int(35 * MM * scale)  # the mark of a rehearsal is red too
    bands = picture.crop((0, skipped, picture.width, picture.height)).split()
    strong = bands[0].point(lambda value: 255 if value > 150 else 0)
    weak = bands[1].point(lambda value: 255 if value < 90 else 0)
    box = ImageChops.multiply(strong, weak).getbbox()
    return (box[1] + skipped) / scale / MM - TOP if box else None
