"""The issued assessments of several years beside each other, organisation by organisation, by who bears it today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lixiang.outcomes.models import AssessedOrganisation, Assessment
from lixiang.outcomes.models.assessment import nominates_for
from lixiang.outcomes.permissions import assessment as permissions
from lixiang.outcomes.states.assessment import Status
from lixiang.people.models import Organisation
from lixiang.people.models.organisations import bearer_of
from lixiang.programmes.models import Programme
from lixiang.ranking.rules.points import written

YEARS = 6
ROWS = 50


@dataclass(frozen=True)
class Cell:
    """What one organisation had in one year; of several that were merged since, all together."""

    approved: int = 0
    ranked: int = 0
    grades: tuple[tuple[str, int], ...] = ()
    points: int | None = None

    def __add__(self, other: "Cell") -> "Cell":
        grades = dict(self.grades)
        for title, count in other.grades:
            grades[title] = grades.get(title, 0) + count
        known = [each for each in (self.points, other.points) if each is not None]
        return Cell(
            self.approved + other.approved,
            self.ranked + other.ranked,
            tuple(grades.items()),
            sum(known) if known else None,
        )

    @property
    def words(self) -> str:
        """2个项目，优秀1个、合格1个，3.5分."""
        grades = "、".join(f"{title}{count}个" for title, count in self.grades)
        points = f"{written(self.points)}分" if self.points is not None else ""
        return "，".join(part for part in (f"{self.ranked}个项目", grades, points) if part)


@dataclass(frozen=True)
class Row:
    """One organisation; None where it has nothing in a year."""

    name: str
    short_name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Years from the earliest, the organisations of one page, the key of the next; the figures of a chart."""

    assessments: tuple[Assessment, ...]
    rows: tuple[Row, ...]
    next_key: str

    @property
    def heads(self) -> tuple[str, ...]:
        """The year; the programme too where a year has several."""
        years = [each.programme.year for each in self.assessments]
        return tuple(
            each.programme.title if years.count(each.programme.year) > 1 else f"{each.programme.year}年"
            for each in self.assessments
        )

    @property
    def has_points(self) -> bool:
        return any(each.has_points for each in self.assessments)

    @property
    def bars(self) -> list[tuple[str, tuple[str, ...], str]]:
        return [(row.short_name, tuple(self._figure(cell) for cell in row.cells), "") for row in self.rows]

    def _figure(self, cell: Cell | None) -> str:
        if cell is None:
            return "0"
        return written(cell.points or 0) if self.has_points else str(cell.ranked)


def comparison_for(user: Any, programme: Programme, *, after: str = "") -> Comparison:
    """Of the last years of the office that runs the programme, as far as this person sees them; three queries."""
    office = programme.managing_organisation_id
    issued = Assessment.visible_to(user).filter(programme__managing_organisation=office, status=Status.ISSUED)
    newest = list(issued.order_by("-programme__year", "-programme_id")[:YEARS])
    assessments = tuple(reversed(newest))
    rows = AssessedOrganisation.objects.filter(assessment__in=[each.pk for each in assessments])
    if not permissions.oversees(user, programme):
        rows = rows.filter(organisation__in=nominates_for(user))
    bearers = list(_bearers(rows, after)[: ROWS + 1])
    shown = bearers[:ROWS]
    cells = _cells(rows, [each.pk for each in shown])
    found = tuple(
        Row(each.name, each.short_name, tuple(cells.get((each.pk, a.pk)) for a in assessments)) for each in shown
    )
    return Comparison(assessments, found, shown[-1].path if len(bearers) > ROWS else "")


def _bearers(rows: "QuerySet[AssessedOrganisation]", after: str) -> "QuerySet[Organisation]":
    found = Organisation.objects.bearers_of(rows.values("organisation")).order_by("path")
    return found.filter(path__gt=after) if after.isascii() and after.isdecimal() else found


def _cells(rows: "QuerySet[AssessedOrganisation]", bearers: Iterable[int]) -> dict[tuple[int, int], Cell]:
    own = rows.annotate(bearer=bearer_of("organisation")).filter(bearer__in=list(bearers)).order_by("position")
    cells: dict[tuple[int, int], Cell] = {}
    for row in own:
        key = (row.bearer, row.assessment_id)  # type: ignore[attr-defined]
        given = Cell(row.approved, row.ranked, tuple((title, count) for title, count in row.grades), row.points)
        cells[key] = cells[key] + given if key in cells else given
    return cells
