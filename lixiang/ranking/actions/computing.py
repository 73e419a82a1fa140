"""Computes a ranking from the sheets that count, and keeps it beside the ones before."""

import io
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Protocol

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
from lixiang.ranking.queries.inputs import JOB, computing_run, facts_of, panels_not_closed, settings_in
from lixiang.ranking.rules.calibrated import UNIT
from lixiang.ranking.rules.certificate import Certificate, certify, write
from lixiang.ranking.rules.explanation import explanation
from lixiang.ranking.rules.firmness import rounds_for
from lixiang.ranking.rules.points import POINT, half_up
from lixiang.ranking.rules.ranking import Facts, rank
from lixiang.ranking.rules.ranking import Ranking as Computed
from lixiang.ranking.states.rankings import KNOWN, QUIET
from lixiang.work import actions as work
from lixiang.work.models import Run
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked, move

JSON = "application/json"
LONGEST_REASON = 1000
BATCH = 500


@dataclass(frozen=True)
class Made:
    """Everything that is computed before anything is written, and the hash of what it was read from."""

    version: Version
    certificate: Certificate
    places: tuple[Place, ...]
    inputs_hash: str


class Counter(Protocol):
    """Told how far the computing is."""

    def of(self, total: int) -> None: ...

    def step(self, more: int = 1, message: str = "") -> None: ...


class Silent:
    """Tells nobody: within a request there is nobody to tell."""

    def of(self, total: int) -> None:
        """Nothing."""

    def step(self, more: int = 1, message: str = "") -> None:
        """Nothing."""


def compute(
    programme: Programme,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    seed: int | None = None,
    counter: Counter | None = None,
) -> Ranking:
    """A new ranking; one that nobody has seen yet gives way to it, one that was shown is corrected by it.

    Raises Refused with every reason where panels are not closed, the settings make no ranking, or the correction of
    what was shown has no reason. `seed` is that of the resampling, drawn where none is given. Reads and computes first,
    writes then, in one transaction: whoever watches a long computation sees how far it is.
    """
    version = _admitted(programme, by=by, at=at, reason=reason)
    made = _computed(programme, version, seed, counter or Silent())
    return _keep(programme, made, reason, by=by, at=at)


@transaction.atomic
def begin_computing(programme: Programme, *, by: Any, at: datetime, reason: str = "") -> Run:
    """The same in the background, for more sheets than a request should wait for; refused as compute() would be."""
    programme = locked(programme)
    version = _admitted(programme, by=by, at=at, reason=reason)
    settings_in(version)  # what makes no ranking is said at once
    if computing_run(programme) is not None:
        raise Refused(Finding("already_computing", "本批次的排名正在后台计算，请稍后再看。", clause_of(version)))
    return work.start(JOB, by=by, at=at, programme=programme.pk, reason=reason)


def _admitted(programme: Programme, *, by: Any, at: datetime, reason: str) -> Version:
    if not permissions.runs_ranking(by, programme):
        raise PermissionDenied
    version = version_in_force(programme, at)
    _refuse_early(programme, version, _known(programme), reason)
    return version


def _known(programme: Programme) -> Ranking | None:
    return programme.rankings.filter(status__in=KNOWN).first()


def _computed(programme: Programme, version: Version, seed: int | None, counter: Counter) -> Made:
    inputs = sheets_hash(programme)  # read first: what changes after it makes the ranking outdated
    facts, keys = facts_of(programme, version)
    if not facts.entries:
        raise Refused(Finding("no_projects", "还没有评分结束的项目，不能计算排名。", clause_of(version)))
    counter.of(2 * len(facts.entries))
    certificate = certify(
        facts,
        heading_of(programme, version),
        seed=secrets.randbelow(2**31) if seed is None else seed,
        rounds=rounds_for(max(len(facts.sheets), len(facts.entries))),
    )
    counter.step(len(facts.entries), "得分和名次已算出，正在写明每个名次的由来")
    return Made(version, certificate, tuple(_places(facts, certificate, keys, counter)), inputs)


@transaction.atomic
def _keep(programme: Programme, made: Made, reason: str, *, by: Any, at: datetime) -> Ranking:
    programme = locked(programme)
    known = _known(programme)
    _refuse_early(programme, made.version, known, reason)
    for quiet in programme.rankings.filter(status__in=QUIET):
        move(quiet, "supersede", by=by, at=at, reason=reason or "重新计算。")
    ranking = _kept(programme, made, corrects=known, reason=reason.strip() if known else "", at=at)
    for place in made.places:
        place.ranking = ranking
    Place.objects.bulk_create(made.places, batch_size=BATCH)
    keep_certificate(ranking, made.certificate, by=by, at=at)
    detail = {"count": len(made.places), "sheets": len(made.certificate.sheets), "hash": made.certificate.hash}
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


def _kept(programme: Programme, made: Made, *, corrects: Ranking | None, reason: str, at: datetime) -> Ranking:
    number = programme.rankings.count() + 1
    return Ranking.objects.create(
        ref=f"{programme.ref}-r{number}",
        number=number,
        programme=programme,
        version=made.version,
        status_since=at,
        computed_at=at,
        corrects=corrects,
        correction_reason=reason,
        sheets_hash=made.inputs_hash,
        sheets=sum(sheet.scores for sheet in made.certificate.sheets),
        grades=[asdict(use) for use in made.certificate.outcome.grades],
    )


def _places(facts: Facts, made: Certificate, keys: dict[str, int], counter: Counter) -> Iterator[Place]:
    """A line per project, in the order of the list, with its workings as the rules explain them."""
    computed, raw = rank(facts), _without_balancing(facts)
    intervals, effects = made.outcome.firmness.interval_by_project, made.outcome.advice.effect_by_project
    for position, place in enumerate(computed.places, 1):
        interval, effect = intervals.get(place.project), effects.get(place.project)
        said = explanation(facts, computed, place.project, made.outcome.firmness, made.outcome.advice)
        counter.step()
        yield Place(
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
