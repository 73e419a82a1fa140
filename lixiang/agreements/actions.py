"""The verbs of an agreement: draw up, sign and countersign on paper or electronically, return, lapse, remind, start."""

import io
from datetime import datetime
from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.agreements import documents, permissions, queries
from lixiang.agreements.models import Agreement
from lixiang.agreements.rules import Terms, blockers_after_paper, blockers_to_paper, due_on, standing_against_reminder
from lixiang.agreements.states import TRANSITIONS, Status
from lixiang.files import store
from lixiang.files.media_types import DOCX, PDF
from lixiang.files.models import Claim
from lixiang.history.record import record
from lixiang.people.confirmation import WrongPassword, confirm_password
from lixiang.programmes.documents import refusing_to_sign
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import the_setting
from lixiang.programmes.rules.days import end_of
from lixiang.projects import permissions as projects
from lixiang.projects.models import Project
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move
from lixiang.workflow.uploads import accepted

SIGNED_SCAN = "signed_scan"


def draw_up(
    project: Project, *, by: Any, at: datetime, mark: str = "", paper: documents.Paper | None = None
) -> Agreement:
    """Make the agreement of an approved project from its approved revision; made once, it is returned as it is.

    `paper`: its two renditions and their fallbacks, where they were made ahead.
    """
    if not projects.is_section(by, project):
        raise PermissionDenied
    earlier = Agreement.objects.filter(project=project).first()
    if earlier is not None:
        return earlier
    if project.status != ProjectStatus.APPROVED:
        raise Refused(Finding("not_approved", f"“{project}”当前为“{project.get_status_display()}”，不能拟制责任书。"))
    terms = _terms_of(project)
    context = documents.context_of(project, terms, at=at)
    pdf, docx, fallbacks = paper or documents.rendered(context, mark=mark)
    defaults = {
        "parties": context.parties_by_role(),
        "sign_by": _sign_by(project, terms, at),
        "pdf": store.keep(io.BytesIO(pdf), media_type=PDF, at=at),
        "docx": store.keep(io.BytesIO(docx), media_type=DOCX, at=at),
        "fallbacks": list(fallbacks),
    }
    return _drawn_up(project, defaults, by, at)


@transaction.atomic
def _drawn_up(project: Project, defaults: dict[str, Any], by: Any, at: datetime) -> Agreement:
    fresh = locked(project)
    own = {"ref": fresh.ref, "programme": fresh.programme, "revision": fresh.approved_revision}
    since = {"status_since": at, "drawn_up_at": at}
    agreement, is_new = Agreement.objects.get_or_create(project=fresh, defaults=own | since | defaults)
    if is_new:
        detail = {"hash": agreement.revision.hash, "sign_by": agreement.sign_by.isoformat()}
        record(agreement, "draw_up", by=by, at=at, detail=detail, programme_id=project.programme_id)
    return agreement


def _sign_by(project: Project, terms: Terms, at: datetime) -> datetime:
    approved_on, today = (timezone.localtime(moment).date() for moment in (project.status_since, at))
    return end_of(due_on(approved_on, today, terms.sign_within_days))


def _terms_of(project: Project) -> Terms:
    terms = the_setting(project.version, Terms)
    if terms is None:
        raise Refused(Finding("no_terms", "本批次没有设置责任书的条款。"))
    return terms


def draw_up_all(
    programme: Programme, *, by: Any, at: datetime, mark: str = "", most: int | None = None
) -> list[Agreement]:
    """Draw up what still lacks an agreement, at most `most`, one transaction each; begun again it goes on."""
    if not permissions.runs_agreements(by, programme):
        raise PermissionDenied
    projects = list(queries.to_draw_up(programme).order_by("number")[:most])
    papers = documents.rendered_all(
        (documents.context_of(each, _terms_of(each), at=at) for each in projects), mark=mark
    )
    pairs = zip(projects, papers, strict=True)
    return [draw_up(project, by=by, at=at, mark=mark, paper=paper) for project, paper in pairs]


@transaction.atomic
def attach_scan(agreement: Agreement, upload: BinaryIO, *, name: str, by: Any, at: datetime) -> Claim:
    """Take in the signed and sealed paper, scanned; the same file again, or twice at once, is the same scan."""
    agreement = locked(agreement)
    if not permissions.may_upload(by, agreement):
        raise PermissionDenied
    if agreement.status not in (Status.PENDING, Status.SIGNED_BY_NOMINATOR):
        raise Refused(Finding("not_open", f"责任书{agreement.get_status_display()}，不能再上传扫描件。"))
    refuse_if(blockers_after_paper(agreement.facts(at)))
    file = accepted(upload, name=name, field="scan", at=at)
    claim, is_new = store.claim_once(file, agreement, part=SIGNED_SCAN, name=name, by=by, at=at)
    if is_new:
        record(
            agreement, "attach_scan", by=by, at=at, detail=claim.as_row(), programme_id=agreement.project.programme_id
        )
    return claim


@transaction.atomic
def sign(agreement: Agreement, *, by: Any, at: datetime) -> Agreement:
    """乙方 confirms that the scan is the paper it signed and sealed."""
    agreement = locked(agreement)
    facts = agreement.facts(at)
    is_paper = not blockers_to_paper(facts)
    if is_paper and permissions.is_nominating(by, agreement) and not Claim.of(agreement, SIGNED_SCAN).exists():
        raise Refused(Finding("no_signed_scan", "请先上传签字盖章的责任书扫描件。", facts.clause, field="scan"))
    return move(agreement, "sign", by=by, at=at, own=facts)


