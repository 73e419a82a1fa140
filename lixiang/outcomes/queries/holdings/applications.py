"""The 申报书: every revision that was handed in, word for word and as a paper, its attachments and its sealed scans."""

from collections.abc import Iterator
from typing import Any

from lixiang.documents.fonts import MissingCharacters
from lixiang.documents.issue import render_pair
from lixiang.files.media_types import DOCX, PDF
from lixiang.files.models import Claim
from lixiang.nominations.models import SlateEntry
from lixiang.outcomes.queries.holdings.pieces import (
    act,
    claimed,
    day_of,
    kept,
    made,
    named_in,
    text_of_json,
)
from lixiang.outcomes.rules.items import Item, Piece, Relation
from lixiang.projects.documents import form_of, paper_of
from lixiang.projects.models import Project, Revision
from lixiang.projects.permissions import SCAN_PREFIX
from lixiang.projects.rules.content import canonical

SECTION = "application"


def items_of(project: Project) -> Iterator[Item]:
    """The revisions in order, then the scans and the slate that it was nominated on."""
    for revision in project.revisions.select_related("form_version").order_by("number").iterator(chunk_size=1):
        revision.project = project
        yield item_of_revision(project, revision)
    yield from scans_of(project)
    yield from _slate(project)


def item_of_revision(project: Project, revision: Revision) -> Item:
    title = f"申报书第{revision.number}稿"
    papers, note = _papers(revision, title)
    content = text_of_json(f"{title} 内容.json", canonical(revision.content))
    basis = Relation("校验值", revision.hash)
    is_approved = revision.pk == project.approved_revision_id
    words = "；".join(word for word in ("批准立项所依据的修订稿" if is_approved else "", note) if word)
    return Item(
        SECTION,
        title,
        "申报书",
        project.nominating_organisation.name,
        day_of(revision.at),
        revision.receipt_number,
        (*papers, content, *named_in(_attachments(revision.content))),
        (act("报送", revision.at, revision.by_name, revision.reason),),
        (basis,),
        words,
    )


def _papers(revision: Revision, title: str) -> tuple[tuple[Piece, ...], str]:
    """PDF and Word; a text with signs that no font has keeps its words alone, and the index says so."""
    try:
        pdf, docx, _ = render_pair(form_of(paper_of(revision)), at=revision.at)
    except MissingCharacters as missing:
        return (), f"未生成PDF和Word：{missing}"
    return (made(f"{title}.pdf", PDF, pdf), made(f"{title}.docx", DOCX, docx)), ""


def _attachments(content: dict[str, Any]) -> list[dict[str, Any]]:
    rows = (row for value in content.values() if isinstance(value, list) for row in value)
    return [row for row in rows if isinstance(row, dict) and "sha256" in row]


def scans_of(project: Project) -> Iterator[Item]:
    scans = Claim.of(project).filter(part__startswith=SCAN_PREFIX).order_by("pk")
    for claim in scans:
        piece = kept(claim.file, claim.name)
        acts = (act("上传", claim.at, claim.by_name),)
        organisation = project.nominating_organisation.name
        yield Item(SECTION, "申报书签章扫描件", "申报书", organisation, day_of(claim.at), "", (piece,), acts)


def _slate(project: Project) -> Iterator[Item]:
    entry = SlateEntry.objects.filter(project=project).select_related("slate__organisation").first()
    if entry is None:
        return
    slate = entry.slate
    pieces = claimed(slate)
    receipts = tuple(slate.receipts.order_by("pk"))
    if pieces or receipts:
        acts = tuple(act("报送推荐名单", receipt.at, receipt.by_name, receipt.number) for receipt in receipts)
        code = receipts[-1].number if receipts else ""
        on = day_of(receipts[-1].at if receipts else slate.status_since)
        yield Item(SECTION, "推荐名单（申报汇总表）", "推荐名单", slate.organisation.name, on, code, pieces, acts)
