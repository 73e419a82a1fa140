"""What an event of a meeting or of a task is about, and whom it concerns."""

from datetime import datetime

from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.queries import clause_of_tasks
from lixiang.delivery.rules.meetings import span_in_words
from lixiang.history.models import Event
from lixiang.messaging import rules
from lixiang.messaging.queries.matter import Matter


def of_meeting(event: Event, at: datetime) -> Matter | None:
    meeting = Meeting.objects.select_related("programme__managing_organisation").filter(pk=event.subject_id).first()
    if meeting is None:
        return None
    kind = meeting.kind_setting(at)
    managing = meeting.programme.managing_organisation
    values = {
        "title": meeting.title,
        "managing": managing.short_name,
        "time": span_in_words(meeting.begins_at, None) if meeting.begins_at else "另行通知的时间",
        "place": meeting.place,
        "by_when": rules.by_when(meeting.reply_by),
        "ground": rules.ground(kind.clause if kind else ""),
    }
    invited = frozenset(meeting.invitations.values_list("organisation", flat=True))
    return Matter(values, {"invited": invited, "managing": frozenset({managing.pk})}, {"delivery": meeting.ref})


def of_task(event: Event, at: datetime) -> Matter | None:
    related = ("programme", "organisation")
    task = Task.objects.select_related(*related).filter(pk=event.subject_id).first()
    if task is None:
        return None
    values = {
        "title": task.title,
        "responsible": task.organisation.short_name,
        "by_when": rules.by_when(task.due_at, event.at),
        "ground": rules.ground(clause_of_tasks(task.programme, at)),
    }
    sides = {
        "responsible": frozenset({task.organisation_id}),
        "managing": frozenset({task.programme.managing_organisation_id}),
    }
    return Matter(values, sides, {"delivery": task.ref})
