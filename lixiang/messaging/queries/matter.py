"""What is known of an event's subject."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Matter:
    """Values for the words, organisations by side, references for the link."""

    values: dict[str, object]
    sides: dict[str, frozenset[int]]
    refs: dict[str, str] = field(default_factory=dict)
