"""Counts by organisation, category, status and topic in the shape that charts draw; pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Row = tuple[str, tuple[int, ...], str]  # label, values by series, the address of the rows behind it
LEAST_CROWDED = 3


@dataclass(frozen=True)
class TopicCount:
    """How many projects took one topic of the catalogue."""

    number: int
    title: str
    count: int


def crosstab(
    counts: Iterable[tuple[str, str, int]], rows: Sequence[tuple[str, str, str]], columns: Sequence[str]
) -> list[Row]:
    """(row key, column key, count) as one row of values per entry of `rows` (key, label, address), zeros included."""
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for row, column, count in counts:
        table[row][column] = table[row].get(column, 0) + count
    return [(label, tuple(table[key].get(column, 0) for column in columns), url) for key, label, url in rows]


def unclaimed(topics: Iterable[TopicCount]) -> tuple[TopicCount, ...]:
    return tuple(topic for topic in topics if topic.count == 0)


def most_taken(topics: Iterable[TopicCount]) -> list[TopicCount]:
    """Those that somebody took, the most taken first, equals in the order of the catalogue."""
    return sorted((topic for topic in topics if topic.count), key=lambda topic: (-topic.count, topic.number))


def crowded(topics: Sequence[TopicCount]) -> tuple[TopicCount, ...]:
    """Topics taken at least twice as often as the average taken one, and at least LEAST_CROWDED times; most first."""
    taken = [topic.count for topic in topics if topic.count]
    limit = max(LEAST_CROWDED, 2 * sum(taken) / len(taken)) if taken else LEAST_CROWDED
    return tuple(topic for topic in most_taken(topics) if topic.count >= limit)
