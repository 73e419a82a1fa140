"""Walks every chain and names the first broken link of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from lixiang.history.chain import START, digest
from lixiang.history.models import Event, Head


@dataclass(frozen=True)
class Broken:
    """The first event of a chain that does not follow from the one before."""

    subject_kind: str
    subject_id: int
    sequence: int
    why: str


class Counter(Protocol):
    """Told of each chain that was read."""

    def step(self) -> None: ...


def broken_chains(counter: Counter | None = None) -> Iterator[Broken]:
    """Every broken chain; events are streamed by subject and place, heads are held in memory (one per subject)."""
    heads = {(h.subject_kind, h.subject_id): (h.sequence, h.hash) for h in Head.objects.iterator()}
    events = Event.objects.order_by("subject_kind", "subject_id", "sequence").iterator(chunk_size=2000)
    for subject, chain in groupby(events, key=lambda event: (event.subject_kind, event.subject_id)):
        broken = _first_fault(subject, chain, heads.pop(subject, (0, "")))
        if broken:
            yield broken
        if counter is not None:
            counter.step()
    for (kind, number), (sequence, _) in heads.items():
        yield Broken(kind, number, sequence, "整条轨迹缺失")


def _first_fault(subject: tuple[str, int], chain: Iterator[Event], head: tuple[int, str]) -> Broken | None:
    expected, previous = 0, START
    for event in chain:
        expected += 1
        why = _fault(event, expected, previous)
        if why:
            return Broken(*subject, expected, why)
        previous = event.hash
    return None if head == (expected, previous) else Broken(*subject, expected, "末尾与链头不符")


def _fault(event: Event, expected: int, previous: str) -> str:
    if event.sequence != expected:
        return f"缺少第{expected}条"
    if event.previous_hash != previous:
        return "与上一条不衔接"
    return "" if event.hash == digest(previous, event.chained_values()) else "内容与哈希不符"
