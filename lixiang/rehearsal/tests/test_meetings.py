"""The rehearsal and the demo hold meetings by the public actions; the invariants see what is broken."""

import pytest

from lixiang.delivery.models import Meeting, Task
from lixiang.delivery.tests.gathering import Gathering as Room
from lixiang.history.verify import broken_chains
from lixiang.messaging.tests.scene import OTHER_COUNTY
from lixiang.people.models import Organisation
from lixiang.programmes.tests.arranging import unread
from lixiang.projects.states import Status
from lixiang.rehearsal import meetings
from lixiang.rehearsal.cycle import Cycle
from lixiang.rehearsal.demo import Story


@pytest.fixture
def room(cast, morning) -> Room:
    return Room(cast, morning)


def broken() -> list[str]:
    return [what for check in meetings.CHECKS for what in check()]


def test_the_rehearsal_runs_into_every_rule_of_meetings_and_leaves_nothing_broken(room):
    for code in ("committee-1", "committee-2"):
        room.active(code)
    cycle = Cycle(room.cast, seed=1, at=room.at, mark="演练")

    meetings.rehearse_meetings(cycle)

    met = {code for code, _ in cycle.refusals}
    assert met >= {
        *("no_place", "no_date", "nobody_invited", "in_the_past", "not_begun", "not_held", "too_late_to_reply"),
        *("no_words", "no_owner", "no_due_date", "not_later", "reminded_today", "no_note"),
        "not_in_this_status",
    }
    assert {clause for _, clause in cycle.refusals} <= {"二.4b", ""}
    assert Meeting.objects.filter(status="MINUTED").count() == 3
    assert set(Task.objects.values_list("status", flat=True)) == {"CLOSED", "CANCELLED"}
    assert broken() == [] and list(broken_chains()) == []


def test_the_demo_has_meetings_and_tasks_in_every_state(room):
    for code in ("committee-1", "committee-2"):
        room.active(code)
    story = Story(room.cast, room.at, "演示")

    meetings.tell_meetings(story)

    assert set(Meeting.objects.values_list("status", flat=True)) == {"DRAFT", "ANNOUNCED", "MINUTED", "CANCELLED"}
    assert set(Task.objects.values_list("status", flat=True)) == {"OPEN", "DONE_REPORTED", "CLOSED", "CANCELLED"}
    assert broken() == []


def test_a_programme_without_kinds_of_meeting_holds_none(room):
    room.active("committee-1")
    room.cast.version.settings.filter(kind="delivery.meeting_kind").delete()
    type(room.cast.version).objects.filter(pk=room.cast.version.pk).update(pack_hash=unread())
    cycle = Cycle(room.cast, seed=1, at=room.at, mark="")

    meetings.rehearse_meetings(cycle)
    meetings.tell_meetings(Story(room.cast, room.at, ""))

    assert not Meeting.objects.exists()
    assert cycle._projects(Status.ACTIVE).exists()


def test_the_invariants_name_a_task_whose_owner_or_day_was_changed_by_hand(room):
    task = room.task(project=None)
    assert broken() == []

    Task.objects.filter(pk=task.pk).update(organisation=Organisation.objects.get(code=OTHER_COUNTY))
    assert broken() == [f"任务{task.ref}的责任单位或者时限与交办、延期记录不符"]


def test_the_invariants_name_a_task_of_a_project_that_another_answers_for(room):
    task = room.task(project=room.active("committee-1"), organisation=room.organisation("committee-1"))
    Task.objects.filter(pk=task.pk).update(organisation=Organisation.objects.get(code=OTHER_COUNTY))

    assert f"任务{task.ref}的责任单位不属于所涉项目" in broken()


def test_the_invariants_name_meetings_without_their_papers(room):
    held, minuted = room.held(), room.minuted()
    assert broken() == []

    Meeting.objects.filter(pk=held.pk).update(notice=None, minutes=minuted.minutes)
    minuted.attendance.all().delete()
    minuted.invitations.all().delete()

    assert broken() == [
        f"会议{held.ref}已通知而没有通知",
        f"会议{held.ref}的纪要与状态不符",
        f"会议{minuted.ref}的纪要与状态不符",
        f"会议{minuted.ref}的通知没有发给参会单位",
    ]
