"""The verbs of an agenda: add an item, remove it, put the items in order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lixiang.delivery import permissions
from lixiang.delivery.models import AgendaItem, Meeting
from lixiang.delivery.states.meetings import Status
from lixiang.history.record import record
from lixiang.projects.models import Project
from lixiang.projects.states import APPROVED
from lixiang.workflow.findings import Finding, Refused, refuse_if, too_long
from lixiang.workflow.moves import locked

# The notice carries the agenda; what stands on it afterwards is changed until the meeting is held.
OPEN = (Status.DRAFT, Status.ANNOUNCED)
LONGEST = 24 * 60
LONGEST_TOPIC = 200  # as long as the title of a project


@transaction.atomic
def add_item(
    meeting: Meeting, *, topic: str = "", project: Project | None = None, minutes: int = 0, by: Any, at: datetime
) -> AgendaItem:
    """Put a project, or a topic of its own, at the end of the agenda; a project stands there once."""
    meeting = _changeable(meeting, by, at)
    refuse_if(_unfit(meeting, topic, project, minutes, meeting.clause_at(at)))
    last = meeting.items.order_by("-order").values_list("order", flat=True).first() or 0
    words = {"topic": topic.strip() or str(project), "project": project, "minutes": minutes}
    item = AgendaItem.objects.create(meeting=meeting, order=last + 1, **words)
    detail = {"topic": item.topic, "project": project.ref if project else ""}
    record(meeting, "add_item", by=by, at=at, detail=detail, programme_id=meeting.programme_id)
    return item


def _unfit(meeting: Meeting, topic: str, project: Project | None, minutes: int, clause: str) -> tuple[Finding, ...]:
    found = []
    if project is None and not topic.strip():
        found.append(Finding("empty_item", "请选择项目或者填写议题。", clause, field="topic"))
    if project is not None and (project.programme_id != meeting.programme_id or project.status not in APPROVED):
        found.append(Finding("not_approved", "议程上只能列本批次已立项的项目。", clause, field="project"))
    elif project is not None and meeting.items.filter(project=project).exists():
        found.append(Finding("on_agenda", f"“{project}”已在议程上。", clause, field="project"))
    if not 0 <= minutes <= LONGEST:
        found.append(Finding("wrong_minutes", "时长应为0至1440分钟。", clause, field="minutes"))
    return (*found, *too_long(topic.strip(), LONGEST_TOPIC, what="议题", clause=clause, field="topic"))


@transaction.atomic
def remove_item(meeting: Meeting, item: AgendaItem, *, by: Any, at: datetime) -> None:
    """Take an item off the agenda; one that is gone already is no matter."""
    meeting = _changeable(meeting, by, at)
    found = meeting.items.filter(pk=item.pk).first()
    if found is not None:
        found.delete()
        record(meeting, "remove_item", by=by, at=at, detail={"topic": item.topic}, programme_id=meeting.programme_id)


@transaction.atomic
def put_in_order(meeting: Meeting, items: Sequence[int], *, by: Any, at: datetime) -> None:
    """Set the order of the whole agenda; `items` names every item once."""
    meeting = _changeable(meeting, by, at)
    there = {item.pk: item for item in meeting.items.all()}
    if sorted(items) != sorted(there):
        raise Refused(Finding("agenda_changed", "议程已被他人改动，请刷新后重新排序。", meeting.clause_at(at)))
    if list(items) == list(there):
        return
    for order, pk in enumerate(items, 1):
        there[pk].order = order
    AgendaItem.objects.bulk_update(there.values(), ["order"])
    record(meeting, "put_in_order", by=by, at=at, detail={"order": list(items)}, programme_id=meeting.programme_id)


def _changeable(meeting: Meeting, by: Any, at: datetime) -> Meeting:
    meeting = locked(meeting)
    if not permissions.runs_meeting(by, meeting):
        raise PermissionDenied
    if meeting.status not in OPEN:
        raise Refused(
            Finding("agenda_closed", f"会议{meeting.get_status_display()}，议程不再改动。", meeting.clause_at(at))
        )
    return meeting
