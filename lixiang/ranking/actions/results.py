"""The result of a project by its grade: concluded, or ordered to rectify by a day."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.programmes.rules.days import end_of
from lixiang.programmes.rules.working_days import add_months
from lixiang.projects.models import Project
from lixiang.projects.rules.facts import ResultFacts
from lixiang.ranking import permissions
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.models.facts import clause_of
from lixiang.ranking.queries.results import cut_of, final_place_of, to_settle
from lixiang.ranking.rules.standing import CONCLUDE, RECTIFY, blockers_to_result
from lixiang.workflow.moves import locked, move

AT_ONCE = 50


@transaction.atomic
def conclude(project: Project, *, by: Any, at: datetime) -> Project:
    """Only a grade that is not one to rectify, of the ranking that was issued last."""
    project = locked(project)
    place = final_place_of(project)
    return move(
        project, CONCLUDE, by=by, at=at, facts=_facts(CONCLUDE, project, place), detail=_said(place), due_at=None
    )


@transaction.atomic
def order_rectification(project: Project, *, by: Any, at: datetime, reason: str) -> Project:
    """So many months from today, as the grade says; after that the project hands a dossier in anew."""
    project = locked(project)
    place = final_place_of(project)
    facts = _facts(RECTIFY, project, place)
    cut = cut_of(place) if place else None
    months = cut.rectify_months if cut else 0
    due = end_of(add_months(timezone.localtime(at).date(), months)) if months else None
    detail = _said(place) | ({"due_at": due.isoformat()} if due else {})
    return move(project, RECTIFY, by=by, at=at, facts=facts, reason=reason, detail=detail, due_at=due)


def _facts(verb: str, project: Project, place: Place | None) -> ResultFacts:
    cut = cut_of(place) if place else None
    grade, clause = (place.grade, clause_of(place.ranking.version)) if place else ("", clause_of(project.version))
    return ResultFacts(tuple(blockers_to_result(verb, grade, cut, clause, is_known=place is not None)))


def _said(place: Place | None) -> dict[str, Any]:
    return {"place": place.place, "grade": place.grade, "ranking": place.ranking.ref} if place else {}


def settle(ranking: Ranking, *, by: Any, at: datetime, most: int = AT_ONCE) -> int:
    """Conclude or order to rectify by grade, at most `most` projects, each in a transaction of its own.

    Stopped anywhere, it goes on where it stopped; returns how many it was.
    """
    if not permissions.confirms(by, ranking):
        raise PermissionDenied
    places = list(to_settle(ranking)[:most])
    for place in places:
        cut = cut_of(place)
        if cut and cut.rectify_months:
            reason = f"验收考核等次为“{place.grade}”。"
            order_rectification(place.project, reason=reason, by=by, at=at)
        else:
            conclude(place.project, by=by, at=at)
    return len(places)
