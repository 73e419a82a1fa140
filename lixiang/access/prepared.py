"""Queries whose SQL is written once per process: a page asks a dozen, and writing one costs more than asking it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Stands for a number while the SQL is written; fits every integer column, and no query of ours holds it as a constant.
FIRST_MARK = 2_100_000_000
MOST_SHAPES = 256
UNWRITTEN: Any = object()


class Prepared:
    """Calls `build` once for each shape and then only fills in the values.

    `build(*shape, **values)` returns a QuerySet. What changes the SQL itself is given by position (hashable); keyword
    values are whole numbers, texts that are compared as they stand, or sets of numbers (each size is a shape of its
    own). Anything that a lookup alters on its way to the database (a moment, a `contains`) belongs into the shape.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._written: OrderedDict[Hashable, _Written | None] = OrderedDict()

    def __call__(self, *shape: Hashable, **values: Any) -> list:
        """The rows as the QuerySet would give them."""
        sizes = tuple((name, _size(value)) for name, value in values.items())
        key = (connections[DEFAULT_DB_ALIAS].vendor, shape, sizes)
        written = self._written.get(key, UNWRITTEN)  # another thread may drop the shape a moment later
        if written is UNWRITTEN:
            written = self._written[key] = _write(self._build, shape, values)
            if len(self._written) > MOST_SHAPES:
                self._written.popitem(last=False)
        return written.rows(values) if written else []

    def first(self, *shape: Hashable, **values: Any) -> Any:
        """The first row, None where there is none; `build` cuts to one itself."""
        return next(iter(self(*shape, **values)), None)


@dataclass(frozen=True)
class _Written:
    """One shape: the QuerySet, its compiler as compiling left it, the SQL, what reads its columns, where values go."""

    queryset: QuerySet
    compiler: Any
    sql: str
    params: tuple
    converters: dict
    places: dict[Any, tuple[str, int | None]]

    def rows(self, values: dict[str, Any]) -> list:
        given = {name: value if _size(value) is None else sorted(value) for name, value in values.items()}
        params = tuple(self._filled(param, given) for param in self.params)
        compiler = object.__new__(type(self.compiler))  # as copy() does it, in a tenth of its time
        compiler.__dict__.update(vars(self.compiler))
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # that of this thread
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        compiler.get_converters = lambda expressions: self.converters
        return list(self.queryset._iterable_class(_Asked(self.queryset, compiler)))

    def _filled(self, param: Any, given: dict[str, Any]) -> Any:
        place = self.places.get(param) if isinstance(param, int | str) else None
        if place is None:
            return param
        name, index = place
        return given[name] if index is None else given[name][index]


class _Asked:
    """What the iterables of rows read of a QuerySet; its query answers with the compiler that knows the SQL."""

    def __init__(self, queryset: QuerySet, compiler: Any) -> None:
        self.__dict__.update(vars(queryset))
        self.db = DEFAULT_DB_ALIAS
        self.query = SimpleNamespace(
            get_compiler=lambda *args, **kwargs: compiler,
            extra_select=queryset.query.extra_select,
            values_select=queryset.query.values_select,
            annotation_select=queryset.query.annotation_select,
        )


def _size(value: Any) -> int | None:
    return len(value) if isinstance(value, frozenset | set | tuple | list) else None


def _write(build: Callable[..., QuerySet], shape: tuple, values: dict[str, Any]) -> _Written | None:
    """None for a query that can find nothing (a set is empty)."""
    numbers = count(FIRST_MARK)
    places: dict[Any, tuple[str, int | None]] = {}

    def mark(name: str, value: Any, index: int | None = None) -> Any:
        stand_in = f"\x01{next(numbers)}" if isinstance(value, str) else next(numbers)
        places[stand_in] = (name, index)
        return stand_in

    marked = {
        name: mark(name, value) if _size(value) is None else tuple(mark(name, 0, n) for n in range(len(value)))
        for name, value in values.items()
    }
    queryset = build(*shape, **marked)
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    missing = places.keys() - set(params)
    if missing:
        raise TypeError(f"{[places[each] for each in missing]} do not reach the database as they were given")
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    return _Written(queryset, compiler, sql, params, converters, places)
