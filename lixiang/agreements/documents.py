"""The frozen context of a responsibility agreement and its two renditions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lixiang.agreements.rules import PARTY_WORDS, Terms
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair
from lixiang.programmes.documents import worded
from lixiang.projects.models import Project


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
    content, about = revision.content, project.version.about
    names = {
        "department": project.programme.managing_organisation.name,
        "nominating": project.nominating_organisation.name,
        "implementing": content["implementing_organisation"],
    }
    values = {
        "notice_title": about["title"],
        "notice_number": about["document_number"],
        "title": content["title"],
        "category": f"{content['category']}类",
        "ref": project.ref,
        "revision": revision.number,
        "completion_on": official_date(date.fromisoformat(content["completion_on"])),
        "copies": "一二三四五六七八九十"[terms.copies - 1],
        "year": project.programme.year,
        "drawn_up_on": official_date(timezone.localtime(at).date()),
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
    """The agreement as blocks: parties, articles, goals and milestones as tables, the hash it rests on, signatures."""
    goals = b.Table(
        (b.Column("序号", 0.6), b.Column("指标", 3, "left"), b.Column("基线", 1.5), b.Column("目标值", 1.5)),
        tuple((str(n), row["indicator"], row["baseline"], row["target"]) for n, row in enumerate(context.goals, 1)),
    )
    milestones = b.Table(
        (
            b.Column("序号", 0.6),
            b.Column("步骤", 2.6, "left"),
            b.Column("起止时间", 2),
            b.Column("阶段成果", 2, "left"),
        ),
        tuple((str(n), row["title"], _span(row), row["deliverable"]) for n, row in enumerate(context.milestones, 1)),
    )
    parties = tuple(b.Paragraph(f"{PARTY_WORDS[role]}：{name}") for role, name in context.parties)
    return b.Document(
        kind="责任书",
        title=context.terms.title,
        layout="agreement",
        mark=mark,
        blocks=(
            b.Title(context.terms.title),
            *parties,
            *worded(context.terms.articles, context.values),
            b.Paragraph("（一）目标"),
            goals,
            b.Paragraph("（二）序时进度"),
            milestones,
            *worded(context.terms.articles_after, context.values),
            b.Paragraph(f"本责任书依据的申报书（修订稿）校验值：{context.revision_hash}"),
            b.SignatureTable(tuple(b.Party(PARTY_WORDS[role], name) for role, name in context.parties)),
        ),
    )


def _span(row: dict[str, str]) -> str:
    days = [official_date(date.fromisoformat(row[name])) for name in ("from_on", "due_on") if row.get(name)]
    return "至".join(days)


def rendered(context: Context, *, mark: str = "") -> tuple[bytes, bytes, tuple[str, ...]]:
    """PDF, .docx and the faces that fell back."""
    return render_pair(document_of(context, mark=mark))
