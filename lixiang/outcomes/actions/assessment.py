"""The verbs of the annual assessment: computed from the issued ranking, confirmed, issued as a 通报."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.outcomes.documents import assessment as documents
from lixiang.outcomes.models import AssessedOrganisation, Assessment, AssessmentLine
from lixiang.outcomes.models.assessment_facts import clause_of, hash_of, issued_ranking
from lixiang.outcomes.permissions import assessment as permissions
from lixiang.outcomes.queries.assessment_inputs import Inputs, in_official_order, inputs_of, table_in
from lixiang.outcomes.rules.assessment import Result, Table, assess, grade_counts
from lixiang.outcomes.rules.assessment_facts import blockers_to_computing, blockers_to_using
from lixiang.outcomes.states.assessment import QUIET, Status
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import version_in_force
from lixiang.ranking.models import Ranking
from lixiang.workflow.findings import Refused, too_long
from lixiang.workflow.moves import locked, move

LONGEST_REASON = 1000
BATCH = 500


@transaction.atomic
def compute(programme: Programme, *, by: Any, at: datetime, reason: str = "") -> Assessment:
    """A new version; one that nobody outside has seen gives way to it, one that was issued is corrected by it.

    Raises Refused with every reason where no ranking is issued, the settings make no assessment, or the correction of
    what was issued has no reason.
    """
    programme, reason = locked(programme), reason.strip()
    if not permissions.runs_assessment(by, programme):
        raise PermissionDenied
    version = version_in_force(programme, at)
    table, ranking = table_in(version), issued_ranking(programme)
    known = programme.assessments.filter(status=Status.ISSUED).select_related("document").first()
    _refuse_early(version, ranking, known, reason)
    assert ranking is not None
    for quiet in programme.assessments.filter(status__in=QUIET):
        move(quiet, "supersede", by=by, at=at, reason=reason or "重新计算。")
    made = _kept(programme, version, ranking, table, known, reason, inputs_of(programme, version, ranking), at)
    detail = {"organisations": made.organisations.count(), "ranking": ranking.ref, "hash": made.inputs_hash}
    record(
        made,
        "compute",
        by=by,
        at=at,
        to_status=made.status,
        reason=made.correction_reason,
        detail=detail | ({"corrects": known.number} if known else {}),
        programme_id=programme.pk,
    )
    return made


def _refuse_early(version: Version, ranking: Ranking | None, known: Assessment | None, reason: str) -> None:
    clause, is_corrected = clause_of(version), known is not None
    found = list(
        blockers_to_computing(clause, has_ranking=ranking is not None, is_corrected=is_corrected, reason=reason)
    )
    found += too_long(reason, LONGEST_REASON, what="理由", clause=clause, field="reason")
    if found:
        raise Refused(*found)


def _kept(
    programme: Programme,
    version: Version,
    ranking: Ranking,
    table: Table,
    known: Assessment | None,
    reason: str,
    inputs: Inputs,
    at: datetime,
) -> Assessment:
    number = programme.assessments.count() + 1
    made = Assessment.objects.create(
        ref=f"{programme.ref}-a{number}",
        number=number,
        programme=programme,
        version=version,
        ranking=ranking,
        status_since=at,
        corrects=known,
        correction_reason=reason if known else "",
        computed_at=at,
        inputs_hash=hash_of(ranking, version, inputs.extras),
        has_points=table.converts,
    )
    results = {each.organisation: each for each in assess(inputs.entries, inputs.extras, table)}
    rows = list(_organisations(made, results, inputs, table))
    AssessedOrganisation.objects.bulk_create(rows, batch_size=BATCH)
    AssessmentLine.objects.bulk_create(_lines(rows, results, inputs.keys), batch_size=BATCH)
    return made


def _organisations(
    made: Assessment, results: dict[int, Result], inputs: Inputs, table: Table
) -> Iterator[AssessedOrganisation]:
    """In the official order; one that has approved projects and none in the ranking stands there too."""
    counts = grade_counts(inputs.entries, table)
    nothing = 0 if table.converts else None
    for position, organisation in enumerate(in_official_order(inputs.organisations | set(results)), 1):
        result = results.get(organisation.pk)
        counted = counts.get(organisation.pk)
        yield AssessedOrganisation(
            assessment=made,
            organisation=organisation,
            position=position,
            name=organisation.name,
            approved=inputs.approved.get(organisation.pk, 0),
            ranked=counted.ranked if counted else 0,
            grades=[list(pair) for pair in counted.grades] if counted else [],
            points=result.points if result else nothing,
        )


def _lines(
    rows: list[AssessedOrganisation], results: dict[int, Result], keys: dict[str, int]
) -> Iterator[AssessmentLine]:
    for row in rows:
        result = results.get(row.organisation_id)
        for position, line in enumerate(result.lines if result else (), 1):
            yield AssessmentLine(
                result=row,
                position=position,
                part=line.part,
                project_id=keys.get(line.project),
                place=line.place,
                grade=line.grade,
                words=line.words,
                points=line.points,
                clause=line.clause,
            )


@transaction.atomic
def confirm(assessment: Assessment, *, by: Any, at: datetime) -> Assessment:
    """The head of the section or the leader stands for it."""
    return move(assessment, "confirm", by=by, at=at)


@transaction.atomic
def issue(assessment: Assessment, *, by: Any, at: datetime, mark: str = "") -> Assessment:
    """The 通报 with the summary as its annex; the version that it corrects gives way."""
    assessment = locked(assessment)
    facts = assessment.facts(at)
    document = None
    ready = assessment.status == Status.CONFIRMED and not blockers_to_using(facts)
    if ready and permissions.confirms(by, assessment):  # else no number is taken, and the move says why
        if assessment.corrects is not None:
            move(assessment.corrects, "supersede", by=by, at=at, reason=assessment.correction_reason)
        document = documents.issue_assessment(assessment, by=by, at=at, mark=mark)
    changes = {"document": document} if document else {}
    return move(assessment, "issue", by=by, at=at, own=facts, detail=_words(document), **changes)


def _words(document: Any) -> dict[str, str]:
    return {"number": document.number_text, "document": document.ref} if document else {}
