"""Reads of awards: the list of a programme, who could have one, one award with its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lixiang.closing.models import Evidence
from lixiang.closing.states import Status as DossierStatus
from lixiang.history.models import Event
from lixiang.outcomes.models import Award, AwardEvidence
from lixiang.outcomes.models.award_facts import CONCLUDED, tiers_of
from lixiang.outcomes.permissions.awards import lists_candidates
from lixiang.outcomes.rules.award_kinds import AwardTier
from lixiang.outcomes.states.awards import GIVEN, Status
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.projects.models import Project
from lixiang.ranking.models import Place
from lixiang.ranking.states.rankings import Status as RankingStatus

ROWS = 30
LONGEST_TRAIL = 50


@dataclass(frozen=True)
class Page:
    """One page of awards, newest first, and the key of the next."""

    rows: tuple[Award, ...]
    next_key: int | None


@dataclass(frozen=True)
class TierUse:
    """A tier with how many awards of it were granted."""

    tier: AwardTier
    given: int

    @property
    def left(self) -> str:
        return f"还可以决定{max(0, self.tier.at_most - self.given)}个" if self.tier.at_most else "不限个数"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concluded project that has no award, with its place and grade."""

    ref: str
    title: str
    organisation: str
    place: int | None
    grade: str


def page_of_awards(user: Any, programme: Programme, *, before: int | None = None) -> Page:
    rows = Award.visible_to(user).filter(programme=programme).order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before is not None else rows)[: ROWS + 1])
    return Page(tuple(found[:ROWS]), found[ROWS - 1].pk if len(found) > ROWS else None)


def tiers_in_use(programme: Programme, at: datetime) -> tuple[TierUse, ...]:
    """Two queries."""
    tiers = tiers_of(version_in_force(programme, at))
    given = list(Award.objects.filter(programme=programme, status__in=GIVEN).values_list("tier", flat=True))
    return tuple(TierUse(tier, given.count(tier.code)) for tier in tiers)


def candidates_of(
    user: Any, programme: Programme, tiers: Iterable[TierUse], *, after: int = 0
) -> tuple[tuple[Candidate, ...], int | None]:
    """Concluded projects that some tier admits and that have no award, in the order of the ranking; for who proposes.

    One query. The second value is the position that the next page goes on from.
    """
    admitted = [use.tier for use in tiers]
    if not admitted or not lists_candidates(user, programme):
        return (), None
    living = Award.objects.filter(project=OuterRef("project")).exclude(status=Status.DECLINED)
    rows = Place.objects.filter(
        ~Exists(living),
        ranking__programme=programme,
        ranking__status=RankingStatus.FINAL,
        project__status__in=CONCLUDED,
        position__gt=after,
    )
    if all(tier.grades for tier in admitted):
        rows = rows.filter(grade__in={grade for tier in admitted for grade in tier.grades})
    columns = ("project__ref", "project__title", "project__nominating_organisation__short_name", "place", "grade")
    found = list(rows.order_by("position").values_list("position", *columns)[: ROWS + 1])
    return tuple(Candidate(*row[1:]) for row in found[:ROWS]), found[ROWS - 1][0] if len(found) > ROWS else None


def granted_of(programme: Programme) -> list[Award]:
    """What waits for its 通报, in the order of the tiers' awards as they were proposed."""
    rows = Award.objects.filter(programme=programme, status=Status.GRANTED).order_by("pk")
    return list(rows.select_related("project__nominating_organisation", "project__programme", "project__version"))


def evidence_of(project: Project) -> QuerySet[Evidence]:
    """The evidence of the dossiers that were accepted."""
    accepted = Evidence.objects.filter(
        dossier__project=project, dossier__status=DossierStatus.ACCEPTED, removed_at=None
    )
    return accepted.select_related("claim", "dossier").order_by("dossier__round", "number")


def trail_of(award: Award) -> Iterable[Event]:
    """What was done with it, newest first; one query."""
    rows = Event.objects.filter(subject_kind="award", subject_id=award.pk)
    return rows.order_by("-sequence")[:LONGEST_TRAIL]


def tiers_for(project: Project, at: datetime) -> tuple[AwardTier, ...]:
    """The tiers that a project of its category may have."""
    return tuple(tier for tier in tiers_of(version_in_force(project.programme, at)) if tier.takes(project.category))


def proofs_of(award: Award) -> QuerySet[AwardEvidence]:
    return award.evidence.select_related("evidence__claim", "evidence__dossier")
