"""The verbs of one project before its nominator: send back to the unit, pass over, nominate again, withdraw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.nominations import permissions, queries
from lixiang.nominations.actions.slates import changed, open_slate
from lixiang.nominations.models import Slate, SlateEntry
from lixiang.nominations.rules import Seat, maximum_findings, minimum_findings
from lixiang.nominations.states import Status
from lixiang.projects import permissions as projects
from lixiang.projects.actions import take_revision
from lixiang.projects.models import Project
from lixiang.projects.queries import sections_of
from lixiang.projects.rules.facts import SlateFacts
from lixiang.projects.rules.schedule import extension_findings
from lixiang.projects.states import Status as ProjectStatus
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move


def _slate_and_project(project: Project, at: datetime) -> tuple[Slate, Project]:
    """Both locked, the slate first: the order in which every hand-in takes them."""
    slate = locked(open_slate(project.programme, project.nominating_organisation, at=at))
    return slate, locked(project)


def _off_the_slate(slate: Slate, project: Project, verb: str, *, by: Any, at: datetime) -> None:
    """A project that leaves the slate leaves a new edition behind; an endorsement of the last one is void."""
    if SlateEntry.objects.filter(slate=slate, project=project).delete()[0]:
        changed(slate, verb, project, by=by, at=at)


@transaction.atomic
def nominate(project: Project, *, key: UUID, by: Any, at: datetime) -> Project:
    """Nominate a returned project again: a new revision, within the due date of the return and within the quota."""
    slate, project = _slate_and_project(project, at)
    earlier = project.revisions.filter(key=key).first()
    if not permissions.is_of_the_organisation(by, slate):
        raise PermissionDenied
    if earlier is not None:
        return project
    _refuse_unless(project, ProjectStatus.RETURNED_BY_DEPARTMENT, "重新申报")
    standing = _renomination_findings(slate, project, at)
    revision = take_revision(project, key=key, by=by, at=at)
    return move(
        project,
        "nominate",
        by=by,
        at=at,
        facts=SlateFacts(standing=standing),
        detail={"revision": revision.number, "hash": revision.hash},
        revision=revision,
        due_at=None,
        open_sections=[],
    )


def _renomination_findings(slate: Slate, project: Project, at: datetime) -> tuple[Finding, ...]:
    """The most of the quota; of its least only what a category changed under the return has broken."""
    view = queries.view_of(slate, [project], at)
    nominated = Seat(project.ref, project.revision.content["category"])
    broken_before = minimum_findings(replace(view, chosen=(nominated,)))
    return (*maximum_findings(view), *(each for each in minimum_findings(view) if each not in broken_before))


@transaction.atomic
def send_back(
    project: Project, *, sections: Sequence[str], reason: str, by: Any, at: datetime, due_at: datetime | None = None
) -> Project:
    """Return a project to its unit with the reason and the sections to mend; it leaves the slate."""
    slate, project = _slate_and_project(project, at)
    if not permissions.is_nominator(by, slate):
        raise PermissionDenied
    _refuse_unless(project, ProjectStatus.WITH_NOMINATOR, "退回")
    _refuse_wrong_return(project, sections, due_at, at)
    _off_the_slate(slate, project, "set_aside", by=by, at=at)
    detail = {"sections": list(sections), "due_at": due_at.isoformat() if due_at else ""}
    return move(
        project, "send_back", by=by, at=at, reason=reason, detail=detail, open_sections=list(sections), due_at=due_at
    )


@transaction.atomic
def extend_return(project: Project, *, due_at: datetime, reason: str, by: Any, at: datetime) -> Project:
    """Give a project that was returned to its unit until a later date, overdue or not; the same date again is done."""
    project = locked(project)
    if not projects.is_nominator(by, project):
        raise PermissionDenied
    _refuse_unless(project, ProjectStatus.RETURNED_BY_NOMINATOR, "延长修改期限")
    if project.due_at == due_at:
        return project
    refuse_if(extension_findings(project.due_at, due_at, at))
    detail = {"due_at": timezone.localtime(due_at).isoformat()}
    return move(project, "extend_return", by=by, at=at, reason=reason, detail=detail, due_at=due_at)


def _refuse_unless(project: Project, status: ProjectStatus, verb: str) -> None:
    """The verbs of this stage share their names with those of others, which act on other statuses."""
    if project.status != status:
        word = project.get_status_display()
        raise Refused(Finding("not_in_this_status", f"当前状态为“{word}”，不能{verb}；页面可能已过时，请刷新后再看。"))


def _refuse_wrong_return(project: Project, sections: Sequence[str], due_at: datetime | None, at: datetime) -> None:
    known = {section.code for section, _ in sections_of(project)}
    if not sections or not known.issuperset(sections):
        raise Refused(Finding("no_section_marked", "请勾选需要修改的部分。", field="sections"))
    if due_at is not None and due_at <= at:
        raise Refused(Finding("due_in_the_past", "修改期限应当晚于现在。", field="due_at"))


@transaction.atomic
def pass_over(project: Project, *, reason: str, by: Any, at: datetime) -> Project:
    """Do not nominate a project, and say why."""
    slate, project = _slate_and_project(project, at)
    _off_the_slate(slate, project, "set_aside", by=by, at=at)
    return move(project, "pass_over", by=by, at=at, reason=reason)


@transaction.atomic
def withdraw(project: Project, *, reason: str, by: Any, at: datetime) -> Project:
    """Take a project back. Before the deadline, what was nominated must still satisfy the least of the quota."""
    slate, project = _slate_and_project(project, at)
    facts = None
    if project.status in (ProjectStatus.NOMINATED, ProjectStatus.RETURNED_BY_DEPARTMENT):
        facts = SlateFacts(standing=_withdrawal_findings(slate, project, at))
    _off_the_slate(slate, project, "set_aside", by=by, at=at)
    return move(project, "withdraw", by=by, at=at, reason=reason, facts=facts)


def _withdrawal_findings(slate: Slate, project: Project, at: datetime) -> tuple[Finding, ...]:
    """Only of a slate that stands handed in, and only before its deadline; reopened, the hand-in asks again."""
    view = queries.view_of(slate, [], at)
    if slate.status != Status.HANDED_IN or (view.closing and view.closing.is_past(at)):
        return ()
    return minimum_findings(replace(view, held=tuple(seat for seat in view.held if seat.ref != project.ref)))
