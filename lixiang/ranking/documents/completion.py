"""The 结项证书 of a project as a paper, set from the record whenever it is asked for."""

from datetime import datetime

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair
from lixiang.programmes.documents import letterhead_of
from lixiang.projects.models import Project
from lixiang.ranking.rules.completion import Completion

KIND = "结项证书"


def completion_paper(project: Project, said: Completion) -> b.Document:
    """What was concluded, by whom, on which 通报, and how to verify it. Refused where nobody's name stands below it."""
    rows = (
        ("证书编号", said.number),
        ("项目名称", said.title),
        ("项目编号", said.project.upper()),
        ("责任单位", said.implementing),
        ("申报单位", said.nominating),
        ("验收等次", said.grade),
        ("依据", said.document),
        ("结项日期", official_date(said.concluded_on)),
    )
    cells = (*(b.Field(label, value) for label, value in rows), b.Field("校验值", said.check, stacked=True))
    return b.Document(
        kind=KIND,
        title=KIND,
        layout="form",
        blocks=(
            b.Title(KIND),
            b.Paragraph(f"“{said.title}”项目经验收考核，准予结项，特发此证。"),
            b.FormTable(tuple(b.FieldRow((cell,)) for cell in cells)),
            b.Paragraph("凭证书编号和校验值可以在“排名”栏目的“核验结项证书”查询是否有效。"),
            b.SignOff(letterhead_of(project.version).organisation, official_date(said.concluded_on)),
        ),
    )


def printed(document: b.Document, *, at: datetime, ending: str = "pdf") -> bytes:
    """The paper as pdf or docx; `at` is the moment that its metadata bear."""
    pdf, docx, _ = render_pair(document, at=at)
    return pdf if ending == "pdf" else docx
