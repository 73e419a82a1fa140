"""Rules, tables and fonts of a PDF page."""

from dataclasses import dataclass
from typing import Any

MM = 72 / 25.4


@dataclass(frozen=True)
class Rule:
    """A horizontal rule: left edge, middle, width and thickness in points."""

    x: float
    y: float
    width: float
    thickness: float
    is_red: bool


def is_red(colour: Any) -> bool:
    """Red in RGB or CMYK; grey and patterns are not."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(value, int | float) for value in values):
        return False
    if len(values) == 3:
        return values[0] > 0.6 and values[1] < 0.35 and values[2] < 0.35
    return len(values) == 4 and values[1] > 0.6 and values[2] > 0.6 and values[0] < 0.35 and values[3] < 0.4


def rules_of(page: Any) -> list[Rule]:
    """Horizontal rules from above; a thin filled box is a rule as well."""
    found = []
    for shape in (*page.lines, *page.rects, *page.curves):
        if shape["width"] < 60 * MM or shape["height"] > 3:
            continue
        is_box = shape["object_type"] == "rect" and shape.get("fill")
        thickness = shape["height"] if is_box else float(shape.get("linewidth") or 0)
        colour = shape["non_stroking_color"] if is_box else shape["stroking_color"]
        middle = (shape["top"] + shape["bottom"]) / 2
        found.append(Rule(shape["x0"], middle, shape["width"], thickness, is_red(colour)))
    rules: list[Rule] = []
    for rule in sorted(found, key=lambda item: item.y):  # some programs draw a border twice
        if not rules or rule.y - rules[-1].y > 1.5 or rule.is_red != rules[-1].is_red:
            rules.append(rule)
    return rules


def grids_of(page: Any) -> list[tuple[float, float]]:
    """Upper and lower edges of everything with upright rules: tables and boxes."""
    upright = sorted(
        (shape["top"], shape["bottom"])
        for shape in (*page.lines, *page.rects, *page.curves)
        if shape["height"] > 8 and (shape["width"] < 2 or shape["object_type"] == "rect")
    )
    merged: list[tuple[float, float]] = []
    for top, bottom in upright:
        if merged and top <= merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]))
        else:
            merged.append((top, bottom))
    return [grid for grid in merged if grid[1] > 36 * MM]


def fonts_not_embedded(page: Any) -> set[str]:
    """Names of the fonts that the page uses and the file does not carry."""
    from pdfminer.pdftypes import resolve1

    missing = set()
    fonts = resolve1((resolve1(page.page_obj.resources) or {}).get("Font")) or {}
    for reference in fonts.values():
        font = resolve1(reference)
        for part in [font, *(resolve1(item) for item in resolve1(font.get("DescendantFonts")) or ())]:
            descriptor = resolve1(part.get("FontDescriptor")) or {}
            if descriptor and not {"FontFile", "FontFile2", "FontFile3"} & set(descriptor):
                missing.add(str(descriptor.get("FontName", "")).strip("/'"))
    return missing
