"""The paper of a rectification ticket: plain, with room for the signatures of both sides."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lixiang.delivery.models.rectifications import Rectification
from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair
from lixiang.documents.plain_text import inside_quotes
from lixiang.programmes.documents import notice_of


@dataclass(frozen=True)
class Context:
    """What the paper says, as the ticket stood when it was printed."""

    number: str
    notice: str
    what: str
    clause: str
    project: str
    project_number: str
    organisation: str
    visited_on: str
    found: str
    requirement: str
    due_on: str
    opened_by: str
    opened_on: str
    answer: str
    department: str


def context_of(ticket: Rectification) -> Context:
    ground, source = ticket.ground, ticket.report or ticket.observation.inspection
    title, number = notice_of(source.version)
    return Context(
        number=ticket.ref.upper(),
        notice=f"《{title}》（{number}）",
        what=ground.what,
        clause=ground.clause,
        project=inside_quotes(ticket.project.title),
        project_number=ticket.project.ref.upper(),
        organisation=ticket.organisation.name,
        visited_on=official_date(ground.on),
        found=ground.found,
        requirement=ticket.requirement,
        due_on=official_date(ticket.due_on),
        opened_by=ticket.opened_by_name,
        opened_on=official_date(timezone.localtime(ticket.opened_at).date()),
        answer=ticket.answer,
        department=ticket.project.programme.managing_organisation.name,
    )


def document_of(context: Context) -> b.Document:
    """One page: what was found, what is to be put right by whom and when, and what was done about it."""
    rows = (
        b.FieldRow((b.Field("整改单编号", context.number), b.Field(f"{context.what}日期", context.visited_on))),
        b.FieldRow((b.Field("项目名称", context.project),)),
        b.FieldRow((b.Field("项目编号", context.project_number), b.Field("整改期限", context.due_on))),
        b.FieldRow((b.Field("整改责任单位", context.organisation),)),
        b.FieldRow((b.Field(f"{context.what}发现", context.found, stacked=True),)),
        b.FieldRow((b.Field("整改要求", context.requirement, stacked=True),)),
        b.FieldRow((b.Field("整改情况", context.answer or "（由整改责任单位填写，附佐证材料）", stacked=True),)),
    )
    clause = f"第{context.clause}条" if context.clause else ""
    return b.Document(
        kind="整改单",
        title=f"{context.what}整改单",
        layout="form",
        blocks=(
            b.Title(f"{context.what}整改单"),
            b.Paragraph(f"{context.organisation}："),
            b.Paragraph(
                f"依据{context.notice}{clause}，{context.department}于{context.visited_on}进行{context.what}，"
                f"现将发现的问题交你单位整改，请于{context.due_on}前整改到位并报送整改情况。"
            ),
            b.FormTable(rows),
            b.Paragraph(f"开具人：{context.opened_by}，{context.opened_on}开具。"),
            b.OpinionField("整改责任单位意见"),
            b.OpinionField("核查意见"),
        ),
    )


def paper_of(ticket: Rectification, *, at: datetime) -> tuple[bytes, bytes]:
    """PDF and .docx of the ticket as it stands."""
    pdf, docx, _ = render_pair(document_of(context_of(ticket)), at=at)
    return pdf, docx
