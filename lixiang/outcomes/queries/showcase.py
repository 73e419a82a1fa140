"""What everybody who is signed in sees of published case studies: the list narrowed and by key, one, who copied it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lixiang.access.keys import key_in
from lixiang.files.models import Claim
from lixiang.outcomes.models import Adoption, CaseRevision, CaseStudy, Showcase
from lixiang.outcomes.models.cases import PROOF
from lixiang.people.models import Organisation

ROWS = 20
MOST_ADOPTIONS = 100
MOST_CHOICES = 200
LONGEST_WORDS = 100


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed by, as it was asked; what is no key of anything narrows nothing."""

    words: str = ""
    topic: str = ""
    category: str = ""
    county: str = ""
    year: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        names = {"words": "q", "topic": "topic", "category": "category", "county": "county", "year": "year"}
        return cls(**{name: given.get(key, "").strip()[:LONGEST_WORDS] for name, key in names.items()})

    def as_query(self) -> dict[str, str]:
        found = {"q": self.words, "topic": self.topic, "category": self.category}
        return {name: value for name, value in {**found, "county": self.county, "year": self.year}.items() if value}


@dataclass(frozen=True)
class Page:
    """One page of what is shown, newest first, and the key of the next."""

    rows: tuple[CaseStudy, ...]
    next_key: int | None


def page_of_showcase(user: Any, asked: Asked, *, before: int | None = None) -> Page:
    """One query."""
    rows = Showcase.visible_to(user).filter(_narrowed(asked)).order_by("-published_revision_id")
    if before is not None:
        rows = rows.filter(published_revision_id__lt=before)
    found = list(rows[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].published_revision_id if len(found) > ROWS else None)


def _narrowed(asked: Asked) -> Q:
    narrowed = Q()
    if asked.words:
        narrowed &= Q(published_revision__words__icontains=asked.words)
    if asked.topic:
        narrowed &= Q(published_revision__topic__icontains=asked.topic)
    if asked.category:
        narrowed &= Q(published_revision__category=asked.category)
    for name, value in (("county", key_in(asked.county)), ("year", key_in(asked.year))):
        if value is not None:
            narrowed &= Q(**{f"published_revision__{name}": value})
    return narrowed


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed by, of what is shown alone."""

    categories: tuple[str, ...]
    counties: tuple[tuple[int, str], ...]
    years: tuple[int, ...]


def choices() -> Choices:
    """Three queries, each bounded."""
    shown = CaseRevision.objects.filter(pk__in=CaseStudy.objects.values("published_revision")).order_by()
    counties = Organisation.objects.filter(pk__in=shown.values("county")).order_by("path")
    return Choices(
        categories=tuple(shown.exclude(category="").values_list("category", flat=True).distinct()[:MOST_CHOICES]),
        counties=tuple(counties.values_list("pk", "short_name")[:MOST_CHOICES]),
        years=tuple(shown.values_list("year", flat=True).distinct().order_by("-year")[:MOST_CHOICES]),
    )


def adoptions_of(case: CaseStudy) -> QuerySet[Adoption]:
    """Those that stand, newest first."""
    rows = Adoption.objects.filter(case=case, withdrawn_at=None).select_related(
        "organisation", "case__project__programme"
    )
    return rows[:MOST_ADOPTIONS]


def proof_of(adoption: Adoption) -> Claim | None:
    return Claim.of(adoption, PROOF).first()


def organisations_among(keys: frozenset[int]) -> list[tuple[int, str]]:
    """For whom an adoption may be recorded, in official order."""
    return list(Organisation.objects.filter(pk__in=keys).order_by("path").values_list("pk", "name"))
