"""The frozen context of a responsibility agreement and its two renditions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import PARTY_WORDS, Terms
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair, render_pairs
from lixiang.documents.plain_text import inside_quotes
from lixiang.documents.printed import party_lines
from lixiang.documents.signing import seals
from lixiang.programmes.documents import notice_of, worded
from lixiang.projects.models import Project
from lixiang.projects.rules.content import day_as_shown

Paper = tuple[bytes, bytes, tuple[str, ...]]  # PDF, .docx, the faces that fell back


@dataclass(frozen=True)
class Context:
    """What an agreement says, frozen: from the approved revision alone."""

    terms: Terms
    values: dict[str, Any]
    parties: tuple[tuple[str, str], ...]
    goals: tuple[dict[str, str], ...]
    milestones: tuple[dict[str, str], ...]
    revision_hash: str

    def parties_by_role(self) -> list[dict[str, str]]:
        return [{"role": role, "word": PARTY_WORDS[role], "name": name} for role, name in self.parties]


def context_of(project: Project, terms: Terms, *, at: datetime) -> Context:
    """Everything the agreement prints; later edits of the project can not reach it."""
    revision = project.approved_revision
    assert revision is not None
    content = revision.content
    notice_title, notice_number = notice_of(project.version)
    names = {
        "department": project.programme.managing_organisation.name,
        "nominating": project.nominating_organisation.name,
        "implementing": content["implementing_organisation"],
    }
    values = {
        "notice_title": notice_title,
        "notice_number": notice_number,
        "title": inside_quotes(content["title"]),
        "category": f"{content['category']}类",
        "ref": project.ref.upper(),
        "revision": revision.number,
        "leader": content.get("leader_name", ""),
        "completion_on": official_date(date.fromisoformat(content["completion_on"])),
        "copies": "一二三四五六七八九十"[terms.copies - 1],
        "year": project.programme.year,
        "drawn_up_on": official_date(timezone.localtime(at).date()),
        **names,
    }
    return Context(
        terms=terms,
        values=values,
        parties=tuple((role, names[role]) for role in terms.parties),
        goals=tuple(content.get("goals", ())),
        milestones=tuple(content.get("milestones", ())),
        revision_hash=revision.hash,
    )


def document_of(context: Context, *, mark: str = "") -> b.Document:
    """The agreement as blocks: parties, the project and its hash, articles, goals, milestones, signatures."""
    parties = tuple(b.Paragraph(f"{PARTY_WORDS[role]}：{name}") for role, name in context.parties)
    return b.Document(
        kind="责任书",
        title=context.terms.title,
        layout="agreement",
        mark=mark,
        blocks=(
            b.Title(context.terms.title),
            *parties,
            _project(context),
            *worded(context.terms.articles, context.values),
            b.Heading(2, "（一）目标"),
            _goals(context),
            b.Heading(2, "（二）序时进度"),
            _milestones(context),
            *worded(context.terms.articles_after, context.values),
            b.SignatureTable(tuple(b.Party(PARTY_WORDS[role], name) for role, name in context.parties)),
        ),
    )


def _project(context: Context) -> b.FormTable:
    """What the agreement is about, and the one revision that it rests on, unbroken for who compares it."""
    values = context.values
    revision = f"依据：批准立项的申报书第{values['revision']}稿（SHA-256校验值）"
    return b.FormTable(
        (
            b.FieldRow((b.Field("项目名称", values["title"]),)),
            b.FieldRow((b.Field("项目编号", values["ref"]), b.Field("项目类别", values["category"]))),
            b.FieldRow((b.Field("责任单位", values["implementing"]), b.Field("负责人", values["leader"]))),
            b.FieldRow((b.Field(revision, context.revision_hash, stacked=True),)),
        )
    )


def _goals(context: Context) -> b.Table:
    columns = (b.Column("序号", 0.7), b.Column("指标", 3, "left"), b.Column("基线", 1.4), b.Column("目标值", 1.4))
    rows = ((str(n), row["indicator"], row["baseline"], row["target"]) for n, row in enumerate(context.goals, 1))
    return b.Table(columns, tuple(rows))


def _milestones(context: Context) -> b.Table:
    columns = (
        b.Column("序号", 0.7),
        b.Column("步骤", 2.4, "left"),
        b.Column("开始时间", 1.6),
        b.Column("完成时间", 1.6),
        b.Column("阶段成果", 2, "left"),
    )
    rows = (
        (str(n), row["title"], day_as_shown(row["from_on"]), day_as_shown(row["due_on"]), row["deliverable"])
        for n, row in enumerate(context.milestones, 1)
    )
    return b.Table(columns, tuple(rows))


def rendered(context: Context, *, mark: str = "") -> Paper:
    """PDF, .docx and the faces that fell back."""
    return render_pair(document_of(context, mark=mark))


def rendered_all(contexts: Iterable[Context], *, mark: str = "") -> Iterator[Paper]:
    """The same of many, in order."""
    return render_pairs(document_of(context, mark=mark) for context in contexts)


def signed(agreement: Agreement, role: str, *, at: datetime) -> seals.Sealed:
    """The agreement with the signature of one more party: 乙方's on the clean original, 甲方's upon 乙方's.

    Raises signing.adapter.CannotSign, also where an earlier signature on it does not stand any more.
    """
    file = agreement.signed_pdf or agreement.pdf
    with file.open() as stream:
        pdf = stream.read()
    printed = {party["role"]: party["name"] for party in agreement.parties}  # also where it was renamed since
    words = party_lines(b.Party(PARTY_WORDS[role], printed[role]))
    seal = seals.Seal(agreement.signatories()[role], role, f"{PARTY_WORDS[role]}签订责任书", beside=words[0])
    return seals.put_on(pdf, seal, at=at)
