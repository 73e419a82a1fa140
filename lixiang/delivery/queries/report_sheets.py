"""Reports as a workbook: one row per report, the answers in columns by question, in constant memory."""

from datetime import datetime
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from lixiang.delivery.models import Report, ReportRevision
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.states.reports import Status
from lixiang.files import tables
from lixiang.people.models import by_bearer
from lixiang.ui.written import chinese_date

CHUNK = 100
HEAD = ("序号", "申报单位", "项目编号", "项目名称", "汇报", "状态", "应报送", "首次报送", "是否逾期")
TAIL = ("自评等次", "检查结果", "未附佐证材料的理由")
WIDTHS = (6, 26, 20, 32, 26, 10, 14, 14, 10)


def write_period(rows: QuerySet[Report], target: BinaryIO, at: datetime) -> None:
    """What was handed in, last hand-in each; who has not handed in stands there without answers."""
    last = ReportRevision.objects.filter(report=OuterRef("pk")).order_by("-number").values("content")[:1]
    order = (*by_bearer("project__nominating_organisation"), "project__number", "pk")
    asked = _asked(rows)
    labels = tuple(dict.fromkeys(question for questions in asked.values() for question in questions.items()))
    rows = rows.annotate(content=Subquery(last)).order_by(*order)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("定期汇报")
        head = book.add_format(tables.HEAD)
        body = book.add_format(tables.BODY)
        for place, width in enumerate((*WIDTHS, *(40 for _ in labels), 10, 10, 30)):
            sheet.set_column(place, place, width)
        sheet.write_row(0, 0, (*HEAD, *(label for _, label in labels), *TAIL), head)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(tables.A4)
        sheet.fit_to_pages(1, 0)
        for place, report in enumerate(rows.iterator(CHUNK), 1):
            for column, text in enumerate(_cells(place, report, _answers(report, asked, labels), at)):
                sheet.write_string(place, column, tables.fitting(text), body)


def _form(report: Report) -> tuple[int, str, int | None]:
    return report.version_id, report.schedule, report.request_id


def _asked(rows: QuerySet[Report]) -> dict[tuple, dict[str, str]]:
    """What each form among the reports asks, name -> label; two queries, however many reports."""
    firsts = rows.order_by().values("version", "schedule", "request").annotate(first=Min("pk")).values("first")
    forms = Report.objects.filter(pk__in=firsts).select_related("version", "request").order_by("pk")
    return {_form(report): {each.name: each.label for each in form_of(report).questions} for report in forms}


def _answers(report: Any, asked: dict[tuple, dict[str, str]], labels: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Under each question of any form what this report answers; nothing under those of other forms."""
    own, content = asked[_form(report)], report.content or {"answers": {}}
    return tuple(content["answers"].get(name, "") if own.get(name) == label else "" for name, label in labels)


def _cells(place: int, report: Any, answers: tuple[str, ...], at: datetime) -> tuple[str, ...]:
    content = report.content or {"self_rating": "", "no_evidence_reason": ""}
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
        *answers,
        content["self_rating"],
        report.get_result_display(),
        content["no_evidence_reason"],
    )
