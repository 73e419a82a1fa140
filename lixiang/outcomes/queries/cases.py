"""Reads of case studies as they are written: the list of a programme, one with its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lixiang.history.models import Event
from lixiang.outcomes.models import CaseStudy
from lixiang.outcomes.models.case_facts import parts_of
from lixiang.outcomes.rules.case_kinds import CasePart
from lixiang.programmes.models import Programme

ROWS = 30
LONGEST_TRAIL = 50


@dataclass(frozen=True)
class Page:
    """One page, newest first, and the key of the next."""

    rows: tuple[CaseStudy, ...]
    next_key: int | None


def page_of_cases(user: Any, programme: Programme, *, before: int | None = None) -> Page:
    rows = CaseStudy.visible_to(user).filter(programme=programme).order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before is not None else rows)[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].pk if len(found) > ROWS else None)


def written_of(case: CaseStudy) -> tuple[tuple[CasePart, str], ...]:
    """Every part with what is written; no query."""
    return tuple((part, case.answers.get(part.name, "")) for part in parts_of(case.project.version))


def trail_of(case: CaseStudy) -> Iterable[Event]:
    """What was done with it, newest first; one query."""
    rows = Event.objects.filter(subject_kind="casestudy", subject_id=case.pk)
    return rows.order_by("-sequence")[:LONGEST_TRAIL]
