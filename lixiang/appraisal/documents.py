"""A score sheet as a paper, to be signed: every line as typed and as it counts, the total, what it rests on."""

from datetime import datetime
from typing import Any

from lixiang.appraisal.models import ScoreSheet
from lixiang.documents import blocks as b
from lixiang.documents.issue import render_pair
from lixiang.ui.written import moment

KIND = "评分表"
COLUMNS = (
    b.Column("指标", 2.4, "left"),
    b.Column("类型", 0.9),
    b.Column("打分", 0.8),
    b.Column("计分", 0.8),
    b.Column("理由和依据", 3.2, "left"),
)


def sheet_paper(sheet: ScoreSheet, scorer: str, shown: dict[str, Any]) -> b.Document:
    """What was handed in, from its frozen content alone; `shown` are its lines and total as a page shows them."""
    assignment = sheet.assignment
    facts = (
        ("评分表编号", sheet.ref.upper()),
        ("项目", str(assignment.project)),
        ("评审组", assignment.panel.title),
        ("评分人", scorer),
        ("提交时间", moment(sheet.handed_in_at)),
        *((("不适用的理由", sheet.not_applicable),) if sheet.is_not_applicable else ()),
        *((("更正", f"{sheet.corrects.ref.upper()}：{sheet.correction_reason}"),) if sheet.corrects else ()),
    )
    rows = tuple(
        (line.title, line.form, line.typed or "—", line.counted, "；".join(filter(None, (line.reason, line.document))))
        for line in shown["lines"]
    )
    proof = b.FormTable((b.FieldRow((b.Field("校验值", sheet.hash, stacked=True),)),))
    return b.Document(
        kind=KIND,
        title=KIND,
        layout="form",
        blocks=(
            b.Title(KIND),
            b.FormTable(tuple(b.FieldRow((b.Field(*each),)) for each in facts)),
            b.Table(COLUMNS, rows),
            b.Paragraph(f"总分：{shown['total']}"),
            *((b.Paragraph(f"总体评价：{sheet.comment}"),) if sheet.comment else ()),
            proof,
            b.OpinionField("评分人签字"),
        ),
    )


def printed(document: b.Document, *, at: datetime) -> bytes:
    """The PDF; `at` is the moment that its metadata bear."""
    return render_pair(document, at=at)[0]
