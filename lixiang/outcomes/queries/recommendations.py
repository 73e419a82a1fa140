"""Reads of recommendations upward: the list of a programme, one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.models.recommendation_facts import terms_of
from lixiang.outcomes.models.recommendations import ANSWER
from lixiang.programmes.models import Programme

__all__ = ["Page", "page_of_recommendations", "scan_of", "terms_of", "trail_of"]

ROWS = 30
LONGEST_TRAIL = 50


@dataclass(frozen=True)
class Page:
    """One page, newest first, and the key of the next."""

    rows: tuple[Recommendation, ...]
    next_key: int | None


def page_of_recommendations(user: Any, programme: Programme, *, before: int | None = None) -> Page:
    rows = Recommendation.visible_to(user).filter(programme=programme).order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before is not None else rows)[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].pk if len(found) > ROWS else None)


def scan_of(recommendation: Recommendation) -> Claim | None:
    return Claim.of(recommendation, ANSWER).first()


def trail_of(recommendation: Recommendation) -> Iterable[Event]:
    """What was done with it, newest first; one query."""
    rows = Event.objects.filter(subject_kind="recommendation", subject_id=recommendation.pk)
    return rows.order_by("-sequence")[:LONGEST_TRAIL]
