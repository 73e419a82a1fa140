"""The files of a project wherever they were claimed, so that none is uploaded twice, and those of a dossier."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from lixiang.closing import permissions
from lixiang.closing.models import Dossier, DossierRevision, Evidence
from lixiang.delivery.models import PlannedMilestone, Report
from lixiang.delivery.models.reports import EVIDENCE as OF_A_REPORT
from lixiang.delivery.queries.report_pages import handed_over_at
from lixiang.files.models import Claim

MOST_OFFERED = 100


def files_of_the_project(project_id: int) -> QuerySet[Claim]:
    """The living claims of the application's attachments, of every report, milestone and earlier dossier."""
    reports = Report.objects.filter(project=project_id).values("pk")
    milestones = PlannedMilestone.objects.filter(project=project_id).order_by().values("pk")
    dossiers = Dossier.objects.filter(project=project_id).values("pk")
    own = Q(subject_kind="project", subject_id=project_id) & ~Q(part__startswith="signed_scan_")
    reported = Q(subject_kind="report", subject_id__in=reports, part=OF_A_REPORT)
    reached = Q(subject_kind="plannedmilestone", subject_id__in=milestones)
    handed_in = Q(subject_kind="dossier", subject_id__in=dossiers)
    found = Claim.objects.filter(own | reported | reached | handed_in, released_at=None)
    return found.select_related("file").order_by("-pk")


def files_to_choose(dossier: Dossier, used: frozenset[int]) -> tuple[Claim, ...]:
    """What the project has and the dossier does not use yet, each content once; `used` are keys of files."""
    offered: dict[int, Claim] = {}
    for claim in files_of_the_project(dossier.project_id)[:MOST_OFFERED]:
        if claim.file_id not in used:
            offered.setdefault(claim.file_id, claim)
    return tuple(offered.values())


def revisions_for(dossier: Dossier, until: datetime | None) -> QuerySet[DossierRevision]:
    """What was handed in; for a unit that handed the project over, until then."""
    return dossier.revisions.filter(at__lte=until) if until else dossier.revisions.all()


def evidence_to_fetch(user: Any, dossier: Dossier, number: int) -> Evidence | None:
    """A piece as this person may fetch it: those who write it see what lies there, others what was handed in."""
    found = dossier.evidence.filter(number=number).select_related("claim__file", "thumbnail", "public_copy").first()
    if found is None or permissions.writes(user, dossier):
        return found
    revision = revisions_for(dossier, handed_over_at(user, dossier.project)).order_by("-number").first()
    named = {row["number"] for row in revision.content["evidence"]} if revision else set()
    return found if found.number in named else None
