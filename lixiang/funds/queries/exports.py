"""The money of a programme as a workbook and as CSV, row by row from the database, in constant memory."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone

from lixiang.funds.models import Line
from lixiang.funds.queries.balances import FIGURES, page_of_projects
from lixiang.funds.rules.kinds import Heading
from lixiang.funds.rules.ledger import MOVEMENT_WORDS, SIDE_WORDS, Movement, Side
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project

CHUNK = 500
FEN = Decimal(100)
# A cell that begins with one of these is read as a formula by what opens the file.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
ENTRY_HEAD = (
    "日期",
    "项目编号",
    "项目名称",
    "事项",
    "账户",
    "科目",
    "金额（元）",
    "摘要",
    "凭证",
    "银行流水号",
    "经办",
    "登记时间",
)
ENTRY_COLUMNS = (
    "entry__happened_on",
    "account__project__ref",
    "account__project__title",
    "entry__movement",
    "account__side",
    "account__heading",
    "amount",
    "entry__words",
    "entry__document",
    "entry__bank_reference",
    "entry__by_name",
    "entry__at",
)
PROJECT_HEAD = ("项目编号", "项目名称", "申报单位", "状态", *(f"{label}（元）" for label, _ in FIGURES))


def write_workbook(user: Any, programme: Programme, target: BinaryIO) -> None:
    """Two sheets: how each project stands, and every line of the ledger; amounts are numbers in 元."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1, "text_wrap": True})
        money = book.add_format({"num_format": "#,##0.00"})
        text = book.add_format({"quote_prefix": True})
        for title, head, rows in (
            ("经费情况", PROJECT_HEAD, _project_rows(user, programme)),
            ("收支明细", ENTRY_HEAD, entry_rows(user, programme)),
        ):
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(head) - 1, 16)
            sheet.write_row(0, 0, head, heading)
            for place, row in enumerate(rows, 1):
                _write_row(sheet, place, row, text, money)


def _write_row(sheet: Any, place: int, row: tuple, text: Any, money: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, Decimal):
            sheet.write_number(place, column, value, money)
        else:
            sheet.write_string(place, column, value, text)


def _project_rows(user: Any, programme: Programme) -> Iterator[tuple]:
    after = ""
    while True:
        page = page_of_projects(user, programme, after=after)
        for row in page.rows:
            figures = (in_yuan(read(row.now)) for _, read in FIGURES)
            yield (row.ref.upper(), row.title, row.organisation, row.status, *figures)
        if not page.next_key:
            return
        after = page.next_key


def entry_rows(user: Any, programme: Programme) -> Iterator[tuple]:
    """Every line of what this person sees, in the order it was booked; the amount as a Decimal, the rest as text."""
    seen, titles = Project.visible_to(user).filter(programme=programme).values("pk"), _titles_of(programme)
    lines = Line.objects.filter(account__project__in=seen).order_by("pk").values_list(*ENTRY_COLUMNS)
    for on, ref, title, movement, side, heading, amount, *texts, at in lines.iterator(CHUNK):
        words = (MOVEMENT_WORDS[Movement(movement)], SIDE_WORDS[Side(side)], titles.get(heading, heading))
        yield (
            on.isoformat(),
            ref.upper(),
            title,
            *words,
            in_yuan(amount),
            *texts,
            f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
        )


def _titles_of(programme: Programme) -> dict[str, str]:
    """What finance reads for the code of a heading; the newest version's word where they differ."""
    versions = Version.objects.filter(programme=programme).order_by("number")
    return {row.code: row.title for version in versions for row in settings_by_kind(version, Heading)}


def in_yuan(fen: int) -> Decimal:
    """Exactly, to the fen."""
    return (Decimal(fen) / FEN).quantize(Decimal("0.01"))


def csv_lines(user: Any, programme: Programme) -> Iterator[str]:
    """The ledger as CSV, a line at a time; a text that would be read as a formula is quoted."""
    yield "\ufeff" + _csv_line(ENTRY_HEAD)
    for row in entry_rows(user, programme):
        yield _csv_line(tuple(str(value) if isinstance(value, Decimal) else harmless(value) for value in row))


def harmless(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_BEGINS) else text


def _csv_line(row: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue()
