"""The papers of a slate: the 推荐表 that the responsible leader signs, and the receipt of a hand-in."""

from datetime import datetime

from lixiang.documents import blocks as b
from lixiang.documents.issue import render_pair
from lixiang.nominations.models import Receipt
from lixiang.nominations.queries import SlatePage
from lixiang.nominations.states import Status
from lixiang.ui.written import moment

COLUMNS = (
    b.Column("序号", 0.6),
    b.Column("项目名称", 3.2, "left"),
    b.Column("类别", 1.4),
    b.Column("责任单位", 2.4, "left"),
    b.Column("责任人", 1.1),
)
RECEIPT_COLUMNS = (
    b.Column("序号", 0.6),
    b.Column("项目编号", 1.9),
    b.Column("项目名称", 3.2, "left"),
    b.Column("责任单位", 2.4, "left"),
)


def sheet_of(page: SlatePage, *, at: datetime) -> bytes:
    """The 推荐表 as PDF: the slate in its order and room for the leader's word, signature and seal."""
    slate = page.slate
    is_in, by = slate.status == Status.HANDED_IN, slate.organisation
    name = by.name_at(slate.status_since) if is_in else by.name
    rows = tuple(
        (str(place), row.title, page.categories.get(row.category, row.category), row.unit, row.leader)
        for place, row in enumerate(page.chosen, 1)
    )
    title = f"{slate.programme.title}推荐表"
    document = b.Document(
        kind="推荐表",
        title=title,
        blocks=(
            b.Title(title),
            b.Paragraph(f"申报单位：{name}"),
            b.Paragraph(f"推荐名单第{slate.edition}稿，共{len(rows)}个项目，按推荐次序排列："),
            b.Table(COLUMNS, rows or (("", "（名单暂无项目）", "", "", ""),)),
            b.OpinionField("申报单位党组织主要负责同志意见"),
        ),
        layout="form",
    )
    return render_pair(document, at=at)[0]


def receipt_of(receipt: Receipt) -> bytes:
    """The receipt as PDF: what was handed in, by whom, when, under which number and hash."""
    content = receipt.content
    rows = tuple(
        (str(row["order"]), row["ref"].upper(), row["title"], row["implementing_organisation"])
        for row in content["projects"]
    )
    endorsed = f"，经{content['endorsed_by']}审签" if content["endorsed_by"] else ""
    document = b.Document(
        kind="回执",
        title="推荐名单报送回执",
        blocks=(
            b.Title("推荐名单报送回执"),
            b.Paragraph(f"回执编号：{receipt.number}"),
            b.Paragraph(
                f"{content['organisation']}于{moment(receipt.at)}报送{content['programme']}推荐名单"
                f"{endorsed}，共{len(rows)}个项目，由{receipt.by_name}办理。"
            ),
            b.Table(RECEIPT_COLUMNS, rows or (("", "", "（无）", ""),)),
            b.Paragraph(f"校验值（SHA-256）：{receipt.hash}"),
        ),
        layout="form",
    )
    return render_pair(document, at=receipt.at)[0]
