"""Whether each value of a table has the very type that its parameter declares: "3" and true are no numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

SENTENCES = {
    int: "应为整数",
    bool: "应为 true 或 false",
    date: "应为日期，如 2018-12-31",
    datetime: "应为带时区的时间，如 2018-04-04T23:59:59+08:00",
}


def inexact(kind: type, row: dict[str, Any]) -> Iterator[str]:
    """What is written as something else, which a lenient reader would take: a sentence per parameter."""
    for name, value in row.items():
        declared = _declared(kind).get(name)
        values = value.values() if isinstance(value, dict) else (value,)
        if declared in SENTENCES and any(type(each) is not declared for each in values):
            yield f"{name}：{SENTENCES[declared]}"


@cache
def _declared(kind: type) -> dict[str, Any]:
    """Parameter -> its type; of a table {A = 1} the type of its values."""
    hints = get_type_hints(kind).items()
    return {name: hint if hint in SENTENCES else (get_args(hint) or (None,))[-1] for name, hint in hints}
