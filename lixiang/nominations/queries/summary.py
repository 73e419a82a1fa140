"""申报汇总表: the notice's columns as a workbook, row by row from the database, in constant memory."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet

from lixiang.files.tables import BODY, HEAD, TITLE, fitting, print_across
from lixiang.nominations.models import Slate, SlateEntry
from lixiang.nominations.queries.overview import nominators_of
from lixiang.nominations.rules import SummaryColumn
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme, Version
from lixiang.projects.rules.content import as_shown, rows_as_shown
from lixiang.projects.rules.kinds import ROW_WIDGETS, Category, Field

CHUNK = 50
CUT = "……（全文见申报书）"
READ = ("slate__organisation__name", "project__revision__content")

Cell = Callable[[int, str, dict[str, Any]], str]


def write_summary_of(slate: Slate, target: BinaryIO, at: datetime, *, is_own: bool = True) -> None:
    """One organisation's slate in its order; for others than the organisation what was nominated."""
    version = programmes.version_in_force(slate.programme, at)
    entries = entries_to_read(slate, is_own)
    title = f"{slate.organisation.name}{_heading(slate.programme)}"
    _write(target, version, title, entries.values_list(*READ).iterator(CHUNK))


def write_summary(programme: Programme, target: BinaryIO, at: datetime) -> None:
    """What all organisations nominated, in the order of the notice's groups, then the official one, then their own."""
    version = programmes.version_in_force(programme, at)
    _write(target, version, _heading(programme), _rows_of_all(version))


def _heading(programme: Programme) -> str:
    return f"{programme.title}申报汇总表"


def _rows_of_all(version: Version) -> Iterator[tuple[str, dict[str, Any]]]:
    """Organisation by organisation as the notice orders them; one query each, never the programme at once."""
    nominated = nominated_entries(version.programme)
    for organisation in nominators_of(version):
        yield from nominated.filter(slate__organisation=organisation.pk).values_list(*READ).iterator(CHUNK)


def entries_to_read(slate: Slate, is_own: bool) -> QuerySet[SlateEntry]:
    """What of a slate may be read: its organisation reads all that was handed in, others what was nominated."""
    entries = slate.entries.exclude(project__revision=None).order_by("order", "id")
    return entries if is_own else entries.filter(project__nominated_at__isnull=False)


def nominated_entries(programme: Programme) -> QuerySet[SlateEntry]:
    """Entries whose project was nominated and not withdrawn, each slate in its order."""
    nominated = SlateEntry.objects.filter(slate__programme=programme, project__nominated_at__isnull=False)
    return nominated.exclude(project__revision=None).order_by("order", "id")


def _write(target: BinaryIO, version: Version, title: str, rows: Iterator[tuple[str, Any]]) -> None:
    columns = programmes.settings_by_kind(version, SummaryColumn)
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("申报汇总表")
        _write_head(book, sheet, title, columns)
        body = book.add_format(BODY)
        cells = [_cell(column.shows, version) for column in columns]
        for place, (unit, content) in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                sheet.write_string(place + 1, column, cell(place, unit, content), body)


def _write_head(book: Any, sheet: Any, title: str, columns: tuple[SummaryColumn, ...]) -> None:
    """Title, head row, widths; printed on A4 across, the head and the mark of a rehearsal on every page."""
    if settings.MARK:
        title = f"{title}（{settings.MARK}）"
        sheet.set_header(f"&C&14{settings.MARK}")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    heading = book.add_format(TITLE)
    sheet.set_row(0, 36)
    if len(columns) > 1:
        sheet.merge_range(0, 0, 0, len(columns) - 1, title, heading)
    else:
        sheet.write_string(0, 0, title, heading)
    head = book.add_format(HEAD)
    sheet.write_row(1, 0, [column.title for column in columns], head)
    print_across(sheet, head=1)


def _cell(shows: str, version: Version) -> Cell:
    """How a column reads its cell from a row: its place, the nominating organisation, the application handed in."""
    if shows == "order":
        return lambda place, unit, content: str(place)
    if shows == "nominating_organisation":
        return lambda place, unit, content: unit
    if shows == "category":
        titles = {each.code: each.called() for each in programmes.settings_by_kind(version, Category)}
        return lambda place, unit, content: titles.get(content.get("category", ""), content.get("category", ""))
    field = next((each for each in programmes.settings_by_kind(version, Field) if each.name == shows), None)
    return partial(_rows if field and field.widget in ROW_WIDGETS else _text, shows, field)


def _rows(shows: str, field: Field, place: int, unit: str, content: dict[str, Any]) -> str:
    """One row per line, its cells as a person reads them, parted by commas."""
    rows = rows_as_shown(field, content.get(shows) or [])
    return fitting("\n".join("，".join(filter(None, row)) for row in rows), CUT)


def _text(shows: str, field: Field | None, place: int, unit: str, content: dict[str, Any]) -> str:
    value = content.get(shows, "")
    return fitting(as_shown(field, value) if field else str(value), CUT)
