"""The 申报书 and the receipt as papers: what they say, frozen from a revision or from the draft as it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project, Revision
from lixiang.projects.queries import application_for, last_revision
from lixiang.projects.queries.form import sections_of
from lixiang.projects.rules.cells import CELLS
from lixiang.projects.rules.content import as_shown, category_words, rows_as_shown
from lixiang.projects.rules.kinds import Category, Field, Section

NUMERALS = "一二三四五六七八九十"
DRAFT_MARK = "草稿，尚未提交"
BLANK = "—"
HALF_A_LINE = 14
# Each level signs and seals by hand; an account's word stands in the review, not on this paper.
OPINIONS = ("责任单位党组织意见", "申报单位（上级党委）意见")
SHORT = {"line", "category", "topic", "organisation", "leader_post", "date", "phone"}


@dataclass(frozen=True)
class Paper:
    """What a 申报书 prints: the form of its time and what stands in it."""

    ref: str
    title: str
    nominating: str
    managing: str
    content: dict[str, Any]
    sections: tuple[tuple[Section, tuple[Field, ...]], ...]
    categories: tuple[Category, ...]
    filled_in_on: datetime
    notice: str
    mark: str = ""
    receipt: str = ""
    hash: str = ""


def paper_of(revision: Revision) -> Paper:
    """A revision, word for word; later edits of the project can not reach it."""
    return _paper(
        revision.project,
        revision.form_version,
        revision.content,
        revision.at,
        receipt=revision.receipt_number,
        hash=revision.hash,
    )


def paper_for(user: Any, project: Project, at: datetime) -> Paper:
    """The draft, marked as one, while this person writes on it or nothing was handed in; else the last revision."""
    application = application_for(user, project, at)
    revision = None if application.is_open else last_revision(user, project)
    if revision is not None:
        revision.project = project
        return paper_of(revision)
    mark = "，".join(words for words in (settings.MARK, DRAFT_MARK) if words)
    return _paper(project, application.project.version, application.values, at, mark=mark)


def _paper(project: Project, version: Version, content: dict[str, Any], on: datetime, **more: str) -> Paper:
    return Paper(
        ref=project.ref.upper(),
        title=content["title"],
        nominating=project.nominating_organisation.name_at(on),
        managing=project.programme.managing_organisation.name_at(on),
        content=content,
        sections=sections_of(version),
        categories=settings_by_kind(version, Category),
        filled_in_on=on,
        notice=version.about["title"],
        **more,
    )


def form_of(paper: Paper) -> b.Document:
    """The 申报书 as blocks: cover, every section, room for the opinion of each level, what it was handed in as."""
    title = f"{paper.notice}申报书"
    opinions = (*OPINIONS, f"{paper.managing}意见")
    sections = (_section(paper, place, *each) for place, each in enumerate(paper.sections))
    proof = (b.Field("提交回执", paper.receipt), b.Field("校验值", paper.hash, stacked=True)) if paper.receipt else ()
    return b.Document(
        kind="申报书",
        title=title,
        layout="form",
        mark=paper.mark,
        blocks=(
            _cover(paper, title),
            *(block for blocks in sections for block in blocks),
            *(b.OpinionField(opinion) for opinion in opinions),
            *((b.FormTable(tuple(b.FieldRow((cell,)) for cell in proof)),) if proof else ()),
        ),
    )


def _cover(paper: Paper, title: str) -> b.Cover:
    content = paper.content
    rows = (
        ("项目编号", paper.ref),
        ("项目名称", content["title"]),
        ("项目类别", category_words(content["category"], paper.categories)),
        ("申报单位", paper.nominating),
        ("责任单位", content["implementing_organisation"]),
        ("项目负责人", content["leader_name"]),
        ("联系人", content.get("contact_name", "")),
        ("联系电话", content.get("contact_phone", "")),
        ("填报日期", official_date(timezone.localdate(paper.filled_in_on))),
    )
    return b.Cover(title, tuple((label, value or BLANK) for label, value in rows))


def _section(paper: Paper, place: int, section: Section, fields: tuple[Field, ...]) -> list[b.Block]:
    """Short fields two in a row, texts over the whole width, tables of rows below their own heading."""
    blocks: list[b.Block] = [b.Heading(1, f"{NUMERALS[place % 10]}、{section.title}")]
    cells: list[b.Field] = []
    for field in fields:
        value = paper.content.get(field.name, "")
        if field.widget in CELLS:
            blocks += [*_framed(cells), b.Heading(2, field.label), _table(field, value or [])]
            cells = []
        else:
            text = as_shown(field, value, paper.categories)
            cells.append(b.Field(field.label, text or BLANK, stacked=field.widget not in SHORT))
    return [*blocks, *_framed(cells)]


def _framed(cells: list[b.Field]) -> list[b.Block]:
    """Short cells side by side, two and two, where both fit; the others in rows of their own."""
    rows: list[tuple[b.Field, ...]] = []
    for cell in cells:
        if rows and len(rows[-1]) == 1 and _fits_half(cell) and _fits_half(rows[-1][0]):
            rows[-1] = (rows[-1][0], cell)
        else:
            rows.append((cell,))
    return [b.FormTable(tuple(b.FieldRow(row) for row in rows))] if rows else []


def _fits_half(cell: b.Field) -> bool:
    return not cell.stacked and len(cell.value) <= HALF_A_LINE


def _table(field: Field, rows: list[dict[str, Any]]) -> b.Table:
    """At least one row, so that an empty table can be seen to be empty."""
    cells = CELLS[field.widget]
    shown = rows_as_shown(field, rows) or ((BLANK,) * len(cells),)
    columns = (b.Column("序号", 0.5), *(b.Column(cell.label, cell.share, "left") for cell in cells))
    return b.Table(columns, tuple((str(n), *(text or BLANK for text in row)) for n, row in enumerate(shown, 1)))


def receipt_of(revision: Revision) -> b.Document:
    """The receipt: what was handed in by whom, when, under which number and hash."""
    project, content = revision.project, revision.content
    rows = (
        ("回执编号", revision.receipt_number),
        ("项目编号", project.ref.upper()),
        ("项目名称", content["title"]),
        ("责任单位", content["implementing_organisation"]),
        ("接收单位", project.nominating_organisation.name_at(revision.at)),
        ("稿次", f"第{revision.number}稿"),
        ("提交人", revision.by_name),
        ("提交时间", moment_in_words(revision.at)),
    )
    cells = (*(b.Field(label, value or BLANK) for label, value in rows), b.Field("校验值", revision.hash, stacked=True))
    table = b.FormTable(tuple(b.FieldRow((cell,)) for cell in cells))
    words = "上述申报书已收到。内容与校验值一一对应，任何改动都会使校验值改变；请妥善保存本回执。"
    return b.Document("回执", "申报书提交回执", (b.Title("申报书提交回执"), table, b.Paragraph(words)), layout="form")


def moment_in_words(at: datetime) -> str:
    """2018年4月2日 14:03:22 on the clock of Shanghai."""
    local = timezone.localtime(at)
    return f"{official_date(local.date())} {local:%H:%M:%S}"


def printed(document: b.Document, ending: str, *, at: datetime) -> bytes:
    """The paper as pdf or docx; `at` is the moment that its metadata bear."""
    pdf, docx, _ = render_pair(document, at=at)
    return pdf if ending == "pdf" else docx
