"""Documents as .docx from the same blocks: a working copy with the styles that the standard names."""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import blocks as b
from . import printed, word_pages, word_tables
from .faces import FACES, lead_face
from .titles import title_lines
from .word_order import put_in_order
from .word_pages import add_head_lines, add_page_numbers
from .word_styles import CELL, PITCH, RED, border, element, new_paper, set_face, set_page

MARK_WIDTH = Mm(154)
_LEVELS = {1: "一级标题", 2: "二级标题", 3: "三级标题", 4: "四级标题"}
LONGEST_PROPERTY = 255  # of what Word keeps about a file


def write(document: b.Document) -> bytes:
    """The document as the bytes of a .docx."""
    paper = new_paper()
    paper.core_properties.title = document.title[:LONGEST_PROPERTY]
    paper.core_properties.author = next((x.organisation for x in document.blocks if isinstance(x, b.SignOff)), "")
    paper.core_properties.comments = ""
    writer = _Writer(paper, document)
    writer.write_all(document.blocks)
    has_cover = isinstance(document.blocks[0] if document.blocks else None, b.Cover)
    for n, section in enumerate(paper.sections):
        add_page_numbers(section, landscape=section.orientation == WD_ORIENT.LANDSCAPE, covered=has_cover and n == 0)
        add_head_lines(section, document.mark, document.copy_of_hash)
    put_in_order(paper)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


