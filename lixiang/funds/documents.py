"""The statement of a project's money as a paper: figures, tranches, budget against fact, entries."""

from datetime import datetime

from django.utils import timezone

from lixiang.documents import blocks as b
from lixiang.documents.dates import official_date
from lixiang.documents.issue import render_pair
from lixiang.funds.queries.statement import Statement
from lixiang.funds.rules.amounts import yuan
from lixiang.ui.written import wan

TITLE = "项目经费情况表"
BLANK = "—"


def paper_of(statement: Statement, *, at: datetime, mark: str = "") -> b.Document:
    """The statement as blocks; amounts of the whole in 万元, of single entries in 元."""
    return b.Document(
        kind="经费情况表",
        title=TITLE,
        layout="form",
        mark=mark,
        blocks=(
            b.Title(TITLE),
            _head(statement, at),
            b.Heading(1, "一、总体情况（万元）"),
            _figures(statement),
            b.Heading(1, "二、拨付情况（万元）"),
            _steps(statement),
            b.Heading(1, "三、预算执行情况（元）"),
            _headings(statement),
            b.Heading(1, "四、收支明细（元）"),
            _entries(statement),
        ),
    )


def _head(statement: Statement, at: datetime) -> b.FormTable:
    project = statement.project
    rows = (
        b.FieldRow((b.Field("项目名称", str(project)),)),
        b.FieldRow((b.Field("项目编号", project.ref.upper()), b.Field("状态", project.get_status_display()))),
        b.FieldRow((b.Field("申报单位", project.nominating_organisation.name),)),
        b.FieldRow((b.Field("截止时间", official_date(timezone.localtime(at).date())),)),
    )
    return b.FormTable(rows)


def _figures(statement: Statement) -> b.Table:
    now = statement.now
    figures = {
        "核定": now.granted,
        "已拨": now.paid,
        "待拨": now.payable,
        "支出": now.spent,
        "结存": now.held,
        "退回": now.returned,
        "追回": now.recovered,
        "配套": now.matched,
    }
    columns = tuple(b.Column(label) for label in figures)
    return b.Table(columns, (tuple(wan(amount) for amount in figures.values()),))


def _steps(statement: Statement) -> b.Table:
    columns = (b.Column("批次", 1.2, "left"), b.Column("金额"), b.Column("状态"), b.Column("收款单位", 2, "left"))
    rows = tuple(
        (step.tranche.title, wan(step.amount), step.word, step.order.payee_name if step.order else BLANK)
        for step in statement.steps
    )
    return b.Table(columns, rows or ((BLANK,) * 4,))


def _headings(statement: Statement) -> b.Table:
    columns = (b.Column("科目", 1.4, "left"), b.Column("预算"), b.Column("支出"), b.Column("余额"))
    rows = tuple(
        (each.title, _or_blank(each.budget), yuan(each.spent), _or_blank(each.left)) for each in statement.headings
    )
    return b.Table(columns, rows or ((BLANK,) * 4,))


def _entries(statement: Statement) -> b.Table:
    columns = (
        b.Column("日期", 1.3),
        b.Column("事项", 1.1),
        b.Column("摘要", 3, "left"),
        b.Column("金额", 1.3),
        b.Column("经办", 1.6),
    )
    rows = tuple(
        (official_date(each.happened_on), each.movement, each.words, yuan(each.amount), each.by)
        for each in statement.entries
    )
    return b.Table(columns, rows or ((BLANK,) * 5,))


def _or_blank(fen: int | None) -> str:
    return BLANK if fen is None else yuan(fen)


def printed(statement: Statement, ending: str, *, at: datetime, mark: str = "") -> bytes:
    """The paper as pdf or docx."""
    pdf, docx, _ = render_pair(paper_of(statement, at=at, mark=mark), at=at)
    return pdf if ending == "pdf" else docx
