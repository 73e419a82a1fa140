"""Makes documents that are wrong in one place: by another template for PDF, by another property for Word."""

import io
import shutil
import zipfile

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lixiang.documents import blocks as b
from lixiang.documents.tests.samples import long_attachment, notice, wide_attachment
from lixiang.documents.typst_writer import TEMPLATES, render
from lixiang.documents.word_writer import write


def whole_notice(**changes):
    """A notice with everything that a notice can have, a landscape attachment included."""
    return notice(attachments=(long_attachment(4), wide_attachment(4)), **changes)


def pdf_with(folder, file, old, new, document=None):
    """The notice printed by templates in which one passage is another."""
    templates = folder / "typst"
    shutil.copytree(TEMPLATES, templates)
    text = (templates / file).read_text()
    assert text.count(old) >= 1, f"{file} says {old!r} no more"
    (templates / file).write_text(text.replace(old, new))
    return render(document or whole_notice(), templates=templates).pdf


def word_with(change, document=None):
    """The notice as .docx after `change(paper)`."""
    paper = docx.Document(io.BytesIO(write(document or whole_notice())))
    change(paper)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def style(name, change):
    return lambda paper: change(paper.styles[name])


def face(name, font):
    return style(name, lambda s: s.element.rPr.rFonts.set(qn("w:eastAsia"), font))


def size(name, points):
    return style(name, lambda s: setattr(s.font, "size", Pt(points)))


def form_of(name, field, value):
    return style(name, lambda s: setattr(s.paragraph_format, field, value))


def of_paragraphs(name, change):
    return lambda paper: [change(p) for p in paper.paragraphs if p.style.name == name]


def of_sections(field, value):
    return lambda paper: [setattr(section, field, value) for section in paper.sections]


def drop(path):
    return lambda paper: [node.getparent().remove(node) for node in paper.element.body.findall(f".//{qn(path)}")]


def say(old, new):
    def change(paper):
        for run in (run for paragraph in paper.paragraphs for run in paragraph.runs):
            run.text = run.text.replace(old, new) if old in run.text else run.text

    return change


def push_date(paragraph):
    paragraph.paragraph_format.left_indent += Mm(156 / 28 * 3)


def drop_boxes(paper):
    for section in paper.sections:
        for foot in (section.footer, section.even_page_footer):
            for node in foot._element.findall(f".//{qn('w:drawing')}"):
                node.getparent().remove(node)


def one_footer(paper):
    paper.settings.odd_and_even_pages_header_footer = False


def word_replacing(part, old, new):
    """The notice as .docx in which one passage of a part's XML is another."""
    source = zipfile.ZipFile(io.BytesIO(write(whole_notice())))
    stream = io.BytesIO()
    found = 0
    with zipfile.ZipFile(stream, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename.startswith(f"word/{part}"):
                found += content.count(old.encode())
                content = content.replace(old.encode(), new.encode())
            target.writestr(item, content)
    assert found, f"word/{part} says {old!r} no more"
    return stream.getvalue()


def with_date(date):
    blocks = tuple(
        b.SignOff(block.organisation, date, block.sealed) if isinstance(block, b.SignOff) else block
        for block in whole_notice().blocks
    )
    return b.Document("通知", "题", blocks)


def plain_pdf(*texts, font="Helvetica"):
    """A PDF by hand: text in a font that the file does not carry."""
    content = b"BT /F1 16 Tf 80 700 Td " + b" ".join(b"(%s) Tj 0 -29 Td" % text.encode() for text in texts) + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /FirstChar 32 /LastChar 126 /Widths [%s]"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /%s /Flags 32 >> >>"
        % (font.encode(), b"500 " * 95, font.encode()),
    ]
    stream, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(stream))
        stream += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return stream + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(stream),
    )
