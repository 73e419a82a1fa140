"""The verbs of an adoption: recorded by another organisation with its evidence, and taken back by it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.documents.plain_text import single_line
from lixiang.files import store
from lixiang.history.record import record
from lixiang.outcomes.models import Adoption, CaseStudy
from lixiang.outcomes.models.cases import PROOF
from lixiang.outcomes.permissions import cases as permissions
from lixiang.projects.rules.content import tidy
from lixiang.workflow.findings import Finding, refuse_if, too_long
from lixiang.workflow.moves import locked
from lixiang.workflow.uploads import accepted

LONGEST_WHAT, LONGEST_EFFECT = 500, 2000


@dataclass(frozen=True)
class Copied:
    """What an organisation copied, since when, with what effect."""

    organisation: int
    what: str
    effect: str
    on: date


def record_adoption(
    case: CaseStudy, copied: Copied, proof: BinaryIO | None, *, name: str, by: Any, at: datetime
) -> Adoption:
    """Raises Refused with every reason at once; without evidence nothing is recorded. The same words once."""
    if copied.organisation not in permissions.adopting_organisations(by, case):
        raise PermissionDenied
    clause = case.facts(at).clause
    what, effect = single_line(copied.what), tidy(copied.effect)
    refuse_if(_wrong(what, effect, copied.on, clause, has_proof=proof is not None, at=at))
    assert proof is not None  # else it was refused
    file = accepted(proof, name=name, field="proof", at=at)
    with transaction.atomic():
        case = locked(case)
        if case.published_revision_id is None:
            refuse_if((Finding("not_shown", "这个案例已经撤下，不能登记采用。", clause),))
        own = {"organisation_id": copied.organisation, "what": what, "effect": effect, "adopted_on": copied.on}
        again = case.adoptions.filter(**own, withdrawn_at=None).first()
        if again is not None:
            return again
        made = Adoption.objects.create(case=case, **own, recorded_at=at, recorded_by=by, recorded_by_name=by.name)
        store.claim(file, made, part=PROOF, name=single_line(name) or "佐证材料", by=by, at=at)
        detail = {"case": case.ref, "organisation": made.organisation.name}
        record(made, "record_adoption", by=by, at=at, detail=detail, programme_id=case.programme_id)
    return made


def _wrong(what: str, effect: str, on: date, clause: str, *, has_proof: bool, at: datetime) -> tuple[Finding, ...]:
    found = [
        Finding("empty", sentence, clause, field=field)
        for field, is_there, sentence in (
            ("what", what, "请写明采用了什么做法。"),
            ("effect", effect, "请写明采用后的成效。"),
            ("proof", has_proof, "请上传采用情况的佐证材料。"),
        )
        if not is_there
    ]
    if on > timezone.localtime(at).date():
        found.append(Finding("wrong_day", "采用日期不能晚于今天。", clause, field="on"))
    found += too_long(what, LONGEST_WHAT, what="采用的做法", clause=clause, field="what")
    return (*found, *too_long(effect, LONGEST_EFFECT, what="成效", clause=clause, field="effect"))


@transaction.atomic
def withdraw_adoption(adoption: Adoption, *, reason: str, by: Any, at: datetime) -> Adoption:
    """It counts no more and is shown no more; done twice it is done once."""
    if not permissions.withdraws(by, adoption):
        raise PermissionDenied
    adoption = locked(adoption)
    if adoption.withdrawn_at is not None:
        return adoption
    if not reason.strip():
        refuse_if((Finding("reason_required", "请写明撤回的理由。", field="reason"),))
    refuse_if(too_long(reason.strip(), LONGEST_EFFECT, what="理由", field="reason"))
    adoption.withdrawn_at = at
    adoption.save(update_fields=["withdrawn_at"])
    detail = {"case": adoption.case.ref}
    record(
        adoption,
        "withdraw_adoption",
        by=by,
        at=at,
        reason=reason.strip(),
        detail=detail,
        programme_id=adoption.case.programme_id,
    )
    return adoption
