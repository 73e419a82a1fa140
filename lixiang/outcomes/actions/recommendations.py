"""The verbs of a recommendation upward: drafted, sent by an official document, withdrawn, its answer recorded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.documents.plain_text import single_line
from lixiang.files import store
from lixiang.history.record import record
from lixiang.outcomes.documents.recommendations import issue_recommendation
from lixiang.outcomes.models import Recommendation
from lixiang.outcomes.models.recommendation_facts import facts_of
from lixiang.outcomes.models.recommendations import ANSWER
from lixiang.outcomes.permissions import recommendations as permissions
from lixiang.outcomes.rules.recommendations import blockers_to_recommending
from lixiang.outcomes.states.recommendations import Status
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.projects.rules.content import tidy
from lixiang.workflow.findings import Finding, refuse_if, too_long
from lixiang.workflow.moves import locked, move
from lixiang.workflow.uploads import accepted

LONGEST_REASON, LONGEST_RECEIVER, LONGEST_PAPER = 1000, 100, 120


@dataclass(frozen=True)
class Answer:
    """What came back from above: adopted or not, on which day, by which paper, in which words."""

    is_adopted: bool
    on: date
    paper: str = ""
    words: str = ""


@transaction.atomic
def draft_recommendation(
    project: Project, *, level: str, receiver: str, reason: str, by: Any, at: datetime
) -> Recommendation:
    """Raises Refused with every reason at once."""
    project = locked(project)
    if not permissions.drafts(by, project):
        raise PermissionDenied
    facts = facts_of(project, level, at)
    refuse_if((*blockers_to_recommending(facts), *_wrong(single_line(receiver), tidy(reason))))
    assert facts.terms is not None  # else it was refused
    made = Recommendation.objects.create(
        ref=f"{project.ref}-recommendation-{project.recommendations.count() + 1}",
        programme=project.programme,
        project=project,
        level=level,
        receiver=single_line(receiver),
        reason=tidy(reason),
        clause=facts.terms.clause,
        status_since=at,
        drafted_at=at,
        drafted_by_name=by.name,
    )
    detail = {"project": project.ref, "receiver": made.receiver}
    words = {"to_status": made.status, "detail": detail, "programme_id": made.programme_id}
    record(made, "draft_recommendation", by=by, at=at, **words)
    return made


def _wrong(receiver: str, reason: str) -> tuple[Finding, ...]:
    found = [
        Finding("empty", sentence, field=field)
        for field, text, sentence in (
            ("receiver", receiver, "请写明推荐给哪个部门。"),
            ("reason", reason, "请写明推荐的理由。"),
        )
        if not text
    ]
    found += too_long(receiver, LONGEST_RECEIVER, what="部门名称", field="receiver")
    return (*found, *too_long(reason, LONGEST_REASON, what="理由", field="reason"))


@transaction.atomic
def recommend(recommendation: Recommendation, *, by: Any, at: datetime, mark: str = "") -> Recommendation:
    """The official document goes out; what is not ready takes no number, and the move says why."""
    fresh = locked(recommendation)
    facts, document = fresh.facts(at), None
    ready = fresh.status == Status.DRAFT and not blockers_to_recommending(facts)
    changes: dict[str, Any] = {}
    detail: dict[str, Any] = {}
    if ready and permissions.sends(by, fresh):
        document = issue_recommendation(fresh, facts, by=by, at=at, mark=mark)
        days = facts.terms.answer_days if facts.terms else 0
        due = end_of(timezone.localtime(at).date() + timedelta(days=days)) if days else None
        changes = {"document": document, "answer_due_at": due}
        detail = {"number": document.number_text, "document": document.ref}
    return move(fresh, "recommend", by=by, at=at, own=facts, detail=detail, **changes)


def withdraw(recommendation: Recommendation, *, reason: str, by: Any, at: datetime) -> Recommendation:
    """Before it went out."""
    refuse_if(too_long(reason.strip(), LONGEST_REASON, what="理由", field="reason"))
    return move(recommendation, "withdraw", by=by, at=at, reason=reason.strip())


def record_answer(
    recommendation: Recommendation,
    answer: Answer,
    *,
    by: Any,
    at: datetime,
    scan: BinaryIO | None = None,
    name: str = "",
) -> Recommendation:
    """Adopted or not; a scan of the answer is kept with it."""
    if not permissions.keeps(by, recommendation):
        raise PermissionDenied
    refuse_if(_wrong_answer(recommendation, answer, at))
    file = accepted(scan, name=name, field="scan", at=at) if scan is not None else None
    with transaction.atomic():
        verb = "adopt" if answer.is_adopted else "decline"
        changes = {
            "answered_on": answer.on,
            "answer_paper": single_line(answer.paper),
            "answer": tidy(answer.words),
        }
        detail = {"on": answer.on.isoformat(), "paper": changes["answer_paper"]}
        made = move(recommendation, verb, by=by, at=at, reason=tidy(answer.words), detail=detail, **changes)
        if file is not None:
            store.claim(file, made, part=ANSWER, name=single_line(name) or "答复", by=by, at=at)
    return made


def _wrong_answer(recommendation: Recommendation, answer: Answer, at: datetime) -> tuple[Finding, ...]:
    found: list[Finding] = []
    sent, today = recommendation.document, timezone.localtime(at).date()
    if answer.on > today or (sent and answer.on < timezone.localtime(sent.issued_at).date()):
        found.append(Finding("wrong_day", "答复日期应在推荐之后、今天以前。", recommendation.clause, field="on"))
    found += too_long(single_line(answer.paper), LONGEST_PAPER, what="文号", field="paper")
    return (*found, *too_long(tidy(answer.words), LONGEST_REASON, what="答复内容", field="words"))