class _Writer:
    """Walks the blocks and adds them to one paper; remembers whether the page is turned and counts chapters."""

    def __init__(self, paper: Any, document: b.Document):
        self.paper = paper
        self.layout = document.layout
        self.landscape = False
        self.chapters = 0
        self.writers: dict[type, Callable] = {
            b.Head: self.head,
            b.Number: self.number,
            b.Title: self.title,
            b.Addressee: lambda block: self.line(printed.addressee(block), "主送机关"),
            b.Heading: self.heading,
            b.Paragraph: self.paragraph,
            b.Table: self.table,
            b.AttachmentNote: self.attachment_note,
            b.Attachment: self.attachment,
            b.AttendanceList: self.attendance,
            b.SignOff: self.sign_off,
            b.Note: lambda block: self.line(printed.note(block), "附注"),
            b.Imprint: self.imprint,
            b.Cover: self.cover,
            b.Contents: self.contents,
            b.Chapter: self.chapter,
            b.FormTable: self.form,
            b.OpinionField: self.opinion,
            b.SignatureTable: self.signatures,
        }

    def write_all(self, blocks: tuple[b.Block, ...]) -> None:
        for block, follower in zip(blocks, (*blocks[1:], None), strict=True):
            self.writers[type(block)](block)
            if isinstance(block, b.Paragraph) and isinstance(follower, b.SignOff | b.AttachmentNote | b.SignatureTable):
                self.paper.paragraphs[-1].paragraph_format.keep_with_next = True

    def line(self, text: str, style: str) -> Any:
        return self.paper.add_paragraph(text, style=style)

    def lines(self, texts: tuple[str, ...], style: str) -> Any:
        """Several lines of one paragraph, broken where the title was broken."""
        paragraph = self.paper.add_paragraph(style=style)
        for n, text in enumerate(texts):
            if n:
                paragraph.add_run().add_break(WD_BREAK.LINE)
            paragraph.add_run(text)
        return paragraph

    def spacer(self) -> None:
        """Word joins tables that touch; a line of one point parts them."""
        paragraph = self.line("", "表格文字")
        paragraph.paragraph_format.line_spacing = Pt(1)

    def head(self, block: b.Head) -> None:
        paragraph = self.line(block.organisation, "发文机关标志")
        # In a line as tall as the letters these reach 1 mm above it, and the letters are to begin at 35 mm.
        paragraph.paragraph_format.space_before = Mm(36)
        size = Pt(44)
        squeeze = min(1.0, MARK_WIDTH / (size * max(1, len(block.organisation))))
        properties = paragraph.runs[0]._r.get_or_add_rPr()
        if squeeze < 0.62:
            paragraph.runs[0].font.size = int(size * squeeze / 0.62)
        if squeeze < 1:
            properties.append(element("w:w", val=max(62, round(squeeze * 100))))

    def number(self, block: b.Number) -> None:
        """The red line is the lower border of the number: 4 mm below the characters, 0.5 mm thick."""
        paragraph = self.line(block.text, "发文字号")
        borders = element("w:pBdr")
        borders.append(border("bottom", eighths=11, colour=RED, space=5))
        paragraph._p.get_or_add_pPr().append(borders)

    def title(self, block: b.Title) -> None:
        paragraph = self.lines(title_lines(block.text), "公文标题")
        if self.layout == "official":
            paragraph.paragraph_format.space_before = PITCH * 2
        else:
            paragraph.paragraph_format.space_after = PITCH

    def heading(self, block: b.Heading) -> None:
        paragraph = self.line(block.text, _LEVELS[block.level])
        if self.layout == "form":
            paragraph.paragraph_format.first_line_indent = 0

    def paragraph(self, block: b.Paragraph) -> None:
        for lead, text in printed.paragraphs(block):
            paragraph = self.paper.add_paragraph(style="公文正文")
            if lead:
                set_face(paragraph.add_run(lead)._r.get_or_add_rPr(), FACES[lead_face(lead)].word)
            paragraph.add_run(text)

    def table(self, block: b.Table) -> None:
        word_tables.add_ruled(self.paper, block, word_tables.WIDTH_LANDSCAPE if self.landscape else word_tables.WIDTH)
        self.spacer()

    def attachment_note(self, block: b.AttachmentNote) -> None:
        for n, (number, name) in enumerate(printed.attachment_note(block)):
            first = "附件：" if n == 0 else ""
            paragraph = self.line(f"{first}{number}{name}", "附件说明")
            hang = CELL * (3 if n == 0 else 0) + (CELL if number else 0)
            paragraph.paragraph_format.left_indent = int(CELL * 5 + (CELL if number else 0))
            paragraph.paragraph_format.first_line_indent = -int(hang)
            if n == 0:
                paragraph.paragraph_format.space_before = PITCH

    def attachment(self, block: b.Attachment) -> None:
        if block.landscape or self.landscape:
            self.turn(block.landscape)
        label = self.line(printed.attachment(block), "附件标识")
        if not block.landscape:
            label.paragraph_format.page_break_before = True
        title = self.lines(title_lines(block.title, 28 if block.landscape else 20), "公文标题")
        title.paragraph_format.space_before = title.paragraph_format.space_after = PITCH
        self.write_all(block.blocks)

    def contents(self, block: b.Contents) -> None:
        """Each page stands in a field that names the chapter, so that Word can count its own pages anew."""
        heading = self.line(printed.CONTENTS, "公文标题")
        heading.paragraph_format.space_after = PITCH
        for place, (title, at) in enumerate(block.rows, 1):
            word_pages.add_entry(self.line(title, "目录行"), at, word_pages.bookmark_of(place))

    def chapter(self, block: b.Chapter) -> None:
        self.chapters += 1
        title = self.lines(title_lines(block.title, 20), "公文标题")
        title.paragraph_format.page_break_before = True
        title.paragraph_format.space_after = PITCH
        word_pages.add_bookmark(title, self.chapters)
        self.write_all(block.blocks)

    def attendance(self, block: b.AttendanceList) -> None:
        for n, (label, names) in enumerate(printed.attendance(block)):
            paragraph = self.paper.add_paragraph(style="出席人员")
            set_face(paragraph.add_run(label)._r.get_or_add_rPr(), FACES["level1"].word)
            paragraph.add_run(names)
            paragraph.paragraph_format.left_indent = int(CELL * 5)
            paragraph.paragraph_format.first_line_indent = -int(CELL * 3)
            if n == 0:
                paragraph.paragraph_format.space_before = PITCH

    def turn(self, landscape: bool) -> None:
        section = self.paper.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        set_page(section, landscape=landscape)
        self.landscape = landscape

    def sign_off(self, block: b.SignOff) -> None:
        """With a seal the name is centred over the date, which ends 4 characters from the right; without, 2 and 2."""
        name, day = _width(block.organisation), _width(block.date)
        if block.sealed:
            day_left = 24 - day
            name_left = max(0.0, min(day_left + day / 2 - name / 2, 28 - name))
        elif day + 2 > name:
            name_left, day_left = 24 - day, 26 - day
        else:
            name_left, day_left = 26 - name, 28 - name
        organisation = self.line(block.organisation, "发文机关署名")
        organisation.paragraph_format.space_before = PITCH * (2 if block.sealed else 1)
        organisation.paragraph_format.left_indent = int(CELL * max(0.0, name_left))
        self.line(block.date, "成文日期").paragraph_format.left_indent = int(CELL * day_left)

    def imprint(self, block: b.Imprint) -> None:
        if self.landscape:
            self.turn(False)
            self.spacer()  # a page that begins with a floating table loses it to the page before in LibreOffice
        word_tables.add_imprint(self.paper, block)
        self.spacer()

    def cover(self, block: b.Cover) -> None:
        title = self.lines(title_lines(block.title, 16), "封面标题")
        free = max(2.0, 21 - 1.4 * len(title_lines(block.title, 16)) - 1.5 * len(block.rows))  # lines of the page
        title.paragraph_format.space_before = int(PITCH * free * 0.36)
        title.paragraph_format.space_after = int(PITCH * free * 0.36)
        word_tables.add_cover_rows(self.paper, block.rows)
        self.paper.add_paragraph(style="表格文字").add_run().add_break(WD_BREAK.PAGE)

    def form(self, block: b.FormTable) -> None:
        if block.title:
            self.line(block.title, "一级标题").paragraph_format.first_line_indent = 0
        word_tables.add_form(self.paper, block)
        self.spacer()

    def opinion(self, block: b.OpinionField) -> None:
        word_tables.add_opinion(self.paper, block)
        self.spacer()

    def signatures(self, block: b.SignatureTable) -> None:
        self.line("", "签署")
        word_tables.add_signatures(self.paper, block)
        self.spacer()


def _width(text: str) -> float:
    """Width in characters: digits and Latin letters take half a cell."""
    return sum(0.5 if ord(letter) < 0x2E80 else 1 for letter in text)


def text_of(written: bytes) -> str:
    """The text of the body in reading order, a repeated row of titles once, headers and footers left out."""
    body = docx.Document(io.BytesIO(written)).element.body
    return "".join(node.text or "" for node in body.iter(qn("w:t")))
