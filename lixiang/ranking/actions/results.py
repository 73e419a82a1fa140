"""The result of a project by its grade: concluded, ordered to rectify, put right by a new 通报; annulled."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.programmes.queries import clause_texts
from lixiang.programmes.rules.days import end_of
from lixiang.programmes.rules.working_days import add_months
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import ResultFacts
from lixiang.ranking import permissions
from lixiang.ranking.models import AppraisalResult, Place, Ranking
from lixiang.ranking.queries.results import (
    cut_of,
    final_place_of,
    last_entry_of,
    results_of,
    to_settle,
    verb_for,
    view_of,
)
from lixiang.ranking.rules.results import CONCLUDE, CORRECT, RECTIFY, blockers_to_annulment, blockers_to_result
from lixiang.workflow.findings import too_long
from lixiang.workflow.moves import locked, move

AT_ONCE = 50
LONGEST_DOCUMENT, LONGEST_REASON = 200, 1000


@transaction.atomic
def conclude(project: Project, *, by: Any, at: datetime) -> Project:
    """Only a grade that is not one to rectify, of the ranking that was issued last."""
    return _made(project, CONCLUDE, by=by, at=at)


@transaction.atomic
def order_rectification(project: Project, *, by: Any, at: datetime, reason: str) -> Project:
    """So many months from today, as the grade says; after that the project hands a dossier in anew.

    A concluded project goes back to rectify where a corrected 通报 gives it such a grade.
    """
    return _made(project, RECTIFY, by=by, at=at, reason=reason)


@transaction.atomic
def correct_result(project: Project, *, by: Any, at: datetime, reason: str) -> Project:
    """A corrected 通报 gives a grade that concludes: what was concluded stays so, what rectifies is concluded."""
    return _made(project, CORRECT, by=by, at=at, reason=reason)


def _made(project: Project, verb: str, *, by: Any, at: datetime, reason: str = "") -> Project:
    project = locked(project)
    place, last = final_place_of(project), next(iter(results_of(project)), None)
    facts = ResultFacts(tuple(blockers_to_result(verb, view_of(project, place, last))))
    due = _due(place, at) if verb == RECTIFY else None
    detail = _said(place, last, due)
    moved = move(project, verb, by=by, at=at, facts=facts, reason=reason, detail=detail, due_at=due)
    assert place is not None  # else the move was refused
    AppraisalResult.objects.create(
        project=moved,
        place=place,
        entry=last_entry_of(moved),
        verb=verb,
        grade=place.grade,
        due_at=due,
        reason=reason.strip(),
        made_at=at,
        by=by,
        by_name=by.name,
    )
    return moved


@transaction.atomic
def annul(project: Project, *, reason: str, clause: str, document: str, by: Any, at: datetime) -> Project:
    """A conclusion is taken back: on which clause of the notice and which document, and why; nothing follows it."""
    project, clause, document = locked(project), clause.strip(), document.strip()
    last = next(iter(results_of(project)), None)
    known = clause_texts(project.version)
    found = tuple(blockers_to_annulment(clause, document, clauses=known, has_result=bool(last and last.concludes)))
    found += too_long(document, LONGEST_DOCUMENT, what="依据的文件", clause=clause, field="document")
    found += too_long(reason.strip(), LONGEST_REASON, what="理由", clause=clause, field="reason")
    detail = {"clause": clause, "document": document, "was": last.grade if last else ""}
    moved = move(project, "annul", by=by, at=at, facts=ResultFacts(found), reason=reason, detail=detail)
    assert last is not None  # else the move was refused
    AppraisalResult.objects.create(
        project=moved,
        place=last.place,
        entry=last.entry,
        verb="annul",
        grade="",
        reason=reason.strip(),
        clause=clause,
        document=document,
        made_at=at,
        by=by,
        by_name=by.name,
    )
    return moved


def _due(place: Place | None, at: datetime) -> datetime | None:
    cut = cut_of(place) if place else None
    months = cut.rectify_months if cut else 0
    return end_of(add_months(timezone.localtime(at).date(), months)) if months else None


def _said(place: Place | None, last: AppraisalResult | None, due: datetime | None) -> dict[str, Any]:
    if place is None:
        return {}
    document = place.ranking.document
    said = {"place": place.place, "grade": place.grade, "ranking": place.ranking.ref}
    said |= {"document": document.ref, "number": document.number_text} if document else {}
    return said | ({"was": last.grade} if last else {}) | ({"due_at": due.isoformat()} if due else {})


def settle(ranking: Ranking, *, by: Any, at: datetime, most: int = AT_ONCE) -> int:
    """Make or correct results by grade, at most `most` projects, each in a transaction of its own.

    Stopped anywhere, it goes on where it stopped; returns how many it was.
    """
    if not permissions.confirms(by, ranking):
        raise PermissionDenied
    places = list(to_settle(ranking)[:most])
    for place in places:
        _settle(place, by=by, at=at)
    return len(places)


def _settle(place: Place, *, by: Any, at: datetime) -> None:
    project = place.project
    verb = verb_for(project, final_place_of(project), next(iter(results_of(project)), None))
    if verb == RECTIFY:
        order_rectification(project, reason=f"验收考核等次为“{place.grade}”。", by=by, at=at)
    elif verb == CORRECT:
        why = place.ranking.correction_reason.rstrip("。")
        correct_result(project, reason=f"{why}，验收考核等次更正为“{place.grade}”。", by=by, at=at)
    else:
        conclude(project, by=by, at=at)
