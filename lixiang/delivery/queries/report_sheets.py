"""A period as a workbook: one row per project, the answers in columns, in constant memory."""

from datetime import datetime
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from lixiang.delivery.models import Report, ReportRevision
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.states.reports import Status
from lixiang.files import tables
from lixiang.ui.written import chinese_date

CHUNK = 100
HEAD = ("序号", "申报单位", "项目编号", "项目名称", "汇报", "状态", "应报送", "首次报送", "是否逾期")
TAIL = ("自评等次", "检查结果", "未附佐证材料的理由")
WIDTHS = (6, 26, 20, 32, 26, 10, 14, 14, 10)


def write_period(rows: QuerySet[Report], target: BinaryIO, at: datetime) -> None:
    """What was handed in, last hand-in each; who has not handed in stands there without answers."""
    last = ReportRevision.objects.filter(report=OuterRef("pk")).order_by("-number").values("content")[:1]
    order = ("project__nominating_organisation__order", "project__nominating_organisation_id", "project__number", "pk")
    rows = rows.annotate(content=Subquery(last)).order_by(*order)
    labels = _labels(rows)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("定期汇报")
        head = book.add_format(tables.HEAD)
        body = book.add_format(tables.BODY)
        for place, width in enumerate((*WIDTHS, *(40 for _ in labels), 10, 10, 30)):
            sheet.set_column(place, place, width)
        sheet.write_row(0, 0, (*HEAD, *labels.values(), *TAIL), head)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(tables.A4)
        sheet.fit_to_pages(1, 0)
        for place, report in enumerate(rows.iterator(CHUNK), 1):
            for column, text in enumerate(_cells(place, report, labels, at)):
                sheet.write_string(place, column, tables.fitting(text), body)


def _labels(rows: QuerySet[Report]) -> dict[str, str]:
    """The questions of the period, by its first report."""
    first = rows.first()
    return {each.name: each.label for each in form_of(first).questions} if first else {}


def _cells(place: int, report: Any, labels: dict[str, str], at: datetime) -> tuple[str, ...]:
    content = report.content or {"answers": {}, "self_rating": "", "no_evidence_reason": ""}
    overdue = "逾期未报" if report.is_overdue(at) else "逾期" if report.is_late else ""
    handed = report.first_handed_in_at
    return (
        str(place),
        report.project.nominating_organisation.name,
        report.project.ref.upper(),
        str(report.project),
        report.title,
        str(Status(report.status).label),
        chinese_date(timezone.localtime(report.first_due_at)),
        chinese_date(timezone.localtime(handed)) if handed else "",
        overdue,
        *(content["answers"].get(name, "") for name in labels),
        content["self_rating"],
        report.get_result_display(),
        content["no_evidence_reason"],
    )
