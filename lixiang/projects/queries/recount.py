"""Whether the rows that rules and later stages read are those that were typed: what an invariant compares."""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from lixiang.projects.models import Answer
from lixiang.projects.models.facts import ROWS
from lixiang.projects.models.rows import Row

# Project, field, all rows as typed (or None), one stored row (or None).
Line = tuple[int, str, list[dict[str, str]] | None, dict[str, str] | None]


def rows_out_of_step() -> Iterator[int]:
    """The projects whose stored rows differ from their answers; streamed, one project in memory at a time."""
    streams = [_typed(), *(_stored(model) for model in ROWS.values())]
    for project, lines in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        typed: dict[str, list[dict[str, str]]] = {}
        stored: dict[str, list[dict[str, str]]] = defaultdict(list)
        for _, field, rows, row in lines:
            if row is None:
                typed |= {field: rows} if rows else {}
            else:
                stored[field].append(row)
        if typed != stored:
            yield project


def _typed() -> Iterator[Line]:
    answers = Answer.objects.filter(rows__isnull=False).order_by("project_id")
    for project, field, rows in answers.values_list("project_id", "field", "rows").iterator():
        yield project, field, rows, None


def _stored(model: type[Row]) -> Iterator[Line]:
    rows = model.objects.order_by("project_id", "field", "order")
    for project, field, *cells in rows.values_list("project_id", "field", *model.CELLS).iterator():
        yield project, field, None, {name: _text(cell) for name, cell in zip(model.CELLS, cells, strict=True)}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
