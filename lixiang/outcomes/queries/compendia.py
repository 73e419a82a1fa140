"""Reads of compendia: the list, what the next would hold, the revisions of one."""

from dataclasses import dataclass
from typing import Any

from lixiang.outcomes.models import CaseRevision, CaseStudy, Compendium
from lixiang.programmes.models import Programme
from lixiang.work.models import Run

ROWS = 30
MOST = 300  # chapters of one book; more would be no book that anybody binds
JOB = "compile_compendium"


@dataclass(frozen=True)
class Page:
    """One page of compendia, newest first, and the key of the next."""

    rows: tuple[Compendium, ...]
    next_key: int | None


def page_of_compendia(user: Any, programme: Programme, *, before: int | None = None) -> Page:
    rows = Compendium.visible_to(user).filter(programme=programme).order_by("-number")
    found = list((rows.filter(number__lt=before) if before is not None else rows)[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].number if len(found) > ROWS else None)


def published_of(programme: Programme) -> list[tuple[int, str]]:
    """Key and hash of what is shown now, by county in official order and by project; one query."""
    shown = CaseStudy.objects.filter(programme=programme, published_revision__isnull=False)
    rows = shown.order_by("published_revision__county__path", "project__number")
    return list(rows.values_list("published_revision", "published_revision__hash")[: MOST + 1])


def revisions_in(compendium: Compendium) -> list[CaseRevision]:
    """In the order that was fixed; one query."""
    found = CaseRevision.objects.in_bulk([key for key, _ in compendium.cases])
    return [found[key] for key, _ in compendium.cases]


def in_the_making(programme: Programme) -> Compendium | None:
    return Compendium.objects.filter(programme=programme, finished_at=None).first()


def run_of(compendium: Compendium) -> Run | None:
    """The last run that compiles it; runs are tidied away after a while."""
    return Run.objects.filter(code=JOB, arguments__compendium=compendium.pk).order_by("-pk").first()
