"""Signing by the test authority, as the demo and a rehearsal do it, and what must hold of every signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.agreements.queries import standing_of_signatures
from lixiang.agreements.rules import ELECTRONIC, Terms
from lixiang.documents.models import OfficialDocument
from lixiang.documents.queries import standing_of_document
from lixiang.documents.signing.adapter import Party
from lixiang.documents.signing.authority import TestAuthority
from lixiang.history.models import Event
from lixiang.people.roles import Role
from lixiang.programmes.rules.kinds import Pack
from lixiang.programmes.rules.signing import Signing
from lixiang.rehearsal.cast import PASSWORD, Cast

if TYPE_CHECKING:
    from lixiang.rehearsal.cycle import Cycle

SIGNS = ("sign_electronically", "countersign_electronically")


def wishes_signatures(pack: Pack) -> bool:
    """Whether anything of the programme is signed electronically."""
    return bool(pack.of(Signing)) or any(terms.signing == ELECTRONIC for terms in pack.of(Terms))


def install_test_certificates(cast: Cast, at: datetime) -> None:
    """For the department and all nominators but the second, who signs on paper as before."""
    nominators = cast.nominators
    signing = [cast.programme.managing_organisation, *nominators[:1], *nominators[2:]]
    TestAuthority(at=at).install(settings.CERTIFICATES, (Party.of(each) for each in signing))


def sign_electronically(cycle: Cycle, agreement: Agreement) -> Agreement:
    """乙方's leader and the head of the section sign; the way on paper is closed to both."""
    project = agreement.project
    clerk = cycle.cast.user(Role.NOMINATOR, project.nominating_organisation)
    cycle.is_refused(lambda: agreements.sign(agreement, by=clerk, at=cycle.at), "sign_electronically")
    agreement = sign_for_nominator(cycle, agreement)
    cycle.is_refused(lambda: agreements.countersign(agreement, by=cycle.section, at=cycle.at), "signed_electronically")
    if project.number % 5 == 1:
        reason = "请主要负责同志核对序时进度后重新签名。"
        agreement = agreements.return_signature(agreement, reason=reason, by=cycle.section, at=cycle.later(minutes=4))
        agreement = sign_for_nominator(cycle, agreement)
    at = cycle.later(minutes=7)
    return agreements.countersign_electronically(agreement, password=PASSWORD, by=cycle.head, at=at)


def sign_for_nominator(cycle: Cycle, agreement: Agreement) -> Agreement:
    leader = cycle.cast.user(Role.NOMINATOR_LEADER, agreement.project.nominating_organisation)
    return agreements.sign_electronically(agreement, password=PASSWORD, by=leader, at=cycle.later(minutes=8))


def without_certificate(cycle: Cycle, agreement: Agreement) -> None:
    """Who has no certificate is told so, and signs on paper."""
    leader = cycle.cast.user(Role.NOMINATOR_LEADER, agreement.project.nominating_organisation)
    words = {"password": PASSWORD, "by": leader, "at": cycle.at}
    cycle.is_refused(lambda: agreements.sign_electronically(agreement, **words), "no_certificate")


def tell_signatures(story: Cycle, drawn: list[Agreement]) -> None:
    """In force by both signatures, signed by 乙方 alone, and waiting."""
    *done, half, _ = drawn
    for agreement in done:
        sign_for_nominator(story, agreement)
        at = story.later(minutes=9)
        agreements.countersign_electronically(agreement, password=PASSWORD, by=story.head, at=at)
    sign_for_nominator(story, half)


# --- invariants ------------------------------------------------------------------------------------------------------
def electronic_agreements_are_signed_by_their_parties() -> Iterator[str]:
    """In force by electronic signature: both signatures intact and trusted, over the agreement's own text."""
    related = ("signed_pdf", "pdf")
    for agreement in Agreement.objects.exclude(signed_pdf=None).select_related(*related).iterator(chunk_size=100):
        standing = standing_of_signatures(agreement)
        if standing is not None and standing.problem:
            yield f"责任书{agreement.ref}：{standing.problem}"
        signs = Event.objects.filter(subject_kind="agreement", subject_id=agreement.pk, verb__in=SIGNS)
        last = signs.order_by("-sequence").first()
        if last is None or last.detail.get("sha256") != agreement.signed_pdf.sha256:
            yield f"责任书{agreement.ref}已签名的文件与办理轨迹不符"


def signed_documents_are_intact() -> Iterator[str]:
    """What was issued with an electronic signature still bears it, whole and trusted."""
    signed = OfficialDocument.objects.exclude(signed_by="").defer("context").select_related("pdf")
    for document in signed.iterator(chunk_size=100):
        standing = standing_of_document(document)
        if standing is not None and standing.problem:
            yield f"{document}：{standing.problem}"
