"""The register of results across the projects of a programme: narrowed, by key, and as lines of a workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Q, QuerySet

from lixiang.access.keys import key_in
from lixiang.closing.models import Result
from lixiang.closing.states import Status
from lixiang.files.tables import Column, write_table
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.projects.rules.words import RESULT_WORDS

ROWS = 50
MOST_CHOICES = 200
LONGEST_WORDS = 100


@dataclass(frozen=True)
class Asked:
    """What the register is narrowed by, as it was asked; what is no key of anything narrows nothing."""

    words: str = ""
    kind: str = ""
    category: str = ""
    county: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        names = {"words": "q", "kind": "kind", "category": "category", "county": "county"}
        return cls(**{name: given.get(key, "").strip()[:LONGEST_WORDS] for name, key in names.items()})

    def as_query(self) -> dict[str, str]:
        found = {"q": self.words, "kind": self.kind, "category": self.category, "county": self.county}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Page:
    """One page of results in the order they were registered, and the key of the next."""

    rows: tuple[Result, ...]
    next_key: int | None


def results_for(user: Any, programme: Programme, asked: Asked) -> "QuerySet[Result]":
    """Of accepted dossiers alone: what is being written, or is under review, is registered nowhere yet."""
    rows = Result.visible_to(user).filter(programme=programme, dossier__status=Status.ACCEPTED)
    if asked.words:
        told = Q(title__icontains=asked.words) | Q(effect__icontains=asked.words)
        rows = rows.filter(told | Q(project__title__icontains=asked.words))
    if asked.kind in RESULT_WORDS:
        rows = rows.filter(kind=asked.kind)
    if asked.category:
        rows = rows.filter(project__category=asked.category)
    if (county := key_in(asked.county)) is not None:
        rows = rows.filter(project__nominating_organisation=county)
    return rows.select_related("project__nominating_organisation").order_by("pk")


def page_of_results(rows: "QuerySet[Result]", *, after: int | None = None) -> Page:
    """One query."""
    found = list((rows.filter(pk__gt=after) if after is not None else rows)[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].pk if len(found) > ROWS else None)


def counties_among(user: Any, programme: Programme) -> list[tuple[int, str]]:
    """Whose results this person sees, in official order; one query."""
    seen = results_for(user, programme, Asked()).order_by().values("project__nominating_organisation")
    rows = Organisation.objects.filter(pk__in=seen).order_by("path").values_list("pk", "short_name")
    return list(rows[:MOST_CHOICES])


COLUMNS: tuple[Column, ...] = (
    ("成果", 40, lambda row: row.title),
    ("种类", 12, lambda row: RESULT_WORDS[row.kind]),
    ("成效", 50, lambda row: row.effect),
    ("项目编号", 22, lambda row: row.project.ref.upper()),
    ("项目", 36, lambda row: str(row.project)),
    ("类别", 8, lambda row: row.project.category),
    ("申报单位", 24, lambda row: row.project.nominating_organisation.name),
    ("佐证编号", 14, lambda row: "、".join(map(str, row.evidence))),
)


def write_results(target: IO[bytes], programme: Programme, rows: "QuerySet[Result]") -> None:
    """Row by row, however many there are."""
    write_table(target, "成果登记", f"{programme.title}成果登记", COLUMNS, _lines(rows))


def _lines(rows: "QuerySet[Result]") -> Iterator[Result]:
    yield from rows.iterator(chunk_size=500)
