"""What a project promised in its approved application, as the rows of the evidence matrix."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lixiang.projects.rules.words import RESULT_WORDS


@dataclass(frozen=True)
class Promise:
    """One goal, measure or form of result; `key` stays the same as long as its words do, wherever it stands.

    `of` is the kind of a result (theory, institution, practice), `target` what a goal is measured by.
    """

    key: str
    kind: str
    words: str
    of: str = ""
    baseline: str = ""
    target: str = ""

    @property
    def detail(self) -> str:
        """What stands beside its words."""
        if self.kind == "goal":
            return f"基线 {self.baseline or '—'}，目标 {self.target or '—'}"
        return RESULT_WORDS.get(self.of, "")


def promises_of(content: Mapping[str, Any]) -> tuple[Promise, ...]:
    """In the order of the form: goals, measures paragraph by paragraph, forms of results."""
    seen: Counter[str] = Counter()
    return tuple(_keyed(promise, seen) for promise in (*_goals(content), *_measures(content), *_results(content)))


def _goals(content: Mapping[str, Any]) -> Iterator[Promise]:
    for row in content.get("goals") or ():
        words = str(row.get("indicator", "")).strip()
        if words:
            yield Promise("", "goal", words, baseline=row.get("baseline", ""), target=row.get("target", ""))


def _measures(content: Mapping[str, Any]) -> Iterator[Promise]:
    for line in str(content.get("measures") or "").splitlines():
        if line.strip():
            yield Promise("", "measure", line.strip())


def _results(content: Mapping[str, Any]) -> Iterator[Promise]:
    for row in content.get("results") or ():
        words = str(row.get("form", "")).strip()
        if words:
            yield Promise("", "result", words, of=row.get("kind", ""))


def _keyed(promise: Promise, seen: Counter[str]) -> Promise:
    text = "\n".join((promise.kind, promise.words, promise.of, promise.baseline, promise.target))
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    seen[digest] += 1
    again = f"_{seen[digest]}" if seen[digest] > 1 else ""
    key = f"{promise.kind}_{digest}{again}"
    return Promise(key, promise.kind, promise.words, promise.of, promise.baseline, promise.target)
