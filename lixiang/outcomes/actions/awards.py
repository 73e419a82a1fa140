"""The verbs of an award: proposed by the section, granted or declined, made known by one 通报 for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.closing.models import Evidence
from lixiang.documents.plain_text import single_line
from lixiang.history.record import record
from lixiang.outcomes.documents import awards as documents
from lixiang.outcomes.models import Award, AwardEvidence
from lixiang.outcomes.models.award_facts import facts_of, tiers_of
from lixiang.outcomes.permissions import awards as permissions
from lixiang.outcomes.queries.awards import evidence_of, granted_of
from lixiang.outcomes.rules.award_kinds import IMPACTS
from lixiang.outcomes.rules.awards import blockers_to_proposing
from lixiang.outcomes.states.awards import Status
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.projects.models import Project
from lixiang.projects.rules.content import tidy
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked, move

LONGEST_REASON, LONGEST_WORDS = 1000, 300


@dataclass(frozen=True)
class Proof:
    """One piece of the project's evidence by its key, the level that its impact reaches, and what it shows."""

    evidence: int
    impact: str
    words: str = ""


@transaction.atomic
def propose_award(project: Project, *, tier: str, reason: str, proofs: Sequence[Proof], by: Any, at: datetime) -> Award:
    """Raises Refused with every reason at once, and where the project has an award already."""
    project = locked(project)
    if not permissions.proposes(by, project):
        raise PermissionDenied
    facts = facts_of(project, tier, tuple(proof.impact for proof in proofs if proof.impact in IMPACTS), at)
    found = evidence_of(project).in_bulk([proof.evidence for proof in proofs])
    refuse_if((*blockers_to_proposing(facts), *_wrong(project, reason, proofs, found)))
    assert facts.tier is not None  # else it was refused
    award = Award.objects.create(
        ref=f"{project.ref}-award-{project.awards.count() + 1}",
        programme=project.programme,
        project=project,
        tier=tier,
        title=facts.tier.title,
        clause=facts.tier.clause,
        reason=tidy(reason),
        status_since=at,
        proposed_at=at,
        proposed_by=by,
        proposed_by_name=by.name,
    )
    AwardEvidence.objects.bulk_create(
        AwardEvidence(award=award, evidence=found[each.evidence], impact=each.impact, words=single_line(each.words))
        for each in proofs
    )
    detail = {"project": project.ref, "title": award.title, "evidence": len(proofs)}
    record(award, "propose_award", by=by, at=at, to_status=award.status, detail=detail, programme_id=award.programme_id)
    return award


def _wrong(project: Project, reason: str, proofs: Sequence[Proof], found: dict[int, Evidence]) -> Sequence[Finding]:
    wrong: list[Finding] = []
    living = project.awards.exclude(status=Status.DECLINED).first()
    if living is not None:
        wrong.append(Finding("has_an_award", f"本项目已有奖励“{living.title}”，不能重复奖励。", living.clause))
    if not tidy(reason):
        wrong.append(Finding("no_reason", "请写明奖励的理由。", field="reason"))
    wrong += too_long(tidy(reason), LONGEST_REASON, what="理由", field="reason")
    for proof in proofs:
        if proof.evidence not in found or proof.impact not in IMPACTS:
            wrong.append(
                Finding("no_such_evidence", "所选佐证材料不是本项目受理的结项材料，请刷新后再选。", field="evidence")
            )
        wrong += too_long(single_line(proof.words), LONGEST_WORDS, what="说明", field="evidence")
    return wrong


@transaction.atomic
def grant(award: Award, *, by: Any, at: datetime) -> Award:
    """The number of the tier is counted under the lock of the programme, so that two deciders never exceed it."""
    locked(award.programme)
    return move(award, "grant", by=by, at=at)


def decline(award: Award, *, reason: str, by: Any, at: datetime) -> Award:
    refuse_if(too_long(reason.strip(), LONGEST_REASON, what="理由", field="reason"))
    return move(award, "decline", by=by, at=at, reason=reason.strip())


@transaction.atomic
def publish_awards(programme: Programme, *, by: Any, at: datetime, mark: str = "") -> list[Award]:
    """One 通报 for everything that was granted and not yet made known."""
    programme = locked(programme)
    if not permissions.publishes(by, programme):
        raise PermissionDenied
    version = version_in_force(programme, at)
    awards = granted_of(programme)
    if not awards:
        clause = next((tier.clause for tier in tiers_of(version)), "")
        raise Refused(Finding("nothing_granted", "没有已经决定、待通报的奖励。", clause))
    document = documents.issue_circular(version, awards, by=by, at=at, mark=mark)
    detail = {"number": document.number_text, "document": document.ref}
    return [move(award, "publish", by=by, at=at, detail=detail, document=document) for award in awards]
