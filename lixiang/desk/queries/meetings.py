"""What meetings and tasks wait for: at the section as counts, at units line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lixiang.delivery.models import Invitation, Meeting, Task
from lixiang.delivery.queries import clause_of_meetings, overdue_tasks
from lixiang.delivery.states.meetings import Status as MeetingStatus
from lixiang.delivery.states.tasks import Status as TaskStatus
from lixiang.desk.queries.asks import Ask
from lixiang.desk.queries.viewpoint import Viewpoint
from lixiang.desk.rules.items import MOST_COUNTED, Item
from lixiang.programmes.rules.days import end_of
from lixiang.projects.models import Project
from lixiang.ui.addresses import address


def asks_of_meetings(view: Viewpoint) -> Iterator[Ask]:
    """What the section has to do for meetings and tasks; nothing where the programme knows none."""
    clause = clause_of_meetings(view.version)
    if not clause:
        return
    meetings, tasks = Meeting.objects.filter(programme=view.programme), Task.objects.filter(programme=view.programme)
    rooms, past, ledger = (
        address("delivery:meetings"),
        f"{address('delivery:meetings')}?period=past",
        address("delivery:tasks"),
    )
    begun = meetings.filter(status=MeetingStatus.ANNOUNCED, begins_at__lt=view.at)
    held = meetings.filter(status=MeetingStatus.HELD)
    drafts = meetings.filter(status=MeetingStatus.DRAFT)
    reported = tasks.filter(status=TaskStatus.DONE_REPORTED)
    late = overdue_tasks(tasks, view.at)
    yield Ask("{n}次会议待印发通知", drafts, rooms, clause, "status_since", label="去通知")
    yield Ask("{n}次会议已到时间，待登记召开", begun, rooms, clause, "begins_at", label="去登记")
    yield Ask("{n}次会议待印发纪要", held, past, clause, "status_since", label="去填写")
    yield Ask("{n}项任务已报办结，待确认", reported, f"{ledger}?shown=reported", clause, "status_since", label="去确认")
    yield Ask("{n}项任务逾期未办结，请催办", late, f"{ledger}?shown=overdue", clause, "status_since", label="去催办")


def items_of_attending(view: Viewpoint) -> Iterator[Item]:
    """Meetings to reply to and tasks to finish, for those who work for an organisation; two queries."""
    own = view.drafts_for | view.nominates_for
    clause = clause_of_meetings(view.version) if own else ""
    if clause:
        yield from _replies(view, own, clause)
        yield from _tasks(view, own, clause)


def _replies(view: Viewpoint, own: frozenset[int], clause: str) -> Iterator[Item]:
    waiting = Invitation.objects.filter(
        organisation__in=own,
        replied_at=None,
        meeting__programme=view.programme,
        meeting__status=MeetingStatus.ANNOUNCED,
        meeting__begins_at__gt=view.at,
    )
    columns = ("meeting__ref", "meeting__title", "meeting__reply_by", "organisation__short_name", "organisation__code")
    for ref, title, due_at, unit, code in waiting.order_by("meeting__begins_at", "id").values_list(*columns)[
        :MOST_COUNTED
    ]:
        words = f"报送{unit}参加“{title}”的人员"
        yield Item(words, address("delivery:reply", ref=ref, code=code), "", clause, due_at, label="去报送")


def _tasks(view: Viewpoint, own: frozenset[int], clause: str) -> Iterator[Item]:
    tasks = Task.objects.filter(programme=view.programme, organisation__in=own, status=TaskStatus.OPEN)
    columns = ("ref", "title", "due_on", "status_since")
    for ref, title, due_on, since in tasks.order_by("due_on", "id").values_list(*columns)[:MOST_COUNTED]:
        due_at = end_of(due_on)
        yield Item(f"办结“{title}”并上报", address("delivery:task", ref=ref), "", clause, due_at, since, label="去办理")


@dataclass(frozen=True)
class Gathered:
    """The meetings that had a project on their agenda, and the tasks that concern it, as one person sees them."""

    meetings: tuple[Meeting, ...]
    tasks: tuple[Task, ...]


def gathered_of(user: Any, project: Project) -> Gathered:
    """Newest first, two queries."""
    meetings = Meeting.visible_to(user).filter(items__project=project).order_by("-begins_at", "-id")
    tasks = Task.visible_to(user).filter(project=project).order_by("-due_on", "-id")
    return Gathered(tuple(meetings[:MOST_COUNTED]), tuple(tasks[:MOST_COUNTED]))
