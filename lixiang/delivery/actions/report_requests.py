"""Asks a chosen set of projects for a report of its own kind."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.delivery import permissions
from lixiang.delivery.actions.due_reports import BATCH, keep
from lixiang.delivery.models import Report, ReportRequest
from lixiang.delivery.models.report_facts import clause_of
from lixiang.delivery.queries.report_requests import projects_meant
from lixiang.delivery.rules.report_requests import Asked, request_findings
from lixiang.history.record import record
from lixiang.programmes.models import Programme
from lixiang.programmes.queries import version_in_force
from lixiang.projects.models import Project
from lixiang.workflow.findings import refuse_if
from lixiang.workflow.moves import locked


@transaction.atomic
def ask(
    programme: Programme,
    asked: Asked,
    *,
    key: UUID,
    by: Any,
    at: datetime,
    refs: Sequence[str] | None = None,
    narrowed: dict[str, Any] | None = None,
) -> ReportRequest:
    """One report each of the projects under way: those of `refs`, those that `narrowed` filters, else all of them.

    The same key again gives the same request. Raises Refused where nothing is asked, nobody is meant, or the date is
    past.
    """
    if not permissions.runs_delivery(by, programme):
        raise PermissionDenied
    programme = locked(programme)
    earlier = ReportRequest.objects.filter(key=key).first()
    if earlier is not None:
        return earlier
    projects = projects_meant(programme, **(narrowed or {}))
    projects = projects.filter(ref__in=refs) if refs is not None else projects
    clause = clause_of(version_in_force(programme, at))
    refuse_if(request_findings(asked, at, clause, has_projects=projects.exists()))
    request = _kept(programme, asked, key, by, at)
    count = _make(request, projects, by, at)
    detail = {"title": request.title, "count": count, "due_at": asked.due_at.isoformat()}
    record(request, "ask_all", by=by, at=at, reason=request.ground, detail=detail, programme_id=programme.pk)
    return request


def _kept(programme: Programme, asked: Asked, key: UUID, by: Any, at: datetime) -> ReportRequest:
    return ReportRequest.objects.create(
        ref=f"{programme.ref}-{ReportRequest.objects.filter(programme=programme).count() + 1}",
        programme=programme,
        title=asked.title.strip(),
        ground=asked.ground.strip(),
        questions=[asdict(each) for each in asked.questions],
        evidence=asked.evidence,
        due_at=asked.due_at,
        key=key,
        asked_at=at,
        asked_by=by,
        asked_by_name=by.name,
    )


def _make(request: ReportRequest, projects: Any, by: Any, at: datetime) -> int:
    """By key and in batches; how many."""
    made, last = 0, 0
    while True:
        batch = list(projects.select_related("version").filter(pk__gt=last).order_by("pk")[:BATCH])
        keep([_report(request, project, at) for project in batch], by=by, at=at)
        made += len(batch)
        if len(batch) < BATCH:
            return made
        last = batch[-1].pk


def _report(request: ReportRequest, project: Project, at: datetime) -> Report:
    return Report(
        ref=f"{project.ref}-r{request.pk}",
        programme_id=request.programme_id,
        project=project,
        version=project.version,
        request=request,
        title=request.title,
        period_from=timezone.localtime(at).date(),
        period_until=timezone.localtime(request.due_at).date(),
        made_at=at,
        first_due_at=request.due_at,
        due_at=request.due_at,
        status_since=at,
    )
