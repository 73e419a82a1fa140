"""The verbs of a meeting, from draft to minutes: what each does, what it leaves behind, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.delivery import actions
from lixiang.delivery.models import Meeting, Standing
from lixiang.delivery.states.meetings import Status
from lixiang.delivery.tests.gathering import Gathering
from lixiang.documents.check import SHORT, check
from lixiang.documents.models import OfficialDocument
from lixiang.history.models import Event
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.workflow.findings import Refused


@pytest.fixture
def room(cast, morning) -> Gathering:
    return Gathering(cast, morning)


def codes(refused) -> set[str]:
    return {finding.code for finding in refused.value.findings}


def verbs_of(meeting) -> list[str]:
    events = Event.objects.filter(subject_kind="meeting", subject_id=meeting.pk).order_by("sequence")
    return list(events.values_list("verb", flat=True))


def words_of(document) -> str:
    return str(document.context)


def test_a_draft_is_numbered_and_seen_by_the_section_alone(room):
    meeting = room.drafted()

    assert (meeting.ref, meeting.status, meeting.kind_title) == (f"{room.cast.programme.ref}-m1", "DRAFT", "推进会")
    assert [each.organisation.code for each in meeting.invitations.all()] == [COUNTY, OTHER_COUNTY]
    assert Meeting.visible_to(room.section).get() == meeting
    assert not Meeting.visible_to(room.county).exists()
    assert verbs_of(meeting) == ["draft"]


def test_only_the_section_drafts_and_only_a_kind_that_the_programme_knows(room):
    with pytest.raises(PermissionDenied):
        actions.draft_meeting(room.cast.programme, kind="promotion", title="会", by=room.county, at=room.at)
    with pytest.raises(Refused) as refused:
        room.drafted(kind="roadshow")
    assert codes(refused) == {"no_such_kind"}
    with pytest.raises(Refused) as refused:
        room.drafted(title=" ", ends_at=room.begins_at)
    assert codes(refused) == {"no_title", "ends_before_it_begins"}
    with pytest.raises(TypeError):
        room.drafted(colour="red")
    assert not Meeting.objects.exists()


def test_a_draft_is_edited_and_who_stays_invited_keeps_its_place(room):
    meeting = room.drafted()
    one = [room.organisation(OTHER_COUNTY)]

    actions.edit_meeting(meeting, place="会议室", organisations=one, by=room.section, at=room.at)

    meeting.refresh_from_db()
    assert meeting.place == "会议室"
    assert [(each.place, each.organisation.code) for each in meeting.invitations.all()] == [(1, OTHER_COUNTY)]
    actions.edit_meeting(meeting, chair="示例乙", by=room.section, at=room.at)
    assert meeting.invitations.count() == 1
    with pytest.raises(PermissionDenied):
        actions.edit_meeting(meeting, place="别处", by=room.county, at=room.at)


def test_announcing_issues_a_numbered_notice_to_exactly_the_invited(room):
    meeting = room.announced()

    notice = meeting.notice
    assert meeting.status == Status.ANNOUNCED
    assert notice.number_text.startswith("淮组通字〔2018〕")
    assert {row.organisation.code for row in notice.addressees.all()} == {COUNTY, OTHER_COUNTY}
    assert "2018年4月5日10:00至12:00" in words_of(notice) and "市委党校报告厅" in words_of(notice)
    assert "2018年4月3日 10:00" in words_of(notice)
    assert Meeting.visible_to(room.county).get() == meeting
    assert not Meeting.visible_to(room.stranger).exists()
    assert verbs_of(meeting) == ["draft", "announce"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"place": ""}, "no_place"),
        ({"begins_at": None, "ends_at": None}, "no_date"),
        ({"organisations": []}, "nobody_invited"),
    ],
)
def test_announcing_without_place_date_or_guests_is_refused_and_changes_nothing(room, changed, code):
    meeting = room.drafted(**changed)

    with pytest.raises(Refused) as refused:
        actions.announce(meeting, by=room.section, at=room.at)

    meeting.refresh_from_db()
    assert codes(refused) == {code}
    assert {finding.clause for finding in refused.value.findings} == {"二.4b"}
    assert (meeting.status, OfficialDocument.objects.count()) == (Status.DRAFT, 0)


def test_announcing_a_meeting_in_the_past_is_refused_even_with_a_reason(room):
    meeting = room.drafted()

    with pytest.raises(Refused) as refused:
        actions.announce(meeting, reason="补发。", by=room.section, at=room.after)

    assert codes(refused) == {"in_the_past"}
    assert not OfficialDocument.objects.exists()


def test_a_short_notice_warns_and_a_written_reason_overrides_it(room):
    meeting, late = room.drafted(), room.begins_at - timedelta(days=1)

    with pytest.raises(Refused) as refused:
        actions.announce(meeting, by=room.section, at=late)
    assert codes(refused) == {"short_notice"}

    meeting = actions.announce(meeting, reason="防汛形势紧急。", by=room.section, at=late)
    assert meeting.reply_by == meeting.begins_at


def test_a_stranger_announces_nothing(room):
    with pytest.raises(PermissionDenied):
        actions.announce(room.drafted(), by=room.county, at=room.at)
    assert not OfficialDocument.objects.exists()


def test_an_announced_meeting_is_changed_only_by_a_new_notice_that_names_the_old(room):
    meeting = room.announced()
    old = meeting.notice

    with pytest.raises(Refused) as refused:
        actions.edit_meeting(meeting, place="别处", by=room.section, at=room.at)
    assert codes(refused) == {"already_announced"}
    words = {"by": room.section, "at": room.at, "reason": "会场检修"}
    meeting = actions.correct_notice(meeting, place="市委会议中心", begins_at=room.begins_at, **words)

    assert (meeting.status, meeting.place, meeting.edition) == (Status.ANNOUNCED, "市委会议中心", 2)
    assert meeting.notice.corrects == old
    assert old.number_text in words_of(meeting.notice) and "市委会议中心" in words_of(meeting.notice)


@pytest.mark.parametrize(
    ("changed", "reason", "code"),
    [
        ({"place": "别处"}, "", "reason_required"),
        ({"place": " "}, "检修", "no_place"),
        ({"begins_at": None}, "检修", "no_date"),
    ],
)
def test_a_wrong_correction_is_refused_and_changes_nothing(room, changed, reason, code):
    meeting = room.announced()

    with pytest.raises(Refused) as refused:
        actions.correct_notice(meeting, **changed, reason=reason, by=room.section, at=room.at)

    meeting.refresh_from_db()
    assert code in codes(refused)
    assert (meeting.place, meeting.notice.corrections.count()) == ("市委党校报告厅", 0)


def test_a_correction_of_a_stranger_and_of_a_draft_are_no_corrections(room):
    meeting = room.announced()
    with pytest.raises(PermissionDenied):
        actions.correct_notice(meeting, place="别处", reason="改", by=room.county, at=room.at)
    with pytest.raises(Refused) as refused:
        actions.correct_notice(room.drafted(), place="别处", reason="改", by=room.section, at=room.at)
    assert codes(refused) == {"not_in_this_status"}


def test_cancelling_an_announced_meeting_tells_its_guests_by_a_document(room):
    meeting = room.announced()
    old = meeting.notice

    meeting = actions.cancel_meeting(meeting, reason="与全市大会时间冲突", by=room.section, at=room.at)

    assert meeting.status == Status.CANCELLED
    assert meeting.notice.corrects == old and "取消" in meeting.notice.title
    assert Meeting.visible_to(room.county).get() == meeting


def test_cancelling_a_draft_issues_nothing_and_stays_unknown_outside(room):
    meeting = actions.cancel_meeting(room.drafted(), reason="不再召开", by=room.section, at=room.at)

    assert (meeting.status, OfficialDocument.objects.count()) == (Status.CANCELLED, 0)
    assert not Meeting.visible_to(room.county).exists()


def test_cancelling_after_the_minutes_is_refused(room):
    meeting = room.minuted()

    with pytest.raises(Refused) as refused:
        actions.cancel_meeting(meeting, reason="作废", by=room.section, at=room.after)

    meeting.refresh_from_db()
    assert (codes(refused), meeting.status) == ({"not_in_this_status"}, Status.MINUTED)


def test_a_meeting_is_not_held_before_it_begins(room):
    meeting = room.announced()

    with pytest.raises(Refused) as refused:
        actions.hold(meeting, by=room.section, at=room.begins_at - timedelta(minutes=1))
    assert codes(refused) == {"not_begun"}
    assert actions.hold(meeting, by=room.section, at=room.begins_at).status == Status.HELD


def test_minutes_before_it_was_held_are_refused_as_text_and_as_paper(room):
    meeting = room.announced()

    with pytest.raises(Refused) as refused:
        actions.write_minutes(meeting, summary="抓好落实。", by=room.section, at=room.at)
    assert codes(refused) == {"not_held"}
    with pytest.raises(Refused) as refused:
        actions.issue_minutes(meeting, by=room.section, at=room.at)
    assert codes(refused) == {"not_in_this_status"}


def test_minutes_need_who_was_there_and_what_was_agreed(room):
    meeting = actions.hold(room.announced(), by=room.section, at=room.after)

    with pytest.raises(Refused) as refused:
        actions.issue_minutes(meeting, by=room.section, at=room.after)

    assert codes(refused) == {"no_attendance", "no_words"}
    with pytest.raises(PermissionDenied):
        actions.write_minutes(meeting, summary="抓好落实。", by=room.county, at=room.after)


def test_the_minutes_are_issued_in_the_national_layout_and_hold_tasks_and_people(room):
    meeting = room.held()
    item = meeting.items.create(order=1, topic="关于序时进度")
    task = room.task(meeting)
    words = {"by": room.section, "at": room.after}
    actions.write_minutes(meeting, summary="抓好落实。", conclusions={item.pk: "按月报告。"}, **words)

    meeting = actions.issue_minutes(meeting, **words)

    paper = meeting.minutes
    assert (meeting.status, paper.kind, paper.number_text) == (Status.MINUTED, "纪要", "淮组纪〔2018〕1号")
    for said in ("抓好落实。", "按月报告。", task.title, "示例乙", "中共淮南市委组织部会议纪要"):
        assert said in words_of(paper)
    with paper.pdf.open() as pdf, paper.docx.open() as docx:
        assert [row for row in (*check(pdf.read()), *check(docx.read())) if row.status == SHORT] == []


def test_issued_minutes_are_put_right_only_by_new_ones_that_name_the_old(room):
    meeting = room.minuted()
    old, words = meeting.minutes, {"by": room.section, "at": room.after}

    with pytest.raises(Refused) as refused:
        actions.write_minutes(meeting, summary="另一种说法。", **words)
    assert codes(refused) == {"not_held"}
    with pytest.raises(Refused) as refused:
        actions.correct_minutes(meeting, summary="另一种说法。", reason="", **words)
    assert codes(refused) == {"reason_required"}
    meeting.refresh_from_db()
    assert meeting.summary == "抓好落实。"
    meeting = actions.correct_minutes(meeting, summary="抓好整改落实。", reason="文字有误", **words)

    assert meeting.minutes.corrects == old
    assert "抓好整改落实。" in words_of(meeting.minutes)
    with pytest.raises(PermissionDenied):
        actions.correct_minutes(meeting, summary="篡改", reason="改", by=room.county, at=room.after)
    meeting.refresh_from_db()
    assert meeting.summary == "抓好整改落实。"


# --- who comes -----------------------------------------------------------------------------------------------------
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


# --- agenda --------------------------------------------------------------------------------------------------------
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
