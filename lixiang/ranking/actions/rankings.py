"""The verbs of a ranking after it was computed: confirmed, shown in 公示, issued as a 通报."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lixiang.approvals.rules import last_day
from lixiang.programmes.queries import edited_days, the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.ranking import documents, permissions
from lixiang.ranking.actions.computing import keep_certificate
from lixiang.ranking.models import Ranking, ScoreCertificate
from lixiang.ranking.queries.certificates import certificate_of, content_of, head_of
from lixiang.ranking.rules.certificate import as_json, digest
from lixiang.ranking.rules.kinds import Publicity
from lixiang.ranking.rules.standing import blockers_to_issuing
from lixiang.ranking.states.rankings import Status
from lixiang.workflow.moves import locked, move


@transaction.atomic
def confirm(ranking: Ranking, *, by: Any, at: datetime, reason: str = "") -> Ranking:
    """The head of the section or the leader stands for it; the reason names why projects without a score are left."""
    return move(ranking, "confirm", by=by, at=at, reason=reason)


@transaction.atomic
def publish(ranking: Ranking, *, by: Any, at: datetime) -> Ranking:
    """Shown to those who are ranked, for the days that the programme sets; what it corrects gives way."""
    ranking = locked(ranking)
    rule: Any = the_setting(ranking.version, Publicity)
    until = end_of(last_day(rule.period, timezone.localtime(at).date(), edited_days())) if rule else None
    facts = ranking.facts(at)
    if ranking.corrects is not None and ranking.status == Status.CONFIRMED and facts.is_current:
        # Before the new one is shown: two that are known stand nowhere beside each other. A refusal undoes both.
        move(ranking.corrects, "supersede", by=by, at=at, reason=ranking.correction_reason)
    return move(ranking, "publish", by=by, at=at, own=facts, published_at=at, public_until=until)


@transaction.atomic
def issue(ranking: Ranking, *, by: Any, at: datetime, mark: str = "") -> Ranking:
    """The 通报 with the ranking as its annex, and the certificate anew with its number."""
    ranking = locked(ranking)
    facts = ranking.facts(at)
    document = None
    ready = ranking.status == Status.PUBLISHED and not blockers_to_issuing(facts)
    if ready and permissions.confirms(by, ranking):  # else no number is taken, and the move says why
        document = documents.issue_circular(ranking, by=by, at=at, mark=mark)
    changes = {"document": document} if document else {}
    ranking = move(ranking, "issue", by=by, at=at, own=facts, detail=_words(document), **changes)
    _certify_with(ranking, document.number_text if document else "", by, at)
    return ranking


def _words(document: Any) -> dict[str, str]:
    return {"number": document.number_text, "document": document.ref} if document else {}


def _certify_with(ranking: Ranking, number: str, by: Any, at: datetime) -> ScoreCertificate:
    """The same inputs and outcome under the number of the 通报 and the head of the history."""
    certificate = content_of(certificate_of(ranking))
    heading = replace(certificate.heading, document_number=number, history_head=head_of(ranking))
    made = replace(certificate, heading=heading, hash="")
    return keep_certificate(ranking, replace(made, hash=digest(as_json(made))), by=by, at=at)