@transaction.atomic
def countersign(agreement: Agreement, *, by: Any, at: datetime) -> Agreement:
    """甲方 confirms: the agreement is in force from this day, and the project starts."""
    agreement = move(agreement, "countersign", by=by, at=at, in_force_on=timezone.localtime(at).date())
    start(agreement.project, by=by, at=at)
    return agreement


def sign_electronically(agreement: Agreement, *, password: str, by: Any, at: datetime) -> Agreement:
    """乙方's leader signs the agreement by the certificate of the organisation, and proves to be who is logged in."""
    _confirm(permissions.leads_nominating(by, agreement), password, by=by, at=at)
    with transaction.atomic():
        return _signed(agreement, "sign_electronically", "nominating", by=by, at=at)


def countersign_electronically(agreement: Agreement, *, password: str, by: Any, at: datetime) -> Agreement:
    """甲方 signs too: the agreement is in force from this day, and the project starts."""
    _confirm(permissions.heads_section(by, agreement), password, by=by, at=at)
    with transaction.atomic():
        today = {"in_force_on": timezone.localtime(at).date()}
        agreement = _signed(agreement, "countersign_electronically", "department", by=by, at=at, changes=today)
        start(agreement.project, by=by, at=at)
    return agreement


def _confirm(may: bool, password: str, *, by: Any, at: datetime) -> None:
    """Outside the transaction of the signature, so that a failed try stays counted."""
    if not may:
        raise PermissionDenied
    try:
        confirm_password(by, password, at=at)
    except WrongPassword as wrong:
        raise Refused(Finding("wrong_password", str(wrong), field="password")) from wrong


def _signed(
    agreement: Agreement, verb: str, role: str, *, by: Any, at: datetime, changes: dict[str, Any] | None = None
) -> Agreement:
    """Sign where the table lets it; else only the move is tried, which says why it cannot be made."""
    agreement = locked(agreement)
    facts = agreement.facts(at)
    row = TRANSITIONS.row(verb, agreement.status)
    if row is None or (row.blockers and row.blockers(facts)):
        return move(agreement, verb, by=by, at=at, own=facts)
    with refusing_to_sign(facts.clause):
        sealed = documents.signed(agreement, role, at=at)
    file = store.keep(io.BytesIO(sealed.pdf), media_type=PDF, at=at)
    detail = {"sha256": file.sha256, **sealed.as_row()}
    return move(agreement, verb, by=by, at=at, own=facts, detail=detail, signed_pdf=file, **(changes or {}))


@transaction.atomic
def return_signature(agreement: Agreement, *, reason: str, by: Any, at: datetime) -> Agreement:
    """乙方 signs anew, on the clean original; the history keeps the hash of what was sent back."""
    agreement = locked(agreement)
    detail = {"sha256": agreement.signed_pdf.sha256} if agreement.signed_pdf else {}
    return move(agreement, "return_signature", by=by, at=at, reason=reason, detail=detail, signed_pdf=None)


def start(project: Project, *, by: Any, at: datetime) -> Project:
    """Begin the implementation; refused before the agreement is in force."""
    return move(project, "start", by=by, at=at, facts=queries.agreement_facts(project))


@transaction.atomic
def return_scan(agreement: Agreement, *, reason: str, by: Any, at: datetime) -> Agreement:
    """The scan cannot be read or is not the paper: 乙方 uploads again."""
    agreement = move(agreement, "return_scan", by=by, at=at, reason=reason)
    Claim.of(agreement, SIGNED_SCAN).update(released_at=at)
    return agreement


@transaction.atomic
def lapse(agreement: Agreement, *, reason: str, by: Any, at: datetime) -> Agreement:
    """Not signed in time: the agreement and the approval lapse together."""
    agreement = locked(agreement)
    facts = queries.agreement_facts(agreement.project)
    move(agreement.project, "lapse", by=by, at=at, reason=reason, facts=facts)
    return move(agreement, "lapse", by=by, at=at, reason=reason)


@transaction.atomic
def remind(agreement: Agreement, *, by: Any, at: datetime) -> Agreement:
    """催办: an event that the readers of the history carry to 乙方 while it has the paper; once a day."""
    agreement = locked(agreement)
    if not permissions.is_section(by, agreement):
        raise PermissionDenied
    if agreement.status != Status.PENDING:
        raise Refused(Finding("nothing_to_remind", f"责任书{agreement.get_status_display()}，无须催办。"))
    terms = the_setting(agreement.project.version, Terms)
    refuse_if(standing_against_reminder(agreement.reminded_at, at, terms.clause if terms else ""))
    agreement.reminded_at, agreement.reminders = at, agreement.reminders + 1
    agreement.save(update_fields=["reminded_at", "reminders"])
    detail = {
        "project": agreement.project.ref,
        "waits_on": list(queries.WAITS_ON[Status(agreement.status)]),
        "sign_by": agreement.sign_by.isoformat(),
        "overdue": at > agreement.sign_by,
    }
    record(agreement, "remind", by=by, at=at, detail=detail, programme_id=agreement.programme_id)
    return agreement
