"""Reads of supplementary agreements: one with its scans and trail, who has it now, which one is in force."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lixiang.agreements.actions import SIGNED_SCAN
from lixiang.agreements.models import holder_among, parties_now
from lixiang.agreements.rules import Due, Terms, due
from lixiang.delivery.models import SupplementaryAgreement
from lixiang.delivery.queries.changes import locked_project
from lixiang.delivery.states.supplements import OPEN, TONES, Status
from lixiang.files.models import Claim
from lixiang.history.models import Event
from lixiang.programmes.queries import the_setting
from lixiang.projects.models import Project
from lixiang.workflow.moves import locked


def locked_supplement(supplement: SupplementaryAgreement) -> SupplementaryAgreement:
    """The project locked before its paper, as for every verb of a change."""
    project = locked_project(supplement.project_id)
    fresh = locked(supplement)
    fresh.project = project
    return fresh


def clause_of_terms(supplement: SupplementaryAgreement) -> str:
    terms = the_setting(supplement.project.version, Terms)
    return terms.clause if terms else ""


def latest_in_force(project: Project) -> SupplementaryAgreement | None:
    """The supplementary agreement that counts now, if any is in force."""
    return project.supplements.filter(status=Status.IN_FORCE).order_by("-number").first()


# Which party has a supplementary agreement now.
TURNS: dict[Any, str] = {Status.PENDING: "nominating", Status.SIGNED_BY_NOMINATOR: "department"}


@dataclass(frozen=True)
class Sheaf:
    """Everything that the page of a supplementary agreement shows."""

    supplement: SupplementaryAgreement
    clause: str
    scans: tuple[Claim, ...]
    trail: tuple[Event, ...]
    due: Due | None
    holder: str
    parties: tuple[tuple[str, str], ...]

    @property
    def returned(self) -> Event | None:
        """The last return of a scan, with its reason, while 乙方 has yet to upload another."""
        last = next((each for each in self.trail if each.verb in ("return_scan", "attach_scan")), None)
        return last if self.waits_for_nominator and last is not None and last.verb == "return_scan" else None

    @property
    def tone(self) -> str:
        return TONES[Status(self.supplement.status)]

    @property
    def waits_for_nominator(self) -> bool:
        return self.supplement.status == Status.PENDING

    @property
    def to_do(self) -> str:
        """What whoever has it is to do now."""
        if self.supplement.status == Status.SIGNED_BY_NOMINATOR:
            return "请核对扫描件，确认生效或者退回"
        if any(claim.released_at is None for claim in self.scans):
            return "请核对上传的扫描件，确认签订"
        return "请打印补充协议，签字盖章后上传扫描件"


def sheaf_of(supplement: SupplementaryAgreement, at: datetime) -> Sheaf:
    """Three queries beside the supplement's own: scans, trail, what the parties are called now."""
    subject = {"subject_kind": "supplementaryagreement", "subject_id": supplement.pk}
    scans = Claim.objects.filter(**subject, part=SIGNED_SCAN).select_related("file").order_by("-id")
    return Sheaf(
        supplement,
        clause_of_terms(supplement),
        tuple(scans),
        tuple(Event.objects.filter(**subject).order_by("-sequence")),
        due(supplement.sign_by, at) if supplement.status in OPEN else None,
        holder_among(supplement.parties, TURNS.get(supplement.status, ""), supplement.project),
        parties_now(supplement.parties, supplement.project),
    )


def scan_of(supplement: SupplementaryAgreement, number: int) -> Claim | None:
    claims = Claim.objects.filter(subject_kind="supplementaryagreement", subject_id=supplement.pk, part=SIGNED_SCAN)
    return claims.select_related("file").filter(pk=number).first()
