"""Begin a project, and throw a draft away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.programmes import queries as programmes
from lixiang.programmes.models import Programme
from lixiang.programmes.states import Status as ProgrammeStatus
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.moves import locked, move


@transaction.atomic
def draft(
    programme: Programme, *, organisation: Organisation, by: Any, at: datetime, key: UUID | None = None
) -> Project:
    """Begin a project for a unit; its nominating organisation is the nearest one above that the notice names.

    The same key again gives the same draft. Numbers are given under the programme's lock, without gaps.
    """
    if not by.holds(Role.UNIT_CLERK, organisation=organisation):
        raise PermissionDenied
    programme = locked(programme)
    earlier = Project.objects.filter(draft_key=key, drafting_organisation=organisation).first() if key else None
    if earlier is not None:
        return earlier
    if programme.status != ProgrammeStatus.PUBLISHED:
        raise Refused(Finding("not_published", f"“{programme.title}”{programme.get_status_display()}，现在不能申报。"))
    version = programmes.version_in_force(programme, at)
    nominating = programmes.nominating_organisation(version, organisation)
    if nominating is None:
        raise Refused(Finding("nobody_nominates", f"“{organisation.name}”不属于本批次通知所列申报单位的范围。"))
    programme.projects_made += 1
    programme.save(update_fields=["projects_made"])
    project = Project.objects.create(
        ref=f"{programme.ref}-{programme.projects_made:04d}",
        number=programme.projects_made,
        draft_key=key,
        programme=programme,
        version=version,
        drafting_organisation=organisation,
        nominating_organisation=nominating,
        implementing_organisation=organisation,
        status_since=at,
        created_at=at,
    )
    record(project, "draft", by=by, at=at, to_status=project.status, programme_id=programme.pk)
    return project


def discard(project: Project, *, by: Any, at: datetime) -> Project:
    return move(project, "discard", by=by, at=at)
