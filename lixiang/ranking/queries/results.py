"""The place that a result follows from, what was made of it before, and which projects still wait for theirs."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from lixiang.appraisal.models import PanelProject
from lixiang.appraisal.states.panels import Status as PanelStatus
from lixiang.programmes.models import Version
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.ranking import permissions
from lixiang.ranking.models import AppraisalResult, Place, Ranking
from lixiang.ranking.models.facts import clause_of
from lixiang.ranking.queries.inputs import settings_in
from lixiang.ranking.rules import results as rules
from lixiang.ranking.rules.kinds import GradeCut
from lixiang.ranking.rules.results import Made, ResultView
from lixiang.ranking.states.rankings import Status

MOST_RESULTS = 20


def final_place_of(project: Project) -> Place | None:
    """Of the ranking whose 通报 is in force; one query."""
    rows = Place.objects.filter(project=project, ranking__status=Status.FINAL)
    return rows.select_related("ranking__version", "ranking__document", "project").first()


def cut_of(place: Place) -> GradeCut | None:
    """What the programme says of the grade of a place; no query beyond the settings."""
    cuts = settings_in(place.ranking.version).cuts_of(place.track)
    return next((cut for cut in cuts if cut.title == place.grade), None)


def results_of(project: Project) -> list[AppraisalResult]:
    """The newest first; one query."""
    related = ("place__ranking__document", "entry")
    return list(project.appraisal_results.select_related(*related).order_by("-pk")[:MOST_RESULTS])


def last_entry_of(project: Project) -> PanelProject | None:
    """Its newest scoring that is closed; one query."""
    rows = PanelProject.objects.filter(project=project, panel__status=PanelStatus.CLOSED)
    return rows.select_related("panel").order_by("-pk").first()


def view_of(project: Project, place: Place | None, last: AppraisalResult | None) -> ResultView:
    """One query where there is an earlier result."""
    if place is None or place.ranking.status != Status.FINAL:
        return ResultView(project.status, clause_of(project.version), is_known=False)
    made = _made(last, place, last_entry_of(project)) if last else None
    return ResultView(project.status, clause_of(place.ranking.version), True, place.grade, cut_of(place), made)


def _made(last: AppraisalResult, place: Place, entry: PanelProject | None) -> Made:
    anew = entry is not None and entry.pk > (last.entry_id or 0)
    rests = entry is not None and entry.panel.status_since <= place.ranking.computed_at
    return Made(last.grade, last.place.ranking_id == place.ranking_id, anew and rests)


def rectify_by(project: Project) -> datetime | None:
    """Until when, while the project rectifies."""
    return project.due_at if project.status == ProjectStatus.RECTIFYING else None


def left_to_settle(user: Any, ranking: Ranking) -> int:
    """How many results wait for this person; one query, none for others."""
    is_theirs = ranking.status == Status.FINAL and permissions.confirms(user, ranking)
    return to_settle(ranking).count() if is_theirs else 0


def to_settle(ranking: Ranking) -> QuerySet[Place]:
    """Projects with a grade that wait for their result, or whose result this ranking corrects; by the list."""
    waiting = waiting_for_result(ranking.computed_at) | corrected_by(rectifying_grades(ranking.version))
    rows = with_last_result(ranking.places.exclude(grade="")).filter(waiting)
    return rows.select_related("project", "ranking__version").order_by("position")


def with_last_result(places: QuerySet[Place]) -> QuerySet[Place]:
    """Each with the grade and the scoring of the last result of its project."""
    last = AppraisalResult.objects.filter(project=OuterRef("project")).order_by("-pk")
    return places.annotate(made_grade=Subquery(last.values("grade")[:1]), made_entry=Subquery(last.values("entry")[:1]))


def waiting_for_result(computed_at: Any) -> Q:
    """Under appraisal, for the first time or scored anew since the last result, before the ranking was computed."""
    scored = PanelProject.objects.filter(project=OuterRef("project"), panel__status=PanelStatus.CLOSED)
    anew = scored.filter(pk__gt=OuterRef("made_entry"), panel__status_since__lte=computed_at)
    return Q(project__status=ProjectStatus.IN_APPRAISAL) & (Q(made_grade=None) | Exists(anew))


def corrected_by(rectifying: Q) -> Q:
    """Concluded or rectifying on another grade, where that changes what follows."""
    other = Q(made_grade__isnull=False) & ~Q(made_grade=F("grade"))
    status = Q(project__status=ProjectStatus.CONCLUDED)
    return other & (status | Q(project__status=ProjectStatus.RECTIFYING) & ~rectifying)


def rectifying_grades(version: Version) -> Q:
    """The places whose grade asks to rectify; a track with grades of its own has those alone."""
    cuts = settings_by_kind(version, GradeCut)
    own = {cut.track for cut in cuts if cut.track}
    found = Q(pk__in=[])
    for cut in cuts:
        if cut.rectify_months:
            found |= Q(grade=cut.title) & (Q(track=cut.track) if cut.track else ~Q(track__in=own))
    return found


def verb_for(project: Project, place: Place | None, last: AppraisalResult | None) -> str:
    """What now follows for a project; none of what is not issued."""
    return rules.verb_for(view_of(project, place, last))
