"""The bridge from a project and a level to the rules of recommendations."""

from datetime import datetime

from lixiang.outcomes.models.award_facts import CONCLUDED
from lixiang.outcomes.models.awards import Award
from lixiang.outcomes.models.recommendations import Recommendation
from lixiang.outcomes.rules.recommendation_kinds import RecommendationTerms
from lixiang.outcomes.rules.recommendations import RecommendationFacts
from lixiang.outcomes.states.awards import Status as AwardStatus
from lixiang.outcomes.states.recommendations import LIVING
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting, version_in_force
from lixiang.projects.models import Project
from lixiang.ranking.queries.results import final_place_of


def terms_of(programme: Programme, at: datetime) -> RecommendationTerms | None:
    """As the programme in force says."""
    return the_setting(version_in_force(programme, at), RecommendationTerms)  # type: ignore[return-value]


def facts_of(project: Project, level: str, at: datetime, *, aside: int | None = None) -> RecommendationFacts:
    """Four queries."""
    place = final_place_of(project)
    others = Recommendation.objects.filter(project=project, level=level, status__in=LIVING).exclude(pk=aside)
    return RecommendationFacts(
        terms=terms_of(project.programme, at),
        level=level,
        is_concluded=project.status in CONCLUDED,
        grade=place.grade if place else "",
        is_awarded=Award.objects.filter(project=project, status=AwardStatus.PUBLISHED).exists(),
        at_level=others.count(),
    )
