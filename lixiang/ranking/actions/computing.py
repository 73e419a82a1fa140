"""Computes a ranking from the sheets that count, and keeps it beside the ones before."""

import io
import secrets
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.files import store
from lixiang.history.record import record
from lixiang.programmes.models import Programme, Version
from lixiang.programmes.queries import version_in_force
from lixiang.ranking import permissions
from lixiang.ranking.models import Place, Ranking, ScoreCertificate
from lixiang.ranking.models.facts import clause_of, sheets_hash
from lixiang.ranking.queries.certificates import heading_of
from lixiang.ranking.queries.inputs import facts_of, panels_not_closed
from lixiang.ranking.rules.calibrated import UNIT
from lixiang.ranking.rules.certificate import Certificate, certify, write
from lixiang.ranking.rules.explanation import explanation
from lixiang.ranking.rules.firmness import rounds_for
from lixiang.ranking.rules.points import POINT, half_up
from lixiang.ranking.rules.ranking import Facts, rank
from lixiang.ranking.rules.ranking import Ranking as Computed
from lixiang.ranking.states.rankings import KNOWN, QUIET
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked, move

JSON = "application/json"
LONGEST_REASON = 1000
BATCH = 500


@transaction.atomic
def compute(programme: Programme, *, by: Any, at: datetime, reason: str = "", seed: int | None = None) -> Ranking:
    """A new ranking; one that nobody has seen yet gives way to it, one that was shown is corrected by it.

    Raises Refused with every reason where panels are not closed, the settings make no ranking, or the correction of
    what was shown has no reason. `seed` is that of the resampling, drawn where none is given.
    """
    programme = locked(programme)
    if not permissions.runs_ranking(by, programme):
        raise PermissionDenied
    version = version_in_force(programme, at)
    known = programme.rankings.filter(status__in=KNOWN).first()
    _refuse_early(programme, version, known, reason)
    facts, keys = facts_of(programme, version)
    if not facts.entries:
        raise Refused(Finding("no_projects", "还没有评分结束的项目，不能计算排名。", clause_of(version)))
    for quiet in programme.rankings.filter(status__in=QUIET):
        move(quiet, "supersede", by=by, at=at, reason=reason or "重新计算。")
    certificate = certify(
        facts,
        heading_of(programme, version),
        seed=secrets.randbelow(2**31) if seed is None else seed,
        rounds=rounds_for(max(len(facts.sheets), len(facts.entries))),
    )
    ranking = _kept(programme, version, certificate, corrects=known, reason=reason.strip() if known else "", at=at)
    Place.objects.bulk_create(_places(ranking, facts, certificate, keys), batch_size=BATCH)
    keep_certificate(ranking, certificate, by=by, at=at)
    detail = {"count": len(facts.entries), "sheets": len(facts.sheets), "hash": certificate.hash}
    record(
        ranking,
        "compute",
        by=by,
        at=at,
        to_status=ranking.status,
        reason=ranking.correction_reason,
        detail=detail | ({"corrects": known.number} if known else {}),
        programme_id=programme.pk,
    )
    return ranking


def _refuse_early(programme: Programme, version: Version, known: Ranking | None, reason: str) -> None:
    clause = clause_of(version)
    found = [
        Finding("panel_not_closed", f"“{title}”还没有结束评分，不能计算排名。", clause)
        for title in panels_not_closed(programme)
    ]
    if known is not None and not reason.strip():
        sentence = "排名已经公示，更正的应当写明理由。"
        found.append(Finding("reason_required", sentence, clause, field="reason"))
    if len(reason.strip()) > LONGEST_REASON:
        found.append(Finding("too_long", f"理由最多能保存{LONGEST_REASON}字。", clause, field="reason"))
    if found:
        raise Refused(*found)


def _kept(
    programme: Programme, version: Version, made: Certificate, *, corrects: Ranking | None, reason: str, at: datetime
) -> Ranking:
    number = programme.rankings.count() + 1
    return Ranking.objects.create(
        ref=f"{programme.ref}-r{number}",
        number=number,
        programme=programme,
        version=version,
        status_since=at,
        computed_at=at,
        corrects=corrects,
        correction_reason=reason,
        sheets_hash=sheets_hash(programme),
        sheets=sum(sheet.scores for sheet in made.sheets),
        grades=[asdict(use) for use in made.outcome.grades],
    )


def _places(ranking: Ranking, facts: Facts, made: Certificate, keys: dict[str, int]) -> Iterator[Place]:
    """A line per project, in the order of the list, with its workings as the rules explain them."""
    computed, raw = rank(facts), _without_balancing(facts)
    intervals, effects = made.outcome.firmness.interval_by_project, made.outcome.advice.effect_by_project
    for position, place in enumerate(computed.places, 1):
        interval, effect = intervals.get(place.project), effects.get(place.project)
        said = explanation(facts, computed, place.project, made.outcome.firmness, made.outcome.advice)
        yield Place(
            ranking=ranking,
            project_id=keys[place.project],
            position=position,
            track=facts.entry_by_project[place.project].track,
            place=place.place,
            shared=place.shared,
            total=place.total,
            raw=raw.scores[place.project].total,
            grade=computed.grades.get(place.project, ""),
            best=interval.best if interval else None,
            worst=interval.worst if interval else None,
            advised=half_up(effect.effect * POINT, UNIT) if effect else None,
            advised_place=effect.place if effect else None,
            workings=asdict(said),
        )


def _without_balancing(facts: Facts) -> Computed:
    """The same ranking from the totals as they were handed in, which stands beside the official one."""
    method = replace(facts.settings.method, standardise="none", minimum_sample=0)
    return rank(replace(facts, settings=replace(facts.settings, method=method)))


def keep_certificate(ranking: Ranking, certificate: Certificate, *, by: Any, at: datetime) -> ScoreCertificate:
    """The file of a certificate, kept once, and the row that says whose it is."""
    return ScoreCertificate.objects.create(
        ranking=ranking,
        hash=certificate.hash,
        file=store.keep(io.BytesIO(write(certificate)), media_type=JSON, at=at),
        made_at=at,
        document_number=certificate.heading.document_number,
        history_head=certificate.heading.history_head,
    )
