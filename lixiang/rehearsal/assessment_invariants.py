"""What must hold of annual assessments at every moment: points are the sum of their lines, and recompute."""

from collections.abc import Iterator

from django.db.models import Sum

from lixiang.outcomes.models import AssessedOrganisation, Assessment
from lixiang.outcomes.queries.assessment_inputs import inputs_of, table_in
from lixiang.outcomes.rules.assessment import assess
from lixiang.outcomes.states.assessment import Status


def assessed_points_are_the_sum_of_their_lines() -> Iterator[str]:
    """The trail of an organisation sums to its points; where nothing is converted nobody has any."""
    rows = AssessedOrganisation.objects.annotate(summed=Sum("lines__points")).select_related("assessment")
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        wanted = (row.summed or 0) if row.assessment.has_points else row.summed
        if row.points != wanted:
            yield f"{row.assessment.ref}中{row.name}的得分与逐项依据之和不符"


def issued_assessments_recompute() -> Iterator[str]:
    """While ranking, record and table are what they were, computing anew gives the points that were issued."""
    issued = Assessment.objects.filter(status=Status.ISSUED).select_related("programme", "version", "ranking")
    for assessment in issued.iterator(chunk_size=10):
        merged = assessment.organisations.filter(organisation__successor__isnull=False).exists()
        if not merged and assessment.facts(assessment.status_since).is_current:
            yield from _other_points(assessment)


def _other_points(assessment: Assessment) -> Iterator[str]:
    inputs = inputs_of(assessment.programme, assessment.version, assessment.ranking)
    results = assess(inputs.entries, inputs.extras, table_in(assessment.version))
    nothing = 0 if assessment.has_points else None
    points = {each.organisation: each.points for each in results}
    for row in assessment.organisations.iterator(chunk_size=2000):
        if points.get(row.organisation_id, nothing) != row.points:
            yield f"{assessment.ref}中{row.name}的得分重新计算不符"


ASSESSMENT_CHECKS = (assessed_points_are_the_sum_of_their_lines, issued_assessments_recompute)
