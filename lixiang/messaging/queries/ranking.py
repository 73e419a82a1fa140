"""What an event of a ranking or of an objection to a place is about, and whom it concerns."""

from datetime import datetime

from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matter import Matter
from lixiang.programmes.models import Version
from lixiang.programmes.queries import the_setting
from lixiang.ranking.models import PlaceObjection, Ranking
from lixiang.ranking.rules.kinds import Publicity


def of_ranking(event: Event, at: datetime) -> Matter | None:
    """Three queries: the organisations of every project that is ranked."""
    ranking = Ranking.objects.select_related("programme", "version").filter(pk=event.subject_id).first()
    if ranking is None:
        return None
    until = ranking.public_until
    values = {
        "title": ranking.programme.title,
        "until": rules.moment_words(until) if until else "",
        "ground": rules.ground(_clause(ranking.version)),
    }
    projects = ranking.places.order_by()
    sides = {
        "drafting": frozenset(projects.values_list("project__drafting_organisation", flat=True).distinct()),
        "nominating": frozenset(projects.values_list("project__nominating_organisation", flat=True).distinct()),
        "managing": frozenset({ranking.programme.managing_organisation_id}),
    }
    return Matter(values, sides, {"ranking": ranking.ref})


def of_place_objection(event: Event, at: datetime) -> Matter | None:
    """One query."""
    related = ("place__project", "place__ranking__programme", "place__ranking__version")
    objection = PlaceObjection.objects.select_related(*related).filter(pk=event.subject_id).first()
    if objection is None:
        return None
    ranking = objection.place.ranking
    values = {"title": str(objection.place.project), "ground": rules.ground(_clause(ranking.version))}
    sides = {
        "managing": frozenset({ranking.programme.managing_organisation_id}),
        "objector": frozenset({objection.by_id}),
    }
    return Matter(values, sides, {"ranking": ranking.ref})


def _clause(version: Version) -> str:
    rule = the_setting(version, Publicity)
    return rule.clause if rule else ""
