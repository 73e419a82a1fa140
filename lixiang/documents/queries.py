"""Reads of issued documents, shaped for the pages."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from lixiang.documents.models import READERS, Addressee, OfficialDocument
from lixiang.documents.permissions import RECEIVERS, may_acknowledge, sees_every_document
from lixiang.documents.signing.adapter import CannotSign, Signature, Unreadable, the_signer
from lixiang.files.models import File
from lixiang.history.models import Event

PER_PAGE = 50
SEAL = "seal"  # the one signature field of an official document


@dataclass(frozen=True)
class Page:
    """Documents of one page, newest first, and the key of the next page if there is one."""

    rows: tuple[Any, ...]
    next_key: int | None


def received_by(user: Any, *, before: int | None = None) -> Page:
    """What was sent to the organisations of this person, with the state of each receipt."""
    rows = Addressee.objects.filter(organisation__in=user.organisations_as(*READERS)).select_related("document")
    if before:
        rows = rows.filter(document_id__lt=before)
    return _page(rows.order_by("-document_id", "place"), "document_id")


def issued_to_all(user: Any, *, before: int | None = None) -> Page:
    """Every issued document with the count of receipts; nothing for people outside the section."""
    if not sees_every_document(user):
        return Page((), None)
    rows = OfficialDocument.objects.defer("context").annotate(
        sent=Count("addressees"), signed=Count("addressees", filter=Q(addressees__acknowledged_at__isnull=False))
    )
    if before:
        rows = rows.filter(pk__lt=before)
    return _page(rows.order_by("-pk"), "pk")


def _page(rows: Any, key: str) -> Page:
    """One page of at least PER_PAGE rows; rows of one document are never parted, so its key alone leads on."""
    found = list(rows[: PER_PAGE + 1])
    if len(found) <= PER_PAGE:
        return Page(tuple(found), None)
    last = getattr(found[PER_PAGE - 1], key)
    if getattr(found[PER_PAGE], key) == last:
        shown = [row for row in rows.filter(**{f"{key}__gte": last})]
    else:
        shown = found[:PER_PAGE]
    return Page(tuple(shown), last)


def receipts_of(document: OfficialDocument, user: Any) -> tuple[Addressee, ...]:
    """All receipts for the section, to others those of their own organisations alone."""
    rows = document.addressees.all()
    if not sees_every_document(user):
        rows = rows.filter(organisation__in=user.organisations_as(*READERS))
    return tuple(rows)


def waiting_for(user: Any, receipts: tuple[Addressee, ...]) -> tuple[Addressee, ...]:
    """The receipts that this person may sign and nobody has signed."""
    return tuple(row for row in receipts if row.acknowledged_at is None and may_acknowledge(user, row))


def unsigned_count(user: Any) -> int:
    """How many documents wait for a signature of this person, for a badge or a worklist."""
    mine = user.organisations_as(*RECEIVERS)
    return Addressee.objects.filter(organisation__in=mine, acknowledged_at=None).count() if mine else 0


def events_of(document: OfficialDocument, user: Any) -> tuple[Event, ...]:
    """The history of a document, oldest first; others than the section do not see who else signed."""
    events = Event.objects.filter(subject_kind="officialdocument", subject_id=document.pk).order_by("sequence")
    if not sees_every_document(user):
        events = events.exclude(~Q(by=user), verb="acknowledge")
    return tuple(events)


@dataclass(frozen=True)
class Standing:
    """How the signatures of a file stand: each with its verdict, and in a sentence what is wrong with the whole."""

    signatures: tuple[Signature, ...] = ()
    problem: str = ""

    @property
    def is_good(self) -> bool:
        return not self.problem


def standing_of(file: File, expected: tuple[str, ...]) -> Standing:
    """The signatures of a kept file against the fields that must be signed; reads and checks the file itself."""
    with file.open() as stream:
        content = stream.read()
    is_own = hashlib.sha256(content).hexdigest() == file.sha256
    problem = "" if is_own else "文件与登记的校验值不符，内容已被改动。"
    try:
        found = the_signer().signatures_in(content)
    except (Unreadable, CannotSign) as broken:
        return Standing((), problem or str(broken))
    if not problem and tuple(each.field for each in found) != expected:
        problem = "应有的电子签名缺失，或者多出了签名。"
    if not problem and not all(each.is_good for each in found):
        problem = "电子签名无效，请勿以此件为准。"
    return Standing(found, problem)


def standing_of_document(document: OfficialDocument) -> Standing | None:
    """The same of an issued document; None for one that went out on paper."""
    return standing_of(document.pdf, (SEAL,)) if document.signed_by else None
