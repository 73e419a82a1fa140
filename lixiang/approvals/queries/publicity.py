"""公示 periods, what is shown in them, and the objections raised against it."""

from typing import Any

from django.db.models import QuerySet

from lixiang.approvals.models import Decision, IssuedDocument, Objection, PublicityPeriod, Verdict
from lixiang.approvals.rules import Paper
from lixiang.approvals.states import Status as ObjectionStatus
from lixiang.files.models import Claim
from lixiang.people.models import by_bearer
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project

MOST = 100


def periods_of(user: Any, programme: Programme) -> list[PublicityPeriod]:
    """The 公示 of a programme, newest first."""
    return list(PublicityPeriod.visible_to(user).filter(publication__programme=programme)[:MOST])


def shown_in(period: PublicityPeriod) -> list[Decision]:
    """What a 公示 shows, in the order of its list, from the revisions that were decided on."""
    listed = period.publication.decisions.filter(verdict=Verdict.SHORTLIST)
    related = listed.select_related("project__nominating_organisation", "revision")
    related = related.prefetch_related("project__nominating_organisation__former_names")
    return list(related.order_by(*by_bearer("project__nominating_organisation"), "project__number"))


def paper_of(period: PublicityPeriod) -> IssuedDocument | None:
    """The text of the 公示 as it was posted, once it was."""
    papers = period.publication.papers.filter(paper=Paper.PUBLICITY)
    return papers.select_related("pdf", "docx").first()


def objections_of(user: Any, period: PublicityPeriod) -> list[tuple[Objection, list[Claim]]]:
    """The objections to what this 公示 shows that this person may see, with their sealed scans; two queries."""
    projects = period.publication.decisions.filter(verdict=Verdict.SHORTLIST).values("project")
    return _with_scans(Objection.visible_to(user).filter(project__in=projects, raised_at__gte=period.from_at))


def objections_to_answer(programme: Programme) -> QuerySet[Objection]:
    """Open objections of a programme."""
    return Objection.objects.filter(project__programme=programme, status=ObjectionStatus.OPEN)


def _with_scans(objections: QuerySet[Objection]) -> list[tuple[Objection, list[Claim]]]:
    found = list(objections)
    scans: dict[int, list[Claim]] = {}
    claims = Claim.objects.filter(
        subject_kind="objection", subject_id__in=[each.pk for each in found], released_at=None
    )
    for claim in claims.select_related("file"):
        scans.setdefault(claim.subject_id, []).append(claim)
    return [(objection, scans.get(objection.pk, [])) for objection in found]


def project_shown(period: PublicityPeriod, ref: str) -> Project | None:
    """A project that this 公示 shows, whoever asks."""
    decision = period.publication.decisions.filter(verdict=Verdict.SHORTLIST, project__ref=ref).first()
    return decision.project if decision else None


def scan_of(objection: Objection, number: int) -> Claim | None:
    return Claim.of(objection).filter(pk=number).first()


def period_of(objection: Objection) -> PublicityPeriod | None:
    """The 公示 in which an objection was raised."""
    periods = PublicityPeriod.objects.filter(publication__decisions__project=objection.project_id)
    return periods.filter(from_at__lte=objection.raised_at).order_by("-from_at").first()
