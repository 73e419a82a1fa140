"""What an assessment is made from: the issued ranking, what came to nothing since, awards; whether it still is."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lixiang.outcomes.models.assessment import Assessment
from lixiang.outcomes.models.awards import Award
from lixiang.outcomes.models.cases import Adoption
from lixiang.outcomes.models.recommendations import Recommendation
from lixiang.outcomes.rules.assessment import Extra
from lixiang.outcomes.rules.assessment_facts import AssessmentFacts
from lixiang.outcomes.rules.conversion import Addition, AssessmentTerms, Conversion
from lixiang.outcomes.states.awards import Status as AwardStatus
from lixiang.outcomes.states.recommendations import Status as RecommendationStatus
from lixiang.people.models.organisations import bearer_of
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_by_kind, settings_of, the_setting, version_in_force
from lixiang.programmes.rules.kind import Kind, parameters_of
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ranking.models import Ranking
from lixiang.ranking.rules.kinds import GradeCut
from lixiang.ranking.states.rankings import Status as RankingStatus

# A ranked project that rectifies may still be ended; then its place gives nothing.
VOID = (ProjectStatus.TERMINATED,)
TABLE = (AssessmentTerms, Conversion, Addition, GradeCut)


def issued_ranking(programme: Programme) -> Ranking | None:
    """The one whose 通报 is in force; one query."""
    return programme.rankings.filter(status=RankingStatus.FINAL).select_related("document").first()


def clause_of(version: Version) -> str:
    row = the_setting(version, AssessmentTerms)
    return row.clause if row else ""


def extras_of(programme: Programme, version: Version) -> tuple[Extra, ...]:
    """What the record has of the sources that the programme adds for; one query for each of them, in order."""
    wanted = {row.source for row in settings_by_kind(version, Addition)}
    return tuple(extra for source, read in READ.items() if source in wanted for extra in read(programme))


def _awards(programme: Programme) -> Iterator[Extra]:
    """Those that were made known."""
    rows = Award.objects.filter(programme=programme, status=AwardStatus.PUBLISHED).select_related("document")
    found = rows.select_related("project", "document").annotate(bearer=bearer_of("project__nominating_organisation"))
    for award in found.order_by("project__number", "pk"):
        number = award.document.number_text if award.document else ""
        yield Extra(award.project.ref, award.bearer, "award", award.tier, award.title, number)


def _recommendations(programme: Programme) -> Iterator[Extra]:
    """Those whose answer says that they were taken up."""
    rows = Recommendation.objects.filter(programme=programme, status=RecommendationStatus.ADOPTED)
    found = rows.select_related("project").annotate(bearer=bearer_of("project__nominating_organisation"))
    for each in found.order_by("project__number", "pk"):
        title = f"{each.receiver}{each.answer_paper}"
        yield Extra(each.project.ref, each.bearer, "recommendation", each.level, each.get_level_display(), title)


def _adoptions(programme: Programme) -> Iterator[Extra]:
    """Those that stand, each adopting organisation once per case."""
    rows = Adoption.objects.filter(case__programme=programme, withdrawn_at=None)
    found = rows.select_related("case__project", "organisation").annotate(
        bearer=bearer_of("case__project__nominating_organisation")
    )
    seen = set()
    for each in found.order_by("case__project__number", "pk"):
        if (each.case_id, each.organisation_id) not in seen:
            seen.add((each.case_id, each.organisation_id))
            yield Extra(each.case.project.ref, each.bearer, "adoption", "", "", each.organisation.name)


READ = {"award": _awards, "recommendation": _recommendations, "adoption": _adoptions}


def hash_of(ranking: Ranking, version: Version, extras: tuple[Extra, ...]) -> str:
    """SHA-256 over what may change after an assessment was computed; one query.

    Of the programme what converts alone, so that a version that changes other things makes nothing outdated.
    """
    void = ranking.places.filter(project__status__in=VOID).order_by("position")
    inputs = {
        "ranking": ranking.ref,
        "table": [_written(row) for _, row in settings_of(version) if isinstance(row, TABLE)],
        "void": list(void.values_list("project__ref", flat=True)),
        "extras": sorted([each.project, each.organisation, each.source, each.level, each.title] for each in extras),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _written(row: Kind) -> list[Any]:
    """What it says; an empty parameter says nothing, so that a later one makes no difference to what was stored."""
    said = {name: value for name, value in parameters_of(row).items() if value}
    return [type(row).__name__, row.clause, said]


def facts_of(assessment: Assessment, at: datetime) -> AssessmentFacts:
    """Three queries and those of the extras; a ranking that is being corrected is no longer the one it was."""
    programme = assessment.programme
    ranking, version = issued_ranking(programme), version_in_force(programme, at)
    is_current = (
        ranking is not None and hash_of(ranking, version, extras_of(programme, version)) == assessment.inputs_hash
    )
    return AssessmentFacts(clause_of(assessment.version), is_current)
