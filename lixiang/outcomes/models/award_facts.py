"""The bridge from a project and a tier to the rules of awards."""

from datetime import datetime

from lixiang.outcomes.models.awards import Award
from lixiang.outcomes.rules.award_kinds import AwardTier
from lixiang.outcomes.rules.awards import AwardFacts
from lixiang.outcomes.states.awards import GIVEN
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind, version_in_force
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.ranking.queries.results import final_place_of

CONCLUDED = (Status.CONCLUDED, Status.ARCHIVED)


def tiers_of(version: Version) -> tuple[AwardTier, ...]:
    return settings_by_kind(version, AwardTier)


def facts_of(
    project: Project, tier: str, impacts: tuple[str, ...], at: datetime, *, aside: int | None = None
) -> AwardFacts:
    """By the settings of the programme in force; three queries. `aside` is the award that is not counted."""
    place = final_place_of(project)
    given = Award.objects.filter(programme=project.programme, tier=tier, status__in=GIVEN).exclude(pk=aside)
    tiers = tiers_of(version_in_force(project.programme, at))
    return AwardFacts(
        tier=next((each for each in tiers if each.code == tier), None),
        category=project.category,
        is_concluded=project.status in CONCLUDED,
        grade=place.grade if place else "",
        impacts=impacts,
        given=given.count(),
    )
