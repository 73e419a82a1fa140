"""Properties of runs and paragraphs, resolved through their styles up to the defaults of the document."""

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from .observed import MM


@dataclass(frozen=True)
class Look:
    """How a run is printed: face of its Chinese letters, size and extra spacing in points, bold, colour."""

    face: str
    size: float
    spacing: float
    bold: bool
    colour: str


def is_red_colour(colour: str) -> bool:
    """Whether RRGGBB is a red."""
    try:
        red, green, blue = (int(colour[n : n + 2], 16) for n in (0, 2, 4))
    except ValueError:
        return False
    return red > 150 and green < 90 and blue < 90


def paragraph_value(paragraph: Any, name: str) -> Any:
    """A value of the paragraph's format: its own, else that of its style or of a style it rests on."""
    own = getattr(paragraph.paragraph_format, name)
    style = paragraph.style
    while own is None and style is not None:
        own = getattr(style.paragraph_format, name)
        style = style.base_style
    return own


def look_of(run: Any, paragraph: Any) -> Look:
    """What the run wears: its own properties, its style, the paragraph's style and the defaults, in that order."""
    sheets = _sheets(run, paragraph)

    def first(path: str, attribute: str) -> str | None:
        for sheet in sheets:
            node = sheet.find(qn(path))
            if node is not None and node.get(qn(attribute)) is not None:
                return node.get(qn(attribute))
        return None

    bold = next((node.get(qn("w:val"), "1") for s in sheets if (node := s.find(qn("w:b"))) is not None), "0")
    return Look(
        face=first("w:rFonts", "w:eastAsia") or "宋体",
        size=int(first("w:sz", "w:val") or 20) / 2,
        spacing=int(first("w:spacing", "w:val") or 0) / 20,
        bold=bold not in ("0", "false", "off"),
        colour=first("w:color", "w:val") or "",
    )


def _sheets(run: Any, paragraph: Any) -> list[Any]:
    sheets = [run._r.rPr]
    for style in (run.style, paragraph.style):
        while style is not None:
            sheets.append(style.element.rPr)
            style = style.base_style
    defaults = paragraph.part.document.styles.element if hasattr(paragraph.part, "document") else None
    if defaults is not None:
        sheets.append(defaults.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"))
    return [sheet for sheet in sheets if sheet is not None]


def borders_of(table: Any) -> tuple[tuple[float, ...], float | None]:
    """Thickness in mm of the horizontal rules of a table from above, and its width in mm."""
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    rules = []
    for side in ("top", *["insideH"] * (len(table.rows) - 1), "bottom"):
        rule = borders.find(qn(f"w:{side}")) if borders is not None else None
        if rule is not None and rule.get(qn("w:val")) not in (None, "nil", "none"):
            rules.append(int(rule.get(qn("w:sz"), "0")) / 8 / MM)
    widths = [int(column.get(qn("w:w"), "0")) for column in table._tbl.iter(qn("w:gridCol"))]
    return tuple(rules), sum(widths) / 20 / MM if widths else None
