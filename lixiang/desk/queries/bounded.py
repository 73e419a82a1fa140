"""Counts that stop: as many as a badge shows and one more, so that a page never counts a whole programme."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from lixiang.desk.rules.items import MOST_COUNTED


class _Count(Subquery):
    """How many rows a limited query gives, as a column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS bounded)"
    output_field = IntegerField()
    empty_result_set_value = 0


def count_of(rows: QuerySet) -> Any:
    """A column: the number of rows, at most MOST_COUNTED + 1."""
    return _Count(rows.order_by().values("pk")[: MOST_COUNTED + 1])


def first_of(rows: QuerySet, field: str) -> Any:
    """A column: the least value of a field, None where no row is."""
    return Subquery(rows.order_by(field).values(field)[:1])
