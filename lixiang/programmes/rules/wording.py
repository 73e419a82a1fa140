"""Finds the texts of a pack; fills placeholders: one without a value is an error, never a blank on paper."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# No database column, no XML and no paper can hold them; a tab and the ends of lines are text.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class NoSuchPlaceholder(LookupError):  # noqa: N818 - said of a text, not of the program
    """A wording that asks for something its document does not have."""


def placeholders_in(text: str) -> tuple[str, ...]:
    """The names in braces, in order."""
    return tuple(PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, object]) -> str:
    """`text` with every {name} replaced by its value. Raises NoSuchPlaceholder."""

    def value_of(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise NoSuchPlaceholder(f"没有“{match[1]}”这一项")
        return str(values[match[1]])

    return PLACEHOLDER.sub(value_of, text)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of TOML, the names of tables included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        inside = [*value, *value.values()] if isinstance(value, dict) else value
        for each in inside:
            yield from texts_in(each)
