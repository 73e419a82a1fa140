"""A document as plain JSON and back: the frozen context that is stored with what was issued."""

from dataclasses import fields
from typing import Any

from . import blocks

KINDS = {
    kind.__name__: kind for kind in vars(blocks).values() if isinstance(kind, type) and issubclass(kind, blocks.Block)
}


def as_json(block: blocks.Block) -> dict[str, Any]:
    """The block with its kind under "block"; nested blocks likewise."""
    return {"block": type(block).__name__} | {field.name: _plain(getattr(block, field.name)) for field in fields(block)}


def from_json(frozen: dict[str, Any]) -> Any:
    """The block again; `from_json(as_json(b)) == b`. KeyError or TypeError when it was not made by as_json."""
    return KINDS[frozen["block"]](**{name: _living(value) for name, value in frozen.items() if name != "block"})


def _plain(value: Any) -> Any:
    if isinstance(value, blocks.Block):
        return as_json(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _living(value: Any) -> Any:
    if isinstance(value, dict):
        return from_json(value)
    return tuple(_living(item) for item in value) if isinstance(value, list) else value
