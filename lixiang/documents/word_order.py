"""Puts the properties of a .docx into the order that its schema demands (ISO/IEC 29500-1, annex A)."""

from typing import Any

from docx.oxml.ns import qn

_ORDER = {
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing w kern position sz szCs highlight u lang",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs overflowPunct"
    " autoSpaceDE autoSpaceDN snapToGrid spacing ind"
    " contextualSpacing jc textDirection outlineLvl rPr sectPr",
    "pBdr": "top left bottom right between bar",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left start bottom right end insideH insideV",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tcPr": "tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols vAlign titlePg"
    " textDirection docGrid",
}
_PLACES = {
    qn(f"w:{parent}"): {qn(f"w:{child}"): place for place, child in enumerate(children.split())}
    for parent, children in _ORDER.items()
}


def put_in_order(paper: Any) -> None:
    """Sort every property element of the body, the styles, the headers and the footers; sorting is stable."""
    roots = [paper.element, paper.styles.element]
    for section in paper.sections:
        for story in (section.header, section.footer, section.even_page_header, section.even_page_footer):
            roots.append(story._element)
    for root in roots:
        for parent in root.iter(*_PLACES):
            places = _PLACES[parent.tag]
            parent[:] = sorted(parent, key=lambda child: places.get(child.tag, len(places)))
