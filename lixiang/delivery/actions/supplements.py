"""The verbs of a supplementary agreement: draw up, take the scan in, sign, countersign, return, remind, lapse."""

import io
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.agreements.actions import SIGNED_SCAN
from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import Terms, standing_against_reminder
from lixiang.delivery import permissions
from lixiang.delivery.actions import changes
from lixiang.delivery.documents import supplements as papers
from lixiang.delivery.models import ChangeRequest, SupplementaryAgreement
from lixiang.delivery.queries import changes as requests
from lixiang.delivery.queries import supplements as queries
from lixiang.delivery.states.changes import Status as ChangeStatus
from lixiang.delivery.states.supplements import OPEN, Status
from lixiang.files import store
from lixiang.files.media_types import DOCX, PDF
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.programmes.queries import the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import move
from lixiang.workflow.uploads import accepted


@transaction.atomic
def draw_up(request: ChangeRequest, *, by: Any, at: datetime, mark: str = "") -> SupplementaryAgreement:
    """Make the supplementary agreement of an approved change; made once, it is returned as it is."""
    request = requests.locked_request(request)
    if not permissions.runs_change(by, request):
        raise PermissionDenied
    earlier = requests.supplement_of(request)
    if earlier is not None:
        return earlier
    terms, agreement = _grounds(request)
    number = request.project.supplements.count() + 1
    context = papers.context_of(request, agreement, terms, number, at=at)
    pdf, docx, fallbacks = papers.rendered(context, mark=mark)
    supplement = SupplementaryAgreement.objects.create(
        ref=f"{request.project.ref}-s{number}",
        programme=request.project.programme,
        project=request.project,
        change=request,
        number=number,
        revision=request.revision,
        parties=context.parties_by_role(),
        status_since=at,
        drawn_up_at=at,
        sign_by=_sign_by(terms, at),
        pdf=store.keep(io.BytesIO(pdf), media_type=PDF, at=at),
        docx=store.keep(io.BytesIO(docx), media_type=DOCX, at=at),
        fallbacks=list(fallbacks),
    )
    detail = {"change": request.ref, "hashes": [request.base.hash, supplement.revision.hash]}
    _record(supplement, "draw_up", by, at, sign_by=supplement.sign_by.isoformat(), **detail)
    return supplement


def _grounds(request: ChangeRequest) -> tuple[Terms, Agreement]:
    """The terms of the programme and the agreement in force that is supplemented."""
    terms: Any = the_setting(request.project.version, Terms)
    agreement = Agreement.objects.filter(project=request.project, in_force_on__isnull=False).first()
    if request.status != ChangeStatus.APPROVED or terms is None or agreement is None:
        sentence = f"变更申请当前为“{request.get_status_display()}”，没有须签订的补充协议。"
        raise Refused(Finding("nothing_to_supplement", sentence, requests.clause_of(request)))
    return terms, agreement


def _sign_by(terms: Terms, at: datetime) -> datetime:
    """As many days as the first agreement had, to the end of the last."""
    return end_of(timezone.localdate(at) + timedelta(days=terms.sign_within_days))


@transaction.atomic
def attach_scan(supplement: SupplementaryAgreement, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take in the signed and sealed paper, scanned; the same file again is the same scan."""
    supplement = queries.locked_supplement(supplement)
    if not permissions.may_upload_supplement(by, supplement):
        raise PermissionDenied
    if supplement.status not in OPEN:
        sentence = f"补充协议{supplement.get_status_display()}，不能再上传扫描件。"
        raise Refused(Finding("not_open", sentence, queries.clause_of_terms(supplement), field="scan"))
    file = accepted(upload, name=name, field="scan", at=at)
    claim, is_new = store.claim_once(file, supplement, part=SIGNED_SCAN, name=name, by=by, at=at)
    if is_new:
        _record(supplement, "attach_scan", by, at, **claim.as_row())
    return claim


@transaction.atomic
def sign(supplement: SupplementaryAgreement, *, by: Any, at: datetime) -> SupplementaryAgreement:
    """乙方 confirms that the scan is the paper it signed and sealed."""
    supplement = queries.locked_supplement(supplement)
    if permissions.signs_supplement(by, supplement) and not Claim.of(supplement, SIGNED_SCAN).exists():
        clause = queries.clause_of_terms(supplement)
        raise Refused(Finding("no_signed_scan", "请先上传签字盖章的补充协议扫描件。", clause, field="scan"))
    return move(supplement, "sign", by=by, at=at, detail=_about(supplement))


@transaction.atomic
def countersign(supplement: SupplementaryAgreement, *, by: Any, at: datetime) -> SupplementaryAgreement:
    """甲方 confirms: the supplement is in force from this day, and the change takes effect."""
    supplement = queries.locked_supplement(supplement)
    today = timezone.localtime(at).date()
    supplement = move(supplement, "countersign", by=by, at=at, detail=_about(supplement), in_force_on=today)
    changes.take_effect(supplement.change, by=by, at=at)
    return supplement


@transaction.atomic
def return_scan(supplement: SupplementaryAgreement, *, reason: str, by: Any, at: datetime) -> SupplementaryAgreement:
    """The scan cannot be read or is not the paper: 乙方 uploads again."""
    supplement = queries.locked_supplement(supplement)
    supplement = move(supplement, "return_scan", by=by, at=at, reason=reason, detail=_about(supplement))
    Claim.of(supplement, SIGNED_SCAN).update(released_at=at)
    return supplement


@transaction.atomic
def remind(supplement: SupplementaryAgreement, *, by: Any, at: datetime) -> SupplementaryAgreement:
    """催办: an event that the readers of the history carry to 乙方 while it has the paper; once a day."""
    supplement = queries.locked_supplement(supplement)
    if not permissions.countersigns(by, supplement):
        raise PermissionDenied
    clause = queries.clause_of_terms(supplement)
    if supplement.status != Status.PENDING:
        word = supplement.get_status_display()
        raise Refused(Finding("nothing_to_remind", f"补充协议{word}，无须催办。", clause))
    refuse_if(standing_against_reminder(supplement.reminded_at, at, clause))
    supplement.reminded_at, supplement.reminders = at, supplement.reminders + 1
    supplement.save(update_fields=["reminded_at", "reminders"])
    _record(supplement, "remind", by, at, sign_by=supplement.sign_by.isoformat(), overdue=at > supplement.sign_by)
    return supplement


@transaction.atomic
def lapse(request: ChangeRequest, *, reason: str, by: Any, at: datetime) -> ChangeRequest:
    """The supplementary agreement will not be signed: it and the approval of the change lapse together."""
    request = requests.locked_request(request)
    supplement = requests.supplement_of(request)
    if supplement is not None:
        supplement.project = request.project
        move(supplement, "lapse", by=by, at=at, reason=reason, detail=_about(supplement))
    return move(request, "lapse", by=by, at=at, reason=reason, detail={"project": request.project.ref})


def _about(supplement: SupplementaryAgreement) -> dict[str, Any]:
    return {"project": supplement.project.ref}


def _record(supplement: SupplementaryAgreement, verb: str, by: Any, at: datetime, **detail: Any) -> None:
    about = {**_about(supplement), **detail}
    record(supplement, verb, by=by, at=at, detail=about, programme_id=supplement.programme_id)
