"""The verbs of a case study: begun from the record, saved, handed in, published as a revision, revised, withdrawn."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.documents.plain_text import single_line
from lixiang.history.record import record
from lixiang.outcomes.models import CaseRevision, CaseStudy
from lixiang.outcomes.models.award_facts import CONCLUDED
from lixiang.outcomes.models.case_facts import content_of, filled_from_the_record, parts_of
from lixiang.outcomes.permissions import cases as permissions
from lixiang.outcomes.rules.cases import LONGEST_TEXT, LONGEST_TITLE, CaseFacts, blockers_to_publishing, words_of
from lixiang.projects.models import Project
from lixiang.projects.rules.content import canonical, tidy
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, refuse_if, too_long
from lixiang.workflow.moves import locked, move

LONGEST_REASON = 1000


@transaction.atomic
def open_case(project: Project, *, by: Any, at: datetime) -> CaseStudy:
    """Filled in from goals, measures, the dossier and its results; opened twice it is the same."""
    project = locked(project)
    if not permissions.begins(by, project):
        raise PermissionDenied
    begun = CaseStudy.objects.filter(project=project).first()
    if begun is not None:
        return begun
    parts = parts_of(project.version)
    facts = CaseFacts(parts, project.status in CONCLUDED, "示", {part.name: "示" for part in parts})
    refuse_if(blockers_to_publishing(facts))  # what stands in the way whatever is written
    case = CaseStudy.objects.create(
        ref=f"{project.ref}-case",
        programme=project.programme,
        project=project,
        title=str(project)[:LONGEST_TITLE],
        answers=filled_from_the_record(project),
        status_since=at,
    )
    words = {"to_status": case.status, "detail": {"project": project.ref}, "programme_id": case.programme_id}
    record(case, "open_case", by=by, at=at, **words)
    return case


@transaction.atomic
def save_case(case: CaseStudy, values: Mapping[str, str], *, expected: int, by: Any, at: datetime) -> CaseStudy:
    """Title and parts; what was not sent stays. Raises EditedMeanwhile when another save came between."""
    if not permissions.writes(by, case):
        raise PermissionDenied
    case = locked(case)
    if not case.is_open:
        refuse_if((Finding("not_open", f"当前状态为“{case.get_status_display()}”，不能修改；请刷新后再看。"),))
    title = single_line(values.get("title", case.title))
    answers = dict(case.answers)
    wrong = [*too_long(title, LONGEST_TITLE, what="标题", field="title")]
    for part in parts_of(case.project.version):
        if part.name in values:
            answers[part.name] = text = tidy(values[part.name])
            wrong += too_long(text, LONGEST_TEXT, what=f"“{part.label}”", clause=part.clause, field=part.name)
    refuse_if(tuple(wrong))
    if case.saves != expected and (title, answers) != (case.title, case.answers):
        raise EditedMeanwhile(case)
    case.title, case.answers, case.saves = title, answers, case.saves + 1
    case.saved_at, case.saved_by_name = at, by.name
    case.save(update_fields=["title", "answers", "saves", "saved_at", "saved_by_name"])
    return case


def hand_in(case: CaseStudy, *, by: Any, at: datetime) -> CaseStudy:
    """To the section; the unit writes on it no more until it is sent back."""
    return move(case, "hand_in", by=by, at=at, returned_at=None)


def send_back(case: CaseStudy, *, reason: str, by: Any, at: datetime) -> CaseStudy:
    refuse_if(too_long(reason.strip(), LONGEST_REASON, what="理由", field="reason"))
    return move(case, "send_back", by=by, at=at, reason=reason.strip(), returned_at=at)


@transaction.atomic
def publish(case: CaseStudy, *, by: Any, at: datetime) -> CaseStudy:
    """A revision is fixed with its hash and takes the place of the one before in the showcase."""
    case = locked(case)
    facts = case.facts(at)
    changes: dict[str, Any] = {"returned_at": None}
    detail: dict[str, Any] = {}
    if permissions.publishes(by, case) and not blockers_to_publishing(facts):
        revision = _fixed(case, by, at)
        changes |= {"published_revision": revision}
        detail = {"number": revision.number, "hash": revision.hash}
    return move(case, "publish", by=by, at=at, own=facts, detail=detail, **changes)


def _fixed(case: CaseStudy, by: Any, at: datetime) -> CaseRevision:
    content = content_of(case)
    return CaseRevision.objects.create(
        case=case,
        number=case.revisions.count() + 1,
        title=case.title,
        content=content,
        hash=hashlib.sha256(canonical(content).encode()).hexdigest(),
        words=words_of(content),
        year=content["year"],
        category=case.project.category,
        topic=content["topic"],
        county=case.project.nominating_organisation,
        published_at=at,
        published_by=by,
        published_by_name=by.name,
    )


def reopen(case: CaseStudy, *, by: Any, at: datetime) -> CaseStudy:
    """Written on again; the showcase goes on showing what was published."""
    return move(case, "reopen", by=by, at=at)


def withdraw(case: CaseStudy, *, reason: str, by: Any, at: datetime) -> CaseStudy:
    """Out of the showcase; the revisions and what was adopted stay on record."""
    refuse_if(too_long(reason.strip(), LONGEST_REASON, what="理由", field="reason"))
    return move(case, "withdraw", by=by, at=at, reason=reason.strip(), published_revision=None, returned_at=None)
