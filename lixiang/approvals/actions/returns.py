"""The verbs of a return: send a project back by section, and give it more time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.approvals import queries
from lixiang.programmes.queries import settings_by_kind
from lixiang.projects import permissions as projects
from lixiang.projects.models import Project
from lixiang.projects.rules.kinds import Section
from lixiang.projects.rules.schedule import extension_findings
from lixiang.projects.states import Status
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move


@transaction.atomic
def send_back(
    project: Project, *, sections: Sequence[str], reason: str, due_at: datetime, by: Any, at: datetime
) -> Project:
    """Return a project for the marked sections, due on a date of its own; opinions so far are void but stay visible."""
    project = locked(project)
    if queries.decision_of(project) is not None:
        raise Refused(Finding("already_decided", "已有未公布的决定，请先撤销决定再退回。"))
    refuse_if(_return_findings(project, sections, due_at, at))
    project.opinions.filter(voided_at=None).update(voided_at=at)
    detail = {"sections": list(sections), "due_at": due_at.isoformat()}
    return move(
        project, "send_back", by=by, at=at, reason=reason, detail=detail, due_at=due_at, open_sections=list(sections)
    )


def _return_findings(project: Project, sections: Sequence[str], due_at: datetime, at: datetime) -> tuple[Finding, ...]:
    found = []
    if due_at <= at:
        found.append(Finding("due_in_the_past", "退回修改的期限应当晚于现在。", field="due_on"))
    if not sections:
        found.append(Finding("no_sections", "请标明需要修改的部分。", field="sections"))
    known = {section.code for section in settings_by_kind(project.version, Section)}
    if set(sections) - known:
        found.append(Finding("no_such_section", "申报书没有所标的部分。", field="sections"))
    return tuple(found)


@transaction.atomic
def extend_return(project: Project, *, due_at: datetime, reason: str, by: Any, at: datetime) -> Project:
    """Give a project that the department returned until a later date, overdue or not; the same date again is done."""
    project = locked(project)
    if not projects.is_section(by, project):
        raise PermissionDenied
    if project.status != Status.RETURNED_BY_DEPARTMENT:
        raise Refused(Finding("not_returned", f"当前为“{project.get_status_display()}”，没有可以延长的修改期限。"))
    if project.due_at == due_at:
        return project
    step = next(iter(queries.steps_of(project)), None)
    refuse_if(extension_findings(project.due_at, due_at, at, step.clause if step else ""))
    detail = {"due_at": timezone.localtime(due_at).isoformat()}
    return move(project, "extend_return", by=by, at=at, reason=reason, detail=detail, due_at=due_at)
