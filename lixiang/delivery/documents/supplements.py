"""The frozen context of a supplementary agreement: the first one and its date, both hashes, the difference."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lixiang.agreements.documents import Paper
from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import PARTY_WORDS, Terms
from lixiang.delivery.documents.changes import table_of
from lixiang.delivery.models import ChangeRequest
from lixiang.delivery.queries import changes as queries
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair
from lixiang.documents.plain_text import inside_quotes
from lixiang.programmes.documents import notice_of, worded, wording_for
from lixiang.programmes.rules.kinds import Wording
from lixiang.programmes.rules.wording import filled
from lixiang.projects.rules.content import Difference

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Context:
    """What a supplementary agreement says, frozen: from the approved request and the first agreement alone."""

    wording: Wording
    values: dict[str, object]
    parties: tuple[tuple[str, str], ...]
    rows: tuple[Difference, ...]
    hashes: tuple[tuple[int, str], tuple[int, str]]

    def parties_by_role(self) -> list[dict[str, str]]:
        return [{"role": role, "word": PARTY_WORDS[role], "name": name} for role, name in self.parties]


def context_of(request: ChangeRequest, agreement: Agreement, terms: Terms, place: int, *, at: datetime) -> Context:
    """Everything the paper prints; later changes can not reach it."""
    project, revision = request.project, request.revision
    assert revision is not None  # an approved change of terms has its revision
    notice_title, notice_number = notice_of(project.version)
    names = {
        "department": project.programme.managing_organisation.name,
        "nominating": project.nominating_organisation.name,
        "implementing": revision.content["implementing_organisation"],
    }
    values: dict[str, object] = {
        "year": project.programme.year,
        "notice_title": notice_title,
        "notice_number": notice_number,
        "title": inside_quotes(request.base.standing["title"]),
        "ref": project.ref.upper(),
        "kinds": request.title,
        "ordinal": NUMERALS[place - 1] if place <= len(NUMERALS) else str(place),
        "agreement_title": terms.title,
        "agreed_on": official_date(agreement.in_force_on) if agreement.in_force_on else "",
        "copies": NUMERALS[terms.copies - 1],
        "drawn_up_on": official_date(timezone.localtime(at).date()),
        **names,
    }
    return Context(
        wording=wording_for(project.version, "supplementary_agreement"),
        values=values,
        parties=tuple((role, names[role]) for role in terms.parties),
        rows=queries.differences_of(request),
        hashes=((request.base.number, request.base.hash), (revision.number, revision.hash)),
    )


def document_of(context: Context, *, mark: str = "") -> b.Document:
    """The paper as blocks: parties, the first paragraph, what changes, both hashes, the rest, signatures."""
    title = filled(context.wording.title, context.values)
    first, *rest = worded(context.wording.paragraphs, context.values)
    parties = tuple(b.Paragraph(f"{PARTY_WORDS[role]}：{name}") for role, name in context.parties)
    return b.Document(
        kind="补充协议",
        title=title,
        layout="agreement",
        mark=mark,
        blocks=(
            b.Title(title),
            *parties,
            first,
            b.Paragraph("变更前后的内容对照如下："),
            table_of(context.rows),
            _hashes(context),
            *rest,
            b.SignatureTable(tuple(b.Party(PARTY_WORDS[role], name) for role, name in context.parties)),
        ),
    )


def _hashes(context: Context) -> b.FormTable:
    """The revision that was agreed on and the one that takes its place, unbroken for who compares them."""
    words = ("变更前：申报书第{}稿（SHA-256校验值）", "变更后：申报书第{}稿（SHA-256校验值）")
    pairs = zip(words, context.hashes, strict=True)
    return b.FormTable(
        tuple(b.FieldRow((b.Field(word.format(number), digest, stacked=True),)) for word, (number, digest) in pairs)
    )


def rendered(context: Context, *, mark: str = "") -> Paper:
    """PDF, .docx and the faces that fell back."""
    return render_pair(document_of(context, mark=mark))
