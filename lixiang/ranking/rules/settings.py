"""The settings of a ranking as one value, read from the rows of a programme, and what is wrong between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lixiang.appraisal.rules.kinds import Source
from lixiang.appraisal.rules.words import SCORERS
from lixiang.programmes.rules.kind import Kind, named
from lixiang.ranking.rules.kinds import (
    BALANCING,
    METHODS,
    NUMBERING,
    ROUNDING,
    SCOPES,
    TIE_BREAKS,
    ConditionalBonus,
    GradeCut,
    Method,
    TieRule,
)
from lixiang.workflow.findings import Finding

KINDS: dict[str, type[Kind]] = {
    "ranking.method": Method,
    "appraisal.source": Source,
    "ranking.tie_rule": TieRule,
    "ranking.grade_cut": GradeCut,
    "ranking.bonus": ConditionalBonus,
}
LISTS: dict[str, dict[str, str]] = {
    "appraisal.scorer": SCORERS,
    "ranking.method_name": METHODS,
    "ranking.balancing": BALANCING,
    "ranking.scope": SCOPES,
    "ranking.numbering": NUMBERING,
    "ranking.tie_break": TIE_BREAKS,
    "ranking.rounding": ROUNDING,
}


@dataclass(frozen=True)
class Settings:
    """What a programme says of its ranking; the order of sources, tie rules and grades is theirs in the programme."""

    method: Method
    sources: tuple[Source, ...]
    tie_rules: tuple[TieRule, ...] = ()
    grade_cuts: tuple[GradeCut, ...] = ()
    bonuses: tuple[ConditionalBonus, ...] = ()

    @cached_property
    def source_codes(self) -> frozenset[str]:
        return frozenset(source.code for source in self.sources)

    @property
    def leading(self) -> Source:
        """The source of judges that weighs most, the first among equals: what is said of judges is said of it."""
        return max((source for source in self.sources if source.by_method), key=lambda source: source.weight)

    @property
    def rows(self) -> tuple[Kind, ...]:
        return (self.method, *self.sources, *self.tie_rules, *self.grade_cuts, *self.bonuses)

    def cuts_of(self, track: str) -> tuple[GradeCut, ...]:
        """The grades of a track: its own where it has any, else those of all."""
        own = tuple(cut for cut in self.grade_cuts if cut.track and cut.track == track)
        return own or tuple(cut for cut in self.grade_cuts if not cut.track)


def settings_of(rows: Iterable[Kind]) -> tuple[Settings | None, tuple[Finding, ...]]:
    """The settings among the rows of a programme, or why they make no ranking."""
    rows = tuple(row for row in rows if type(row) in KINDS.values())
    findings = tuple(_faults(rows))
    if findings:
        return None, findings
    of = {kind: tuple(row for row in rows if type(row) is kind) for kind in KINDS.values()}
    return Settings(of[Method][0], of[Source], of[TieRule], of[GradeCut], of[ConditionalBonus]), ()  # type: ignore[arg-type]


def _faults(rows: tuple[Kind, ...]) -> Iterator[Finding]:
    for needed in (Method, Source):
        if not any(type(row) is needed for row in rows):
            yield Finding("no_setting", f"方案没有“{needed.TITLE}”，不能排名。")
    sources = {row.code: "" for row in rows if isinstance(row, Source)}
    for row in rows:
        sentences = (*_unknown(row, {**LISTS, "appraisal.source": sources}), *row.faults())
        yield from (Finding("wrong_setting", f"“{row.TITLE}”：{each}。", row.clause) for each in sentences)
    for kind in KINDS.values():
        mine = tuple(row for row in rows if type(row) is kind)
        yield from _faults_between(kind, mine)


def _faults_between(kind: type[Kind], rows: tuple[Kind, ...]) -> Iterator[Finding]:
    if not rows:
        return
    found = list(kind.faults_between(rows))
    if kind.ONCE and len(rows) > 1:
        found.append((1, "只能有一项"))
    names = [getattr(row, kind.NAMED_BY) if kind.NAMED_BY else place for place, row in enumerate(rows)]
    found += [(place, f"“{name}”重复") for place, name in enumerate(names) if name in names[:place]]
    yield from (Finding("wrong_setting", f"“{kind.TITLE}”：{words}。", rows[place].clause) for place, words in found)


def _unknown(row: Kind, lists: dict[str, dict[str, str]]) -> Iterator[str]:
    """Words that a parameter may not hold; names of other stages are the pack check's to look at."""
    for parameter, targets in row.REFERS.items():
        known = {word for target in targets for word in lists.get(target, ())}
        if known or "appraisal.source" in targets:
            yield from (f"{parameter} 没有“{word}”" for word in named(row, parameter) if word not in known)
