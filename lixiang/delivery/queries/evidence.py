"""The files of a project wherever they were claimed, so that none is uploaded twice."""

from django.db.models import Q, QuerySet

from lixiang.delivery.models import Report
from lixiang.delivery.models.reports import EVIDENCE
from lixiang.files.models import Claim

MOST_OFFERED = 100


def files_of_the_project(project_id: int) -> QuerySet[Claim]:
    """The living claims of the application's attachments and of every report's evidence."""
    reports = Report.objects.filter(project=project_id).values("pk")
    own = Q(subject_kind="project", subject_id=project_id) & ~Q(part__startswith="signed_scan_")
    evidence = Q(subject_kind="report", subject_id__in=reports, part=EVIDENCE)
    return Claim.objects.filter(own | evidence, released_at=None).select_related("file").order_by("-pk")


def files_to_choose(report: Report) -> tuple[Claim, ...]:
    """What the project has and this report does not use yet, each content once; two queries."""
    used = set(Claim.of(report, EVIDENCE).values_list("file_id", flat=True))
    offered: dict[int, Claim] = {}
    for claim in files_of_the_project(report.project_id)[:MOST_OFFERED]:
        if claim.file_id not in used:
            offered.setdefault(claim.file_id, claim)
    return tuple(offered.values())
