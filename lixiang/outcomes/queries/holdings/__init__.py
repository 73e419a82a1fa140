"""What the record holds of a project, stage by stage: a later stage joins by one module and one row of CONTRIBUTORS."""

from collections.abc import Callable, Iterator

from lixiang.outcomes.queries.holdings import (
    agreements,
    applications,
    appraisal,
    awards,
    cases,
    changes,
    closing,
    inspections,
    meetings,
    money,
    papers,
    progress,
    ranking,
    recommendations,
    reports,
    results,
    reviews,
    trail,
)
from lixiang.outcomes.rules.items import Item
from lixiang.projects.models import Project

# In the order of the sections of an archive (rules/items.py). Each yields what anybody of the section may read as
# settled: no quiet decision, no draft.
CONTRIBUTORS: tuple[Callable[[Project], Iterator[Item]], ...] = (
    applications.items_of,
    reviews.items_of,
    papers.items_of,
    agreements.items_of,
    progress.items_of,
    reports.items_of,
    meetings.items_of,
    inspections.items_of,
    changes.items_of,
    money.items_of,
    closing.items_of,
    appraisal.items_of,
    ranking.items_of,
    results.items_of,
    awards.items_of,
    recommendations.items_of,
    cases.items_of,
    trail.items_of,
)


def items_of(project: Project) -> Iterator[Item]:
    """Every item of a project, one after the other."""
    for contributor in CONTRIBUTORS:
        yield from contributor(project)
