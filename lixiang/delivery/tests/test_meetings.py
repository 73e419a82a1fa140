"""The verbs of a meeting, from draft to minutes: what each does, what it leaves behind, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lixiang.delivery import actions
from lixiang.delivery.models import Meeting
from lixiang.delivery.states.meetings import Status
from lixiang.delivery.tests.gathering import codes, verbs_of
from lixiang.delivery.tests.underway import codes as told
from lixiang.documents.check import SHORT, check
from lixiang.documents.models import OfficialDocument
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY
from lixiang.workflow.findings import Refused


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


def test_a_notice_that_left_is_not_edited_and_the_clause_of_meetings_stands_by_it(room):
    words = {"place": "别处", "by": room.section, "at": room.at}
    assert told(actions.edit_meeting, room.announced(), **words) == [("already_announced", "二.4b")]
