"""What one person may see of what became of a project."""

from dataclasses import dataclass
from typing import Any

from lixiang.outcomes.models import Adoption, Award, CaseStudy, Recommendation
from lixiang.outcomes.states.awards import Status
from lixiang.projects.models import Project

MOST_ADOPTERS = 50


@dataclass(frozen=True)
class Outcome:
    """What this person may see of a project; `may_be_awarded` where no award of it is living."""

    awards: tuple[Award, ...]
    recommendations: tuple[Recommendation, ...]
    case: CaseStudy | None
    adopters: tuple[str, ...]

    @property
    def may_be_awarded(self) -> bool:
        return all(award.status == Status.DECLINED for award in self.awards)


def outcome_of(user: Any, project: Project) -> Outcome:
    """Four queries."""
    adoptions = Adoption.objects.filter(case__project=project, withdrawn_at=None).order_by("organisation__path")
    adopters = adoptions.values_list("organisation__name", flat=True).distinct()
    return Outcome(
        awards=tuple(Award.visible_to(user).filter(project=project)),
        recommendations=tuple(Recommendation.visible_to(user).filter(project=project)),
        case=CaseStudy.visible_to(user).filter(project=project).first(),
        adopters=tuple(adopters[:MOST_ADOPTERS]),
    )
