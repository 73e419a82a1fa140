"""A ranking as a workbook, line by line as the list shows it, however many projects there are."""

from collections.abc import Iterator
from typing import IO, Any

from lixiang.files.tables import Column, write_table
from lixiang.programmes.models import Version
from lixiang.ranking.models import Ranking
from lixiang.ranking.queries.pages import Sees, places_for, tracks_of
from lixiang.ranking.rules.firmness import Interval
from lixiang.ranking.rules.points import written

CHUNK = 2000
CELLS = (
    "place",
    "project__ref",
    "project__title",
    "project__nominating_organisation__short_name",
    "track",
    "total",
    "raw",
    "grade",
    "best",
    "worst",
    "advised",
    "advised_place",
)
COLUMNS: tuple[Column, ...] = (
    ("名次", 8, lambda row: row[0] or "—"),
    ("项目编号", 22, lambda row: row[1].upper()),
    ("项目", 40, lambda row: row[2]),
    ("申报单位", 20, lambda row: row[3]),
    ("类别", 14, lambda row: row[4]),
    ("得分", 10, lambda row: written(row[5])),
    ("平衡前", 10, lambda row: written(row[6])),
    ("等次", 10, lambda row: row[7] or "—"),
    ("名次稳定程度", 14, lambda row: _firm(row)),
    ("校准参考", 18, lambda row: f"{written(row[10])}分，第{row[11]}名" if row[10] is not None else "—"),
)


def write_ranking(user: Any, ranking: Ranking, sees: Sees, target: IO[bytes]) -> None:
    """One query, taken row by row; what this person may see of the list."""
    title = f"{ranking.programme.title}{ranking}"
    write_table(target, "排名", title, COLUMNS, _rows(user, ranking, sees, ranking.version))


def _rows(user: Any, ranking: Ranking, sees: Sees, version: Version) -> Iterator[tuple[Any, ...]]:
    tracks = tracks_of(version)
    rows = places_for(user, ranking, sees).order_by("position").values_list(*CELLS)
    for row in rows.iterator(chunk_size=CHUNK):
        yield (*row[:4], tracks.get(row[4], row[4]), *row[5:])


def _firm(row: tuple[Any, ...]) -> str:
    return Interval(row[1], row[8], row[9]).words if row[8] is not None and row[9] is not None else "—"
