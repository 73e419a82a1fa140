"""Fills the placeholders of a wording; a placeholder without a value is an error, never a blank on paper."""

import re
from collections.abc import Mapping

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
