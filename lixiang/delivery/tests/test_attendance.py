"""Who comes to a meeting: replies, leave asked with a reason, and who was there."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.delivery import actions
from lixiang.delivery.models import Standing
from lixiang.delivery.tests.gathering import codes, verbs_of
from lixiang.delivery.tests.underway import codes as told
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY
from lixiang.workflow.findings import Refused

MEETINGS = "二.4b"


def test_an_invited_organisation_replies_who_comes_and_a_later_reply_takes_its_place(room):
    meeting, words = room.announced(), {"by": room.county, "at": room.at}
    people = [actions.Person("示例乙", "副书记"), actions.Person(" ", "")]

    invitation = actions.reply(meeting, room.organisation(), people=people, **words)
    actions.reply(meeting, room.organisation(), people=[actions.Person("示例丙")], **words)

    assert invitation.replied_by == room.county
    assert [(one.name, one.standing) for one in meeting.attendance.all()] == [("示例丙", Standing.PRESENT)]
    assert verbs_of(meeting)[-2:] == ["reply", "reply"]


def test_leave_is_asked_with_a_reason_and_stands_in_the_minutes(room):
    meeting = room.announced()
    actions.reply(meeting, room.organisation(), leave_reason="同日迎接省督查", by=room.county, at=room.at)
    actions.hold(meeting, by=room.section, at=room.after)
    person = actions.Person("示例丁", "", room.organisation(OTHER_COUNTY).pk)
    actions.record_attendance(meeting, [person], by=room.section, at=room.after)
    meeting = actions.write_minutes(meeting, summary="抓好落实。", by=room.section, at=room.after)

    meeting = actions.issue_minutes(meeting, by=room.section, at=room.after)

    rows = next(block["rows"] for block in meeting.minutes.context["blocks"] if block["block"] == "AttendanceList")
    assert [row[0] for row in rows] == ["出席", "请假"]
    assert rows[1][1] == room.organisation().name


def test_the_minutes_name_who_called_the_meeting_first_then_the_invited_in_their_order(room):
    meeting = actions.hold(room.announced(), by=room.section, at=room.after)
    caller = meeting.programme.managing_organisation
    seated = [room.organisation(OTHER_COUNTY), room.organisation(COUNTY), caller]
    people = [actions.Person(f"示例{place}", "", one.pk) for place, one in enumerate(seated)]
    actions.record_attendance(meeting, people, by=room.section, at=room.after)
    meeting = actions.write_minutes(meeting, summary="抓好落实。", by=room.section, at=room.after)

    meeting = actions.issue_minutes(meeting, by=room.section, at=room.after)

    rows = next(block["rows"] for block in meeting.minutes.context["blocks"] if block["block"] == "AttendanceList")
    invited = [str(each.organisation.name) for each in meeting.invitations.all()]
    assert [words.split(" ")[0] for words in rows[0][1].split("；")] == [caller.name, *invited]


@pytest.mark.parametrize(
    ("people", "reason", "code"),
    [([], "", "empty_reply"), (["示例乙"], "有事", "coming_and_on_leave"), (["示例乙"] * 51, "", "too_many")],
)
def test_a_reply_that_says_nothing_or_too_much_is_refused(room, people, reason, code):
    meeting, named = room.announced(), [actions.Person(name) for name in people]

    with pytest.raises(Refused) as refused:
        actions.reply(meeting, room.organisation(), people=named, leave_reason=reason, by=room.county, at=room.at)

    assert codes(refused) == {code}
    assert not meeting.attendance.exists()


def test_a_reply_after_the_meeting_is_refused(room):
    meeting, people = room.announced(), [actions.Person("示例乙")]

    with pytest.raises(Refused) as refused:
        actions.reply(meeting, room.organisation(), people=people, by=room.county, at=room.begins_at)
    assert codes(refused) == {"too_late_to_reply"}
    actions.hold(meeting, by=room.section, at=room.after)
    with pytest.raises(Refused):
        actions.reply(meeting, room.organisation(), people=people, by=room.county, at=room.after)


def test_nobody_replies_for_another_organisation_or_to_a_draft(room):
    meeting, people = room.announced(), [actions.Person("示例乙")]

    for organisation, by in ((room.organisation(OTHER_COUNTY), room.county), (room.organisation(), room.stranger)):
        with pytest.raises(PermissionDenied):
            actions.reply(meeting, organisation, people=people, by=by, at=room.at)
    with pytest.raises(PermissionDenied):
        actions.reply(room.drafted(), room.organisation(), people=people, by=room.county, at=room.at)


@pytest.mark.parametrize(
    ("organisation", "standing", "code"),
    [("committee-2", Standing.PRESENT, "not_invited"), (COUNTY, "LATE", "no_such_standing")],
)
def test_a_wrong_list_of_attendance_is_refused_and_the_old_one_stands(room, organisation, standing, code):
    meeting = room.held()
    person = actions.Person("示例戊", "", room.organisation(organisation).pk, standing)

    with pytest.raises(Refused) as refused:
        actions.record_attendance(meeting, [person], by=room.section, at=room.after)

    assert codes(refused) == {code}
    assert [one.name for one in meeting.attendance.all()] == ["示例乙"]


def test_attendance_is_put_down_once_the_meeting_began_and_until_the_minutes(room):
    meeting, person = room.announced(), [actions.Person("示例乙", "", room.organisation().pk)]

    with pytest.raises(Refused) as refused:
        actions.record_attendance(meeting, person, by=room.section, at=room.at)
    assert codes(refused) == {"attendance_closed"}
    assert actions.record_attendance(meeting, person, by=room.section, at=room.begins_at)
    with pytest.raises(PermissionDenied):
        actions.record_attendance(meeting, person, by=room.county, at=room.begins_at)
    with pytest.raises(Refused):
        actions.record_attendance(room.minuted(), person, by=room.section, at=room.after)
    with pytest.raises(Refused) as refused:
        actions.record_attendance(meeting, person * 501, by=room.section, at=room.after)
    assert codes(refused) == {"too_many"}


def test_a_name_a_post_or_a_reason_too_long_is_refused_and_changes_nothing(room):
    meeting, words = room.announced(), {"by": room.county, "at": room.at}
    long, too_long = actions.Person("示" * 61, "例" * 61), ("too_long", MEETINGS)

    assert told(actions.reply, meeting, room.organisation(), people=[long], **words) == [too_long] * 2
    assert told(actions.reply, meeting, room.organisation(), leave_reason="因" * 501, **words) == [too_long]
    assert not meeting.attendance.exists() and verbs_of(meeting)[-1] == "announce"

    meeting = actions.hold(meeting, by=room.section, at=room.after)
    person, words = replace(long, organisation=room.organisation().pk), {"by": room.section, "at": room.after}
    assert told(actions.record_attendance, meeting, [person], **words) == [too_long] * 2


def test_a_list_that_is_closed_says_so_with_the_clause_of_its_meeting(room):
    closed = told(actions.record_attendance, room.announced(), [], by=room.section, at=room.at)
    assert closed == [("attendance_closed", MEETINGS)]
