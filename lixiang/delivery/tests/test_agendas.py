"""What stands on the agenda of a meeting, until when it can be changed, and who sees the meeting by it."""

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.delivery import actions
from lixiang.delivery.models import Meeting
from lixiang.delivery.tests.gathering import codes, verbs_of
from lixiang.delivery.tests.underway import codes as told
from lixiang.people.roles import Role
from lixiang.workflow.findings import Refused


def test_an_agenda_holds_projects_once_and_topics_in_an_order_that_can_be_changed(room):
    project, meeting, words = room.active(), room.drafted(), {"by": room.section, "at": room.at}
    first = actions.add_item(meeting, project=project, minutes=10, **words)
    second = actions.add_item(meeting, topic="部署下步工作", **words)

    with pytest.raises(Refused) as refused:
        actions.add_item(meeting, project=project, **words)
    assert codes(refused) == {"on_agenda"}
    actions.put_in_order(meeting, [second.pk, first.pk], **words)
    assert [item.topic for item in meeting.items.all()] == ["部署下步工作", project.title]
    events = len(verbs_of(meeting))
    actions.put_in_order(meeting, [second.pk, first.pk], **words)
    assert len(verbs_of(meeting)) == events
    with pytest.raises(Refused) as refused:
        actions.put_in_order(meeting, [second.pk], **words)
    assert codes(refused) == {"agenda_changed"}
    actions.remove_item(meeting, first, **words)
    actions.remove_item(meeting, first, **words)
    assert meeting.items.get() == second


@pytest.mark.parametrize(("said", "code"), [({}, "empty_item"), ({"topic": "议题", "minutes": 1441}, "wrong_minutes")])
def test_an_agenda_item_says_what_it_is_and_how_long(room, said, code):
    with pytest.raises(Refused) as refused:
        actions.add_item(room.drafted(), **said, by=room.section, at=room.at)
    assert codes(refused) == {code}


def test_only_approved_projects_come_on_an_agenda_and_only_before_the_meeting(room):
    (waiting,) = room.nominated()
    with pytest.raises(Refused) as refused:
        actions.add_item(room.drafted(), project=waiting, by=room.section, at=room.at)
    assert codes(refused) == {"not_approved"}
    with pytest.raises(Refused) as refused:
        actions.add_item(room.held(), topic="补充", by=room.section, at=room.after)
    assert codes(refused) == {"agenda_closed"}
    with pytest.raises(PermissionDenied):
        actions.add_item(room.drafted(), topic="议题", by=room.county, at=room.at)


def test_a_unit_sees_the_meeting_that_has_its_project_on_the_agenda(room):
    project = room.active("committee-1")
    meeting = room.drafted()
    actions.add_item(meeting, project=project, by=room.section, at=room.at)
    unit = room.user(Role.UNIT_CLERK, "committee-1")

    assert not Meeting.visible_to(unit).exists()
    meeting = actions.announce(meeting, by=room.section, at=room.at)
    assert Meeting.visible_to(unit).get() == meeting
    assert Meeting.visible_to(room.user(Role.INSPECTOR)).get() == meeting
    assert not Meeting.visible_to(room.user(Role.JUDGE)).exists()
    assert any(block.get("title") == "会议议程" for block in meeting.notice.context["blocks"])


def test_a_topic_too_long_and_a_closed_agenda_are_refused_with_their_clause(room):
    words = {"by": room.section, "at": room.at}
    assert told(actions.add_item, room.drafted(), topic="题" * 201, **words) == [("too_long", "二.4b")]
    assert told(actions.add_item, room.held(), topic="补充", **words) == [("agenda_closed", "二.4b")]
