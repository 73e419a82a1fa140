"""The page of a ranking of 300 and of 10,000 projects, seven sheets each, against the floor; its workbook."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from django.test import Client
from python_calamine import CalamineWorkbook

from bench.data import AT, grow, the_cast
from bench.lines import Line, alternately
from bench.pages import ROW, getter
from lixiang.files.tables import BODY
from lixiang.projects.models import Project
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.queries.exports import write_ranking
from lixiang.ranking.queries.pages import sees_of
from lixiang.ranking.rules.points import written
from lixiang.rehearsal.cast import Cast

SIZES, JUDGES = (300, 10_000), 7
BATCH = 500


def run(folder: Path) -> Iterator[Line]:
    """The floor stands on as many rows in the same minute, so the growth is that of the ratio to it."""
    cast, client, ratios = the_cast(), Client(), []
    head = cast.user("section_head")
    client.force_login(head)
    for number, size in enumerate(SIZES, 1):
        grow(cast, size)
        ranking = ranked(cast, number)
        get = getter(client, f"/ranking/{ranking.ref}/")
        rows = len(ROW.findall(get()))
        page, floor = alternately(get, getter(client, f"/floor/table/{cast.programme.pk}/{rows}/"))
        ratios.append(page / floor)
        note = f"{page * 1000:.1f} ms against {floor * 1000:.1f} ms, {rows} rows"
        yield Line(f"ranking page at {size:,} × {JUDGES} against the floor", page / floor, 3.0, note).tell()
    yield Line("ranking page: 10,000 projects against 300", ratios[1] / ratios[0], 1.2).tell()
    yield from _workbook(folder, ranking, head)


def ranked(cast: Cast, number: int) -> Ranking:
    """A draft ranking of every nominated project, each place with the workings of seven sheets."""
    version, until = cast.version, AT + timedelta(days=number)
    Ranking.objects.filter(programme=cast.programme).update(status="SUPERSEDED")
    ranking = Ranking.objects.create(
        ref=f"{cast.programme.ref}-r{number}",
        number=number,
        programme=cast.programme,
        version=version,
        status_since=until,
        computed_at=until,
        sheets_hash="0" * 64,
        sheets=0,
    )
    projects = Project.objects.filter(programme=cast.programme, nominated_at__isnull=False).order_by("number")
    places = (_place(ranking, *each) for each in enumerate(projects.values_list("pk", "category"), 1))
    Place.objects.bulk_create(places, batch_size=BATCH)
    Ranking.objects.filter(pk=ranking.pk).update(sheets=JUDGES * projects.count())
    return ranking


def _place(ranking: Ranking, position: int, project: tuple[int, str]) -> Place:
    total = 95_000 - position
    rows = [
        {"judge": f"J{n}", "raw": written(total + n), "adjusted": written(total + n), "use": "计入", "lines": []}
        for n in range(JUDGES)
    ]
    source = {"title": "评审组", "rows": rows, "sentence": "", "score": written(total), "raw_score": written(total)}
    return Place(
        ranking=ranking,
        project_id=project[0],
        position=position,
        track=project[1],
        place=position,
        total=total,
        raw=total,
        grade="合格",
        best=max(1, position - 2),
        worst=position + 2,
        advised=total,
        advised_place=position,
        workings={"sources": [source]},
    )


def _workbook(folder: Path, ranking: Ranking, user: Any) -> Iterator[Line]:
    """Against XlsxWriter, which is given the same cells, numbers as numbers."""
    path, sees = folder / "ranking.xlsx", sees_of(user, ranking)

    def ours() -> None:
        with path.open("wb") as target:
            write_ranking(user, ranking, sees, target)

    ours()
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    if len(cells) != ranking.places.count() + 2:
        raise RuntimeError(f"{len(cells)} rows for {ranking.places.count()} places, a title and a head")
    took, floor = alternately(ours, lambda: _plain(folder / "plain.xlsx", cells), rounds=3)
    note = f"{took:.1f} s against {floor:.1f} s, {len(cells):,} rows of {len(cells[1])} cells"
    yield Line("ranking workbook: 10,000 projects against the same cells", took / floor, 1.5, note).tell()


def _plain(path: Path, cells: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, body = book.add_worksheet(), book.add_format(BODY)
        for place, row in enumerate(cells):
            for column, cell in enumerate(row):
                if isinstance(cell, float):
                    sheet.write_number(place, column, cell, body)
                else:
                    sheet.write_string(place, column, str(cell), body)
