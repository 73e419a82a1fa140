"""The verbs of a task: hand out, report done, close, return, extend, cancel, remind."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lixiang.agreements.rules import standing_against_reminder
from lixiang.delivery import permissions
from lixiang.delivery.actions import lamps
from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.queries.tasks import clause_of_tasks
from lixiang.delivery.rules import tasks as rules
from lixiang.delivery.states.meetings import Status as MeetingStatus
from lixiang.delivery.states.tasks import Status
from lixiang.history.record import record
from lixiang.people.models import Organisation
from lixiang.programmes.models import Programme
from lixiang.projects.models import Project
from lixiang.workflow.findings import Finding, Refused, refuse_if
from lixiang.workflow.moves import locked, move

MINUTED = (MeetingStatus.HELD, MeetingStatus.MINUTED)


@transaction.atomic
def hand_out(
    source: Any,
    *,
    title: str,
    organisation: Organisation | None,
    due_on: date | None,
    project: Project | None = None,
    cooperating: str = "",
    remark: str = "",
    by: Any,
    at: datetime,
) -> Task:
    """Hand out one task at `source`: a meeting, an inspection, or the programme itself for a row of the ledger.

    Refused without exactly one owner and one due date. `source` has `programme`, or is one.
    """
    programme = locked(source if isinstance(source, Programme) else source.programme)
    kind = _kind_of(source)
    if not permissions.hands_out(by, programme, kind):
        raise PermissionDenied
    owners = (organisation.pk,) if organisation else ()
    _refuse_unfit(programme, source, title, owners, due_on, project, at)
    words = _fitting(clause_of_tasks(programme, at), title=title, cooperating=cooperating, remark=remark)
    last = programme.tasks.order_by("-number").values_list("number", flat=True).first() or 0
    task = Task.objects.create(
        ref=f"{programme.ref}-t{last + 1}",
        number=last + 1,
        programme=programme,
        source=kind,
        source_id=source.pk,
        project=project,
        organisation=organisation,
        due_on=due_on,
        status_since=at,
        handed_out_at=at,
        **words,
    )
    record(task, "hand_out", by=by, at=at, detail=_handed(task), programme_id=programme.pk)
    lamps.follow(task.project_id, by=by, at=at)
    return task


def _fitting(clause: str, **typed: str) -> dict[str, str]:
    """What was typed, as its columns take it; refused where it is longer than they are."""
    words = {name: text.strip() for name, text in typed.items()}
    refuse_if(rules.standing_against_words(words, clause))
    return words


def _kind_of(source: Any) -> str:
    kind = rules.LEDGER if isinstance(source, Programme) else source._meta.model_name
    if kind not in rules.SOURCES:
        raise TypeError(f"no tasks are handed out at a {kind}")
    return kind


def _handed(task: Task) -> dict[str, Any]:
    """Owner and day as the history keeps them, which the invariants compare."""
    return {
        "organisation": task.organisation.name,
        "owner": task.organisation_id,
        "due_on": task.due_on.isoformat(),
        "source": task.source,
        "project": task.project.ref if task.project else "",
    }


def _refuse_unfit(
    programme: Programme,
    source: Any,
    title: str,
    owners: tuple[int, ...],
    due_on: date | None,
    project: Project | None,
    at: datetime,
) -> None:
    clause = clause_of_tasks(programme, at)
    if isinstance(source, Meeting) and locked(source).status not in MINUTED:
        raise Refused(Finding("not_held", "会议召开以后才能交办任务。", clause))
    if project is not None and project.programme_id != programme.pk:
        raise Refused(Finding("of_another_programme", "任务所涉项目不属于本批次。", clause, field="project"))
    today = timezone.localtime(at).date()
    carrying = _carrying_out(project) if project else None
    refuse_if(rules.standing_against_handing(rules.Handing(title, owners, due_on, today, carrying, clause)))


def _carrying_out(project: Project) -> frozenset[int]:
    ids = (project.drafting_organisation_id, project.nominating_organisation_id, project.implementing_organisation_id)
    own = Organisation.objects.filter(pk__in=[pk for pk in ids if pk])
    return frozenset(pk for each in own for pk in (each.pk, each.bearer_id))


@lamps.lights
def report_done(task: Task, *, note: str, by: Any, at: datetime) -> Task:
    """办结上报 by the responsible organisation, with what was done; proofs are attached before."""
    task = locked(task)
    if permissions.answers_for_task(by, task):
        refuse_if(rules.standing_against_done(note, clause_of_tasks(task.programme, at)))
    detail = {"note": note.strip(), "late": rules.is_overdue(task.due_on, at)}
    words = {"detail": detail, "note": note.strip(), "reported_at": at}
    return move(task, "report_done", by=by, at=at, **words)


def close_task(task: Task, *, by: Any, at: datetime) -> Task:
    return move(task, "close", by=by, at=at)


@lamps.lights
def return_done(task: Task, *, reason: str, by: Any, at: datetime) -> Task:
    """What was reported does not do; the due date stays as it is."""
    return move(task, "return_done", by=by, at=at, reason=reason, reported_at=None)


@lamps.lights
def extend_task(task: Task, *, due_on: date | None, reason: str, by: Any, at: datetime) -> Task:
    """Move the one due date to a later day, with the reason."""
    task = locked(task)
    if permissions.supervises_task(by, task):
        today, clause = timezone.localtime(at).date(), clause_of_tasks(task.programme, at)
        refuse_if(rules.standing_against_extension(task.due_on, due_on, today, clause))
    detail = {"from": task.due_on.isoformat(), "due_on": due_on.isoformat() if due_on else ""}
    return move(task, "extend", by=by, at=at, reason=reason, detail=detail, due_on=due_on)


@lamps.lights
def cancel_task(task: Task, *, reason: str, by: Any, at: datetime) -> Task:
    return move(task, "cancel", by=by, at=at, reason=reason)


@transaction.atomic
def remind_of_task(task: Task, *, by: Any, at: datetime) -> Task:
    """催办: an event that the readers of the history carry to the responsible organisation; once a day."""
    task = locked(task)
    if not permissions.supervises_task(by, task):
        raise PermissionDenied
    clause = clause_of_tasks(task.programme, at)
    if task.status != Status.OPEN:
        raise Refused(Finding("nothing_to_remind", f"任务{task.get_status_display()}，无须催办。", clause))
    refuse_if(standing_against_reminder(task.reminded_at, at, clause))
    task.reminded_at, task.reminders = at, task.reminders + 1
    task.save(update_fields=["reminded_at", "reminders"])
    detail = {"due_on": task.due_on.isoformat(), "overdue": rules.is_overdue(task.due_on, at)}
    record(task, "remind", by=by, at=at, detail=detail, programme_id=task.programme_id)
    return task


@transaction.atomic
def edit_task(task: Task, *, cooperating: str, remark: str, by: Any, at: datetime) -> Task:
    """Change who cooperates and the remark; owner, text and due date have verbs of their own or never change."""
    task = locked(task)
    if not permissions.supervises_task(by, task):
        raise PermissionDenied
    before = {"cooperating": task.cooperating, "remark": task.remark}
    words = _fitting(clause_of_tasks(task.programme, at), cooperating=cooperating, remark=remark)
    if before != words:
        task.cooperating, task.remark = words["cooperating"], words["remark"]
        task.save(update_fields=["cooperating", "remark"])
        record(task, "edit", by=by, at=at, detail=before, programme_id=task.programme_id)
    return task
