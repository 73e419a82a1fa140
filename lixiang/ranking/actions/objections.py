"""The verbs of an objection to a place: raise it within 公示, uphold it, dismiss it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.programmes.queries import the_setting
from lixiang.ranking import permissions
from lixiang.ranking.models import Place, PlaceObjection
from lixiang.ranking.rules.kinds import Publicity
from lixiang.ranking.states.rankings import Status
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked, move

LONGEST_TEXT = 2000


@transaction.atomic
def object_to(place: Place, *, text: str, by: Any, at: datetime) -> PlaceObjection:
    """By whoever carries the project out or nominated it, while its ranking is in 公示; the same words once."""
    if not permissions.may_object(by, place):
        raise PermissionDenied
    ranking = locked(place.ranking)
    rule = the_setting(ranking.version, Publicity)
    clause = rule.clause if rule else ""
    if ranking.status != Status.PUBLISHED or ranking.public_until is None or at > ranking.public_until:
        raise Refused(Finding("not_in_publicity", "排名不在公示期内，不能提出异议。", clause))
    text = text.strip()
    if not text:
        raise Refused(Finding("no_words", "请写明异议的事实和理由。", clause, field="text"))
    refuse_if(too_long(text, LONGEST_TEXT, what="异议", clause=clause, field="text"))
    earlier = place.objections.filter(text=text, by=by).first()
    if earlier is not None:
        return earlier
    objection = PlaceObjection.objects.create(
        place=place, text=text, by=by, by_name=by.name, raised_at=at, status_since=at
    )
    detail = {"project": place.project.ref, "ranking": ranking.number}
    record(objection, "object_to", by=by, at=at, detail=detail, programme_id=ranking.programme_id)
    return objection


def uphold(objection: PlaceObjection, *, answer: str, by: Any, at: datetime) -> PlaceObjection:
    """It is right: the sheets are corrected and a new ranking is computed, which names this one."""
    return _answered(objection, "uphold", answer, by, at)


def dismiss(objection: PlaceObjection, *, answer: str, by: Any, at: datetime) -> PlaceObjection:
    return _answered(objection, "dismiss", answer, by, at)


def _answered(objection: PlaceObjection, verb: str, answer: str, by: Any, at: datetime) -> PlaceObjection:
    refuse_if(too_long(answer.strip(), LONGEST_TEXT, what="复核意见", field="reason"))
    return move(objection, verb, by=by, at=at, reason=answer.strip(), answer=answer.strip())
