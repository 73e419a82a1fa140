"""One line of a bench: what was compared, the ratio, the promise; and how two things are timed fairly."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Line:
    """A measurement: `ratio` must not be above `limit` (or not below, where `at_least`)."""

    name: str
    ratio: float
    limit: float
    note: str = ""
    at_least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    def tell(self) -> "Line":
        """Print at once, since a bench runs for minutes."""
        sign = "≥" if self.at_least else "≤"
        word = "kept  " if self.is_kept else "BROKEN"
        print(f"{word}  {self.name:<58}{self.ratio:6.2f}  ({sign} {self.limit})  {self.note}", flush=True)
        return self


def alternately(*calls: Callable[[], object], rounds: int = 40) -> list[float]:
    """Median seconds of each call; they take turns, so that whatever else the machine does hits all alike."""
    times: list[list[float]] = [[] for _ in calls]
    for call in calls:
        call()
    gc.collect()
    for _ in range(rounds):
        for place, call in enumerate(calls):
            start = perf_counter()
            call()
            times[place].append(perf_counter() - start)
    return [median(each) for each in times]
