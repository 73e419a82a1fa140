"""The summary workbook of 10,000 projects: time against XlsxWriter writing the same cells, and its memory."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.data import AT, grow, the_cast
from bench.lines import Line, alternately
from lixiang.nominations.queries.summary import write_summary
from lixiang.projects.models import Project

SIZES = (1_000, 10_000)
BODY = {"text_wrap": True, "valign": "vcenter", "border": 1, "font_size": 10}


def run(folder: Path) -> Iterator[Line]:
    """Memory is that of Python's own allocations while the workbook is written, at the small and the large size."""
    cast = the_cast()
    path, peaks = folder / "summary.xlsx", []

    def ours() -> None:
        with path.open("wb") as target:
            write_summary(cast.programme, target, AT)

    for size in SIZES:
        grow(cast, size)
        ours()  # what is read once per process is read now
        peaks.append(_peak_of(ours))
    note = " and ".join(f"{peak / 1e6:.1f} MB at {size:,}" for peak, size in zip(peaks, SIZES, strict=True))
    yield Line("workbook: memory at 10,000 projects against 1,000", peaks[1] / peaks[0], 1.2, note).tell()
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    nominated = Project.objects.filter(nominated_at__isnull=False).count()
    if len(cells) != nominated + 2:
        raise RuntimeError(f"{len(cells)} rows for {nominated} projects, a title and a head")
    took, floor = alternately(ours, lambda: _plain(folder / "plain.xlsx", cells), rounds=3)
    note = f"{took:.1f} s against {floor:.1f} s, {len(cells):,} rows of {len(cells[1])} cells"
    yield Line("workbook: 10,000 projects against the same cells", took / floor, 1.5, note).tell()


def _plain(path: Path, cells: list[list[str]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, body = book.add_worksheet(), book.add_format(BODY)
        for place, row in enumerate(cells):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, str(cell), body)


def _peak_of(call: Callable[[], None]) -> int:
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
