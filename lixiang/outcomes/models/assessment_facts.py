"""What an assessment is made from: the issued ranking, what came to nothing since, awards; whether it still is."""

import hashlib
import json
from datetime import datetime
from typing import Any

from lixiang.outcomes.models.assessment import Assessment
from lixiang.outcomes.rules.assessment import Extra
from lixiang.outcomes.rules.assessment_facts import AssessmentFacts
from lixiang.outcomes.rules.conversion import Addition, AssessmentTerms, Conversion
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import settings_of, the_setting, version_in_force
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


def extras_of(programme: Programme) -> tuple[Extra, ...]:
    """What the record has beside the ranking."""
    return ()


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
    is_current = ranking is not None and hash_of(ranking, version, extras_of(programme)) == assessment.inputs_hash
    return AssessmentFacts(clause_of(assessment.version), is_current)
