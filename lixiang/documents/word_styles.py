"""Page, grid and named styles of a .docx by GB/T 9704-2012."""

import io
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor, Twips

PITCH = Twips(580)  # 225 mm / 22
CELL = Mm(156) / 28
TIGHTER = -4  # twentieths of a point: 28 characters of 16 pt fill 156 mm
RED = "E60012"
LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


@dataclass(frozen=True)
class Style:
    """A named paragraph style: face, size in points, place, and the blank room above it in lines."""

    name: str
    face: str = "仿宋"
    size: float = 16
    align: Any = JUSTIFY
    indent: int = 0
    lines_before: float = 0
    line: Length = PITCH
    keep_with_next: bool = False
    colour: str = ""


STYLES = (
    Style("发文机关标志", "方正小标宋简体", 44, CENTER, line=Mm(14.43), colour=RED),
    Style("发文字号", align=CENTER, lines_before=2),
    Style("公文标题", "方正小标宋简体", 22, CENTER, keep_with_next=True),
    Style("主送机关", lines_before=1),
    Style("公文正文", indent=2),
    Style("一级标题", "黑体", indent=2, keep_with_next=True),
    Style("二级标题", "楷体", indent=2, keep_with_next=True),
    Style("三级标题", indent=2, keep_with_next=True),
    Style("四级标题", indent=2, keep_with_next=True),
    Style("附件说明", keep_with_next=True),
    Style("出席人员", keep_with_next=True),
    Style("发文机关署名", align=LEFT, keep_with_next=True),
    Style("成文日期", align=LEFT),
    Style("附注", indent=2),
    Style("附件标识", "黑体", align=LEFT),
    Style("版记", size=14, align=LEFT, line=Pt(22)),
    Style("页码", "宋体", 14, LEFT, line=Pt(14)),
    Style("表格标题", "黑体", 12, CENTER, line=Pt(19)),
    Style("表格文字", size=12, align=LEFT, line=Pt(19)),
    Style("封面标题", "方正小标宋简体", 26, CENTER, line=Twips(812)),
    Style("目录行", align=LEFT),
    Style("签署", size=14, align=LEFT),
    Style("标记", "黑体", 14, CENTER, line=Pt(20), colour=RED),
    Style("副本说明", "宋体", 9, CENTER, line=Pt(12), colour="595959"),
)


def element(tag: str, **attributes: Any) -> Any:
    """A WordprocessingML element, e.g. element("w:top", val="single", sz=8)."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_face(properties: Any, face: str) -> None:
    """One face for Chinese and Latin alike; otherwise Word prints “” and digits narrow in another face."""
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), face)


def new_paper() -> Any:
    """An empty paper with page and styles; made once per process, opened anew for each document."""
    return docx.Document(io.BytesIO(_template()))


@cache
def _template() -> bytes:
    paper = docx.Document()
    for style in list(paper.styles):  # the 160 styles of the library's template would be in every user's list
        if not style.element.default:
            style.delete()
    paper.settings.odd_and_even_pages_header_footer = True
    _add_styles(paper)
    set_page(paper.sections[0])
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _add_styles(paper: Any) -> None:
    """Make the named styles of STYLES, all on Normal, which carries the grid."""
    normal = paper.styles["Normal"]
    normal.font.size = Pt(16)
    set_face(normal.element.get_or_add_rPr(), "仿宋")
    normal.element.get_or_add_rPr().append(element("w:spacing", val=TIGHTER))
    normal.element.get_or_add_rPr().append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))
    normal.paragraph_format.space_after = Pt(0)
    for habit in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):  # Word's own, which would break the grid
        normal.element.get_or_add_pPr().append(element(f"w:{habit}", val=0))
    normal.paragraph_format.widow_control = False  # a widow pushed over would leave 21 lines on the page
    for style in STYLES:
        _add(paper, style)


def _add(paper: Any, style: Style) -> None:
    made = paper.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = paper.styles["Normal"]
    made.quick_style = True
    made.font.size = Pt(style.size)
    made.font.bold = False
    set_face(made.element.get_or_add_rPr(), style.face)
    if style.size != 16:
        made.element.get_or_add_rPr().append(element("w:spacing", val=0))
    # Exact lines make the grid; snapped besides, some programs would put 21 of them on a page.
    made.element.get_or_add_pPr().append(element("w:snapToGrid", val=0))
    if style.colour:
        made.font.color.rgb = RGBColor.from_string(style.colour)
    form = made.paragraph_format
    form.alignment, form.keep_with_next = style.align, style.keep_with_next
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, style.line
    form.space_before = int(PITCH * style.lines_before)
    if style.indent:
        form.first_line_indent = int(CELL * style.indent)


def set_page(section: Any, *, landscape: bool = False) -> None:
    """A4 with 天头 37 and 订口 28 mm; a landscape page is the same paper turned, so its margins turn with it."""
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    top, right, bottom, left = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    section.page_width, section.page_height = width, height
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    # 22 lines of 580 twips are 0.07 mm more than 225 mm: without this hair 21 would fit.
    section.bottom_margin, section.left_margin = Mm(bottom) - (0 if landscape else Twips(4)), Mm(left)
    section.header_distance = Mm(10 if landscape else 15)
    # The dashes, in the middle of a line of 14 pt, come to 7 mm below the 版心; programs differ by half a millimetre.
    section.footer_distance = Mm(35 - 7.5) - Pt(7)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(element("w:docGrid", type="lines", linePitch=580))


def border(side: str, *, eighths: int, colour: str = "000000", space: int = 0) -> Any:
    """One rule: its thickness in eighths of a point."""
    return element(f"w:{side}", val="single", sz=eighths, space=space, color=colour)
