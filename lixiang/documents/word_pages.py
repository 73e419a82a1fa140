"""Headers and footers of a .docx, page numbers by parity, and the fields that refer to pages."""

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from .word_styles import LEFT, RIGHT, element

_EMU = 12700


def add_page_numbers(section: Any, *, landscape: bool, covered: bool = False) -> None:
    """— 1 — right on odd and left on even pages, one character in; none on a cover."""
    if covered:
        section.different_first_page_header_footer = True
    for foot, is_odd in ((section.footer, True), (section.even_page_footer, False)):
        foot.is_linked_to_previous = False
        paragraph = foot.paragraphs[0]
        paragraph.style = "页码"
        if landscape:
            paragraph._p.append(_sideways_number(is_odd))
            continue
        paragraph.alignment = RIGHT if is_odd else LEFT
        if is_odd:
            paragraph.paragraph_format.right_indent = Pt(14)
        else:
            paragraph.paragraph_format.left_indent = Pt(14)
        _number_into(paragraph)


def _number_into(paragraph: Any) -> None:
    paragraph.add_run("— ")
    _add_field(paragraph, " PAGE ", "1")
    paragraph.add_run(" —")


def _add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """What Word reckons, with what it shows until then."""
    run = paragraph.add_run()
    for part in (
        element("w:fldChar", fldCharType="begin"),
        _instruction(instruction),
        element("w:fldChar", fldCharType="separate"),
    ):
        run._r.append(part)
    run.add_text(shown)
    run._r.append(element("w:fldChar", fldCharType="end"))


def _instruction(words: str) -> Any:
    made = element("w:instrText")
    made.text = words
    return made


def bookmark_of(place: int) -> str:
    return f"chapter_{place}"


def add_entry(paragraph: Any, at: str, bookmark: str) -> None:
    """A line of the contents: dots to the right edge, and the page that the bookmark stands on."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t")
    _add_field(paragraph, f" PAGEREF {bookmark} \\h ", at)


def add_bookmark(paragraph: Any, place: int) -> None:
    """Around the title of a chapter; the id is its own within the paper."""
    paragraph._p.append(element("w:bookmarkStart", id=place, name=bookmark_of(place)))
    paragraph._p.append(element("w:bookmarkEnd", id=place))


def _sideways_number(is_odd: bool) -> Any:
    """A text box turned by 90° on the left edge of the landscape page, which is the foot of the bound paper."""
    wide, high = Pt(20), Mm(30)
    left = Mm(28) - int(wide / 2)
    top = Mm(28) + (Mm(156) - Pt(14) - high if is_odd else Pt(14))
    align = "right" if is_odd else "left"
    namespaces = nsdecls("w", "wp", "a", "r") + (
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    field = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    return parse_xml(
        f"<w:r {namespaces}><w:drawing>"
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/><wp:docPr id="{1 if is_odd else 2}" name="页码"/>'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></wps:spPr><wps:txbx><w:txbxContent>'
        f'<w:p><w:pPr><w:pStyle w:val="页码"/><w:jc w:val="{align}"/></w:pPr>{field}</w:p>'
        '</w:txbxContent></wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def add_head_lines(section: Any, mark: str, copy_of_hash: str) -> None:
    """The mark of a rehearsal, and on a working copy which original it follows, on top of every page."""
    lines = [("标记", mark)] if mark else []
    if copy_of_hash:
        lines.append(("副本说明", f"工作副本，以 PDF 正本为准。正本校验值（SHA-256）：{copy_of_hash}"))
    heads = [section.header, section.even_page_header]
    if section.different_first_page_header_footer:
        heads.append(section.first_page_header)
    for head in heads:
        head.is_linked_to_previous = False
        for n, (style, text) in enumerate(lines):
            paragraph = head.paragraphs[0] if n == 0 else head.add_paragraph()
            paragraph.style = style
            paragraph.add_run(text)
