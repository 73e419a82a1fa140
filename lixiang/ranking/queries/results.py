"""The place that a result follows from, and which projects of an issued ranking still wait for theirs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ranking import permissions
from lixiang.ranking.models import Place, Ranking
from lixiang.ranking.queries.inputs import settings_in
from lixiang.ranking.rules.kinds import GradeCut
from lixiang.ranking.rules.standing import CONCLUDE, RECTIFY
from lixiang.ranking.states.rankings import Status


def final_place_of(project: Project) -> Place | None:
    """Of the ranking whose 通报 is in force; one query."""
    rows = Place.objects.filter(project=project, ranking__status=Status.FINAL)
    return rows.select_related("ranking__version", "ranking__document", "project").first()


def cut_of(place: Place) -> GradeCut | None:
    """What the programme says of the grade of a place; no query beyond the settings."""
    cuts = settings_in(place.ranking.version).cuts_of(place.track)
    return next((cut for cut in cuts if cut.title == place.grade), None)


def verb_for(place: Place | None) -> str:
    """The result that an issued place has; none of what is not issued or has no grade."""
    cut = cut_of(place) if place and place.ranking.status == Status.FINAL else None
    return (RECTIFY if cut.rectify_months else CONCLUDE) if cut else ""


def rectify_by(project: Project) -> datetime | None:
    """Until when, while the project rectifies."""
    return project.due_at if project.status == ProjectStatus.RECTIFYING else None


def left_to_settle(user: Any, ranking: Ranking) -> int:
    """How many results wait for this person; one query, none for others."""
    is_theirs = ranking.status == Status.FINAL and permissions.confirms(user, ranking)
    return to_settle(ranking).count() if is_theirs else 0


def to_settle(ranking: Ranking) -> QuerySet[Place]:
    """Projects that are still under appraisal and have a grade, in the order of the list."""
    rows = ranking.places.filter(project__status=ProjectStatus.IN_APPRAISAL).exclude(grade="")
    return rows.select_related("project", "ranking__version").order_by("position")
