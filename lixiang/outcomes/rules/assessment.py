"""What each organisation gets for the year, in thousandths, every point with the line that it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lixiang.outcomes.rules.conversion import SOURCES, Addition, AssessmentTerms, Conversion
from lixiang.ranking.rules.points import written

PROJECT, ADDITION, LIMIT = "project", "addition", "limit"
WORDS = {PROJECT: "项目折算", ADDITION: "加分", LIMIT: "超过上限"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A project of the ranking and the organisation that bears its nomination today."""

    project: str
    organisation: int
    track: str
    place: int | None
    grade: str
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """What the record has beside the ranking: of which project; `label` calls its level, `title` says it to people."""

    project: str
    organisation: int
    source: str
    level: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail: what it is for, and its points (None where the programme converts nothing).

    Points of a limit are negative: what is above it.
    """

    part: str
    project: str
    place: int | None
    grade: str
    words: str
    points: int | None
    clause: str


@dataclass(frozen=True)
class Result:
    """An organisation with its trail; its points are the sum of the trail's."""

    organisation: int
    points: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """What a programme says of the assessment; `grades` of each track stand from the best, "" is for all others."""

    terms: AssessmentTerms
    conversions: tuple[Conversion, ...] = ()
    additions: tuple[Addition, ...] = ()
    grades: Mapping[str, tuple[str, ...]] | None = None

    @property
    def converts(self) -> bool:
        """Whether anybody gets points at all."""
        return bool(self.conversions or self.additions)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every grade of any track once, from the best."""
        return tuple(dict.fromkeys(title for titles in (self.grades or {}).values() for title in titles))

    def conversions_of(self, track: str) -> tuple[Conversion, ...]:
        """Those for the track alone, else those for every track."""
        own = tuple(row for row in self.conversions if row.track == track)
        return own or tuple(row for row in self.conversions if not row.track)

    def grades_of(self, track: str) -> tuple[str, ...]:
        known = self.grades or {}
        return known.get(track) or known.get("", ())


def assess(entries: Iterable[Entry], extras: Iterable[Extra], table: Table) -> tuple[Result, ...]:
    """One result per organisation that an entry or an extra names, in the order in which they first come."""
    projects: dict[int, list[Line]] = {}
    added: dict[int, list[tuple[Extra, Addition]]] = {}
    for entry in entries:
        projects.setdefault(entry.organisation, []).append(converted(entry, table))
    for extra in extras:
        found = addition_for(extra, table)
        if found is not None:
            projects.setdefault(extra.organisation, [])
            added.setdefault(extra.organisation, []).append((extra, found))
    return tuple(
        _result(organisation, tuple(_counted(lines, table)), added.get(organisation, []), table)
        for organisation, lines in projects.items()
    )


def converted(entry: Entry, table: Table) -> Line:
    """What one project gives by itself, before any limit."""
    clause = table.terms.clause
    if entry.is_void:
        return _line(entry, "项目已终止，不计入", 0 if table.converts else None, clause)
    if not table.converts:
        return _line(entry, "只作参考，不折算分数", None, clause)
    row = next((each for each in table.conversions_of(entry.track) if meets(entry, each, table)), None)
    if row is None:
        return _line(entry, "没有名次，不计分" if entry.place is None else "没有符合的折算，不计分", 0, clause)
    return _line(entry, f"{row.condition}，折算{written(row.points)}分", row.points, row.clause)


def meets(entry: Entry, row: Conversion, table: Table) -> bool:
    """Whether a project reached the grade or the place of a row; who reached a better one did too."""
    if row.grade:
        grades = table.grades_of(entry.track)
        known = row.grade in grades and entry.grade in grades
        return known and grades.index(entry.grade) <= grades.index(row.grade)
    return entry.place is not None and entry.place <= row.up_to_place


def addition_for(extra: Extra, table: Table) -> Addition | None:
    """The first row for its level, or for any."""
    return next((row for row in table.additions if row.source == extra.source and row.level in ("", extra.level)), None)


def _line(entry: Entry, words: str, points: int | None, clause: str) -> Line:
    return Line(PROJECT, entry.project, entry.place, entry.grade, words, points, clause)


def _called(extra: Extra) -> str:
    return f"{SOURCES[extra.source]}{f'（{extra.label}）' if extra.label else ''}"


def _added(extra: Extra, row: Addition) -> Line:
    words = f"{_called(extra)}：{extra.title}，加{written(row.points)}分"
    return Line(ADDITION, extra.project, None, "", words, row.points, row.clause)


def _counted(lines: list[Line], table: Table) -> Iterator[Line]:
    """The best first; beyond as many as count, a line stays with nothing."""
    best = sorted(lines, key=lambda line: (-(line.points or 0), line.place is None, line.place or 0, line.project))
    for number, line in enumerate(best, 1):
        if table.terms.counts and number > table.terms.counts and line.points:
            words = f"{line.words}；只计折算得分最高的{table.terms.counts}个项目，不计入"
            yield replace(line, words=words, points=0, clause=table.terms.clause)
        else:
            yield line


def _result(organisation: int, projects: tuple[Line, ...], added: list[tuple[Extra, Addition]], table: Table) -> Result:
    if not table.converts:
        return Result(organisation, None, projects)
    lines = [*projects, *(_added(extra, row) for extra, row in added)]
    for row in table.additions:
        mine = [extra for extra, by in added if by is row]
        called = _called(mine[0]) if mine and row.level else SOURCES[row.source]
        lines += _limit(len(mine) * row.points, row.at_most, f"{called}加分", row.clause)
    got = sum(line.points or 0 for line in lines)
    lines += _limit(got, table.terms.at_most, "合计", table.terms.clause)
    return Result(organisation, sum(line.points or 0 for line in lines), tuple(lines))


def _limit(got: int, most: int, what: str, clause: str) -> Iterator[Line]:
    """The line that takes away what is above a limit."""
    if most and got > most:
        words = f"{what}{written(got)}分，最多计{written(most)}分，超过的不计"
        yield Line(LIMIT, "", None, "", words, most - got, clause)


@dataclass(frozen=True)
class Counted:
    """How many projects of an organisation have a place, and how many each grade, from the best; none twice."""

    ranked: int
    grades: tuple[tuple[str, int], ...]


def grade_counts(entries: Iterable[Entry], table: Table) -> dict[int, Counted]:
    """Organisation -> its projects by grade; those that came to nothing are not counted."""
    own: dict[int, list[Entry]] = {}
    for entry in entries:
        own.setdefault(entry.organisation, []).append(entry)
    return {
        organisation: _counts([each for each in mine if not each.is_void], table.titles)
        for organisation, mine in own.items()
    }


def _counts(entries: list[Entry], order: tuple[str, ...]) -> Counted:
    counts = {grade: sum(each.grade == grade for each in entries) for grade in order}
    ranked = sum(each.place is not None for each in entries)
    return Counted(ranked, tuple((grade, count) for grade, count in counts.items() if count))
