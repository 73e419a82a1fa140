"""Meetings that dealt with the project: notice and minutes, what was concluded of it, and the tasks handed out."""

from collections.abc import Iterator

from lixiang.delivery.models import AgendaItem, Task
from lixiang.delivery.states.meetings import Status
from lixiang.documents.models import OfficialDocument
from lixiang.outcomes.queries.holdings.papers import item_of
from lixiang.outcomes.queries.holdings.pieces import act, claimed_by, day_of, moment, page, pieces_of
from lixiang.outcomes.rules.items import Item
from lixiang.projects.models import Project

SECTION = "meetings"
HELD = (Status.HELD, Status.MINUTED)


def items_of(project: Project) -> Iterator[Item]:
    """What a meeting said of other projects stays out, except in the minutes as they were issued."""
    points = AgendaItem.objects.filter(project=project, meeting__status__in=HELD).select_related("meeting")
    for point in points.order_by("meeting__begins_at", "meeting_id"):
        yield _point(project, point)
        for pk in (point.meeting.notice_id, point.meeting.minutes_id):
            if pk is not None:
                related = OfficialDocument.objects.select_related("pdf", "docx", "corrects")
                yield item_of(related.get(pk=pk), project, SECTION)
    yield from _tasks(project)


def _point(project: Project, point: AgendaItem) -> Item:
    meeting = point.meeting
    facts = (
        ("会议", meeting.title),
        ("形式", meeting.kind_title),
        ("时间", moment(meeting.begins_at)),
        ("地点", meeting.place),
        ("主持人", meeting.chair),
        ("议题", point.topic),
    )
    title = f"{meeting.title}：本项目议题"
    on = day_of(meeting.begins_at or meeting.status_since)
    piece = page(title, pairs=facts, texts=(("结论", point.conclusion),))
    organisation = project.programme.managing_organisation.name
    return Item(SECTION, title, "会议记录", organisation, on, meeting.ref.upper(), (piece,))


def _tasks(project: Project) -> Iterator[Item]:
    tasks = tuple(Task.objects.filter(project=project).select_related("organisation").order_by("number"))
    files = claimed_by("task", [each.pk for each in tasks])
    for task in tasks:
        facts = (
            ("交办事项", task.title),
            ("责任单位", task.organisation.name),
            ("配合单位", task.cooperating),
            ("完成时限", task.due_on.isoformat()),
            ("状态", str(task.get_status_display())),
        )
        pieces = (page(f"交办事项 {task.number}", pairs=facts, texts=(("办理情况", task.note),)),)
        acts = (act("交办", task.handed_out_at, ""), act("报告", task.reported_at, task.organisation.name))
        acts = acts if task.reported_at else acts[:1]
        yield Item(
            SECTION,
            f"交办事项：{task.title}",
            "交办事项",
            task.organisation.name,
            day_of(task.handed_out_at),
            task.ref.upper(),
            (*pieces, *pieces_of(files.get(task.pk, ()))),
            acts,
        )
