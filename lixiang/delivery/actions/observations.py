"""What is written down during a visit: the place, what was observed at each project, photos; saved as one goes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.actions.uploads import PHOTOS, take_in
from lixiang.delivery.models.inspections import PHOTO, Inspection, Observation
from lixiang.delivery.rules.lamps import COLOUR_WORDS
from lixiang.delivery.states.inspections import WRITABLE
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.projects.rules.content import tidy
from lixiang.workflow.clashes import EditedMeanwhile
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked


@transaction.atomic
def save_visit(
    inspection: Inspection, *, place: str = "", met: str = "", expected: int, by: Any, at: datetime
) -> Inspection:
    """Where, and who was met. Raises EditedMeanwhile when another save came between."""
    inspection = _writable(inspection, by)
    typed = _fit(place, "place", 200), _fit(met, "met", 200)
    if inspection.saves != expected:
        return _unless_it_differs(inspection, typed, (inspection.place, inspection.met))
    inspection.place, inspection.met = typed
    _saved(inspection, ("place", "met"), by, at)
    return inspection


@transaction.atomic
def observe(
    observation: Observation, *, text: str = "", lamp: str = "", reason: str = "", expected: int, by: Any, at: datetime
) -> Observation:
    """What was found at one project and the lamp suggested; half of it may be saved, the record wants it whole."""
    inspection = _writable(observation.inspection, by)
    observation = locked(observation)
    if lamp and lamp not in COLOUR_WORDS:
        raise Refused(Finding("no_such_lamp", "请从绿灯、黄灯、红灯中选择。", inspection.clause, field="lamp"))
    typed = _fit(text, "text", 5000), lamp, _fit(reason, "reason", 1000)
    if observation.saves != expected:
        return _unless_it_differs(observation, typed, (observation.text, observation.lamp, observation.reason))
    observation.text, observation.lamp, observation.reason = typed
    _saved(observation, ("text", "lamp", "reason"), by, at)
    return observation


def _unless_it_differs(part: Any, typed: tuple[str, ...], standing: tuple[str, ...]) -> Any:
    """The page's own save overtook its button where nothing differs; otherwise it was somebody else's."""
    if typed != standing:
        raise EditedMeanwhile(part)
    return part


def _saved(part: Inspection | Observation, fields: tuple[str, ...], by: Any, at: datetime) -> None:
    part.saves, part.saved_at, part.saved_by_name = part.saves + 1, at, by.name
    part.save(update_fields=[*fields, "saves", "saved_at", "saved_by_name"])


def _fit(text: str, field: str, limit: int) -> str:
    text = tidy(text)
    refuse_if(too_long(text, limit, field=field))
    return text


def _writable(inspection: Inspection, by: Any) -> Inspection:
    """The inspection locked, where this person may write and the record is not handed in."""
    inspection = locked(inspection)
    if not permissions.writes_down(by, inspection):
        raise PermissionDenied
    if inspection.status not in WRITABLE:
        word = inspection.get_status_display()
        raise Refused(Finding("record_closed", f"督导记录“{word}”，不能再修改。", inspection.clause))
    return inspection


def attach_photos(
    observation: Observation, uploads: Iterable[tuple[BinaryIO, str]], *, by: Any, at: datetime
) -> tuple[tuple[Claim, ...], tuple[Finding, ...]]:
    """Photos as the camera made them, each by itself: one that may not come in keeps no other out."""
    kept, refusals = [], []
    for upload, name in uploads:
        try:
            kept.append(_attach_photo(observation, upload, name, by, at))
        except Refused as refused:
            refusals += refused.findings
    return tuple(kept), tuple(refusals)


@transaction.atomic
def _attach_photo(observation: Observation, upload: BinaryIO, name: str, by: Any, at: datetime) -> Claim:
    inspection = _writable(observation.inspection, by)
    words = {"name": name, "by": by, "at": at, "field": "photos", "only": PHOTOS, "of": inspection}
    return take_in(observation, PHOTO, upload, **words)


@transaction.atomic
def detach(inspection: Inspection, claim: Claim, *, by: Any, at: datetime) -> None:
    """Release a photo of this inspection while the record is open; the bytes stay. Done twice is done once."""
    inspection = _writable(inspection, by)
    places = inspection.observations.values("pk")
    photos = Claim.objects.filter(subject_kind="observation", subject_id__in=places, part=PHOTO)
    if not photos.filter(pk=claim.pk).exists():
        raise Refused(Finding("no_such_file", "这张照片不属于本次督导，请刷新后再看。", inspection.clause))
    claim = locked(claim)
    if claim.released_at is None:
        claim.released_at = at
        claim.save(update_fields=["released_at"])
        record(inspection, "detach", by=by, at=at, detail=claim.as_row(), programme_id=inspection.programme_id)
