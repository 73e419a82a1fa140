"""A compendium as blocks: cover, contents with page numbers, a chapter per case study."""

from collections.abc import Iterable, Sequence

from lixiang.documents import blocks as b
from lixiang.documents.typst_writer import with_contents
from lixiang.outcomes.models import CaseRevision, Compendium
from lixiang.outcomes.rules.cases import result_line
from lixiang.ui.written import chinese_date

NUMERALS = "一二三四五六七八九十"


def compendium_of(compendium: Compendium, revisions: Iterable[CaseRevision]) -> b.Document:
    """Every text as it was published; the contents name the page that each chapter begins on in the PDF."""
    programme = compendium.programme
    title = f"{programme.title}成果汇编"
    cover = b.Cover(
        title,
        (
            ("编印单位", programme.managing_organisation.name),
            ("年度", f"{programme.year}年"),
            ("版次", f"第{compendium.number}版"),
            ("编印日期", chinese_date(compendium.begun_at)),
        ),
    )
    chapters = tuple(_chapter(revision) for revision in revisions)
    return with_contents(b.Document("成果汇编", title, (cover, b.Contents(()), *chapters)))


def _chapter(revision: CaseRevision) -> b.Chapter:
    content = revision.content
    about = [("项目名称", content["project"]), ("项目类别", content["category"]), ("申报单位", content["organisation"])]
    about += [("责任单位", content["unit"])] if content["unit"] else []
    about += [("选题", content["topic"])] if content["topic"] else []
    table = b.Table((b.Column("项目", 1), b.Column("内容", 4, "left")), tuple((label, words) for label, words in about))
    return b.Chapter(revision.title, (table, *_parts(content["parts"], content["results"])))


def _parts(parts: Sequence[dict], results: Sequence[dict]) -> Iterable[b.Block]:
    texts = [(part["label"], part["text"]) for part in parts]
    texts += [("取得的成果", "\n".join(result_line(row) for row in results))] if results else []
    for place, (label, text) in enumerate(texts):
        number = NUMERALS[place] if place < len(NUMERALS) else str(place + 1)
        yield b.Heading(1, f"{number}、{label}")
        yield b.Paragraph(text)
