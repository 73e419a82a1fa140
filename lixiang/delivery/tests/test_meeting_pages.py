"""What people see of meetings: each verb by its page, strangers learn nothing, lists at a constant cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from lixiang.delivery import actions
from lixiang.delivery.documents.packs import ReportGist, pack_of, rendered_pack
from lixiang.delivery.models import CalendarFeed, Meeting, Task
from lixiang.delivery.queries import calendar_of_meeting, meeting_page, task_page
from lixiang.delivery.tests.gathering import Gathering
from lixiang.documents.frozen import as_json
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY
from lixiang.people.models import User
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan


@pytest.fixture
def room(cast) -> Gathering:
    """The cast in real time: pages read the clock, so the meeting of this room is ten days ahead of today."""
    return Gathering(cast, timezone.now())


@pytest.fixture
def clerk(room) -> Client:
    return room.client(Role.SECTION_CLERK)


@pytest.fixture
def county(room) -> Client:
    return room.client(Role.NOMINATOR, COUNTY)


def text(answer) -> str:
    return answer.content.decode()


def home(meeting) -> str:
    return f"/meetings/{meeting.ref}/"


def typed(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def people(*rows: dict) -> dict:
    """A formset as a browser sends it."""
    sent = {"people-TOTAL_FORMS": str(len(rows)), "people-INITIAL_FORMS": "0"}
    return sent | {f"people-{n}-{name}": str(value) for n, row in enumerate(rows) for name, value in row.items()}


def test_the_section_drafts_edits_and_announces_from_its_pages(room, clerk):
    assert "拟定会议" in text(clerk.get("/meetings/"))
    page = text(clerk.get("/meetings/add/"))
    assert "推进会" in page and room.organisation().short_name in page
    sent = {
        "kind": "promotion",
        "title": "推进会议",
        "place": "报告厅",
        "begins_at": typed(room.begins_at),
        "organisations": [room.organisation().pk],
    }

    answer = clerk.post("/meetings/add/", sent)

    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == home(meeting)
    clerk.post(f"{home(meeting)}edit/", sent | {"place": "大会议室"})
    page = text(clerk.get(home(meeting)))
    assert "大会议室" in page and "印发会议通知" in page and "二.4b" in page
    clerk.post(f"{home(meeting)}announce/")
    meeting.refresh_from_db()
    assert meeting.status == "ANNOUNCED"
    assert "更正会议安排" in text(clerk.get(home(meeting)))


def test_a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(room, clerk):
    answer = clerk.post("/meetings/add/", {"kind": "promotion", "title": "", "place": "报告厅"})
    assert answer.status_code == 422
    assert "请填写会议名称" in text(answer) and "报告厅" in text(answer)
    meeting = room.drafted(place="")
    answer = clerk.post(f"{home(meeting)}announce/")
    assert answer.status_code == 422
    assert "请填写会议地点" in text(answer) and "二.4b" in text(answer)
    answer = clerk.post(f"{home(meeting)}edit/", {"title": "会", "ends_at": typed(room.at)})
    assert answer.status_code == 422 and "结束时间应晚于开始时间" in text(answer)


def test_an_announced_meeting_is_corrected_and_cancelled_with_a_reason(room, clerk):
    meeting = room.announced()
    sent = {"title": meeting.title, "place": "别处", "begins_at": typed(meeting.begins_at)}

    assert clerk.post(f"{home(meeting)}correct-notice/", sent).status_code == 422
    assert clerk.get(f"{home(meeting)}correct-notice/").status_code == 200
    clerk.post(f"{home(meeting)}correct-notice/", sent | {"reason": "会场检修"})
    meeting.refresh_from_db()
    assert (meeting.place, meeting.notice.corrects is None) == ("别处", False)
    assert clerk.post(f"{home(meeting)}cancel/").status_code == 422
    clerk.post(f"{home(meeting)}cancel/", {"reason": "冲突"})
    meeting.refresh_from_db()
    assert meeting.status == "CANCELLED"
    assert "已取消" in text(clerk.get("/meetings/?period=past"))


def test_the_agenda_takes_projects_and_topics_and_is_put_in_order(room, clerk):
    project, meeting = room.active(), room.drafted()
    clerk.post(f"{home(meeting)}add-item/", {"project": project.ref, "minutes": "10"})
    clerk.post(f"{home(meeting)}add-item/", {"topic": "部署工作"})
    first, second = meeting.items.all()

    refused = clerk.post(f"{home(meeting)}add-item/", {})
    assert refused.status_code == 422 and "请选择项目或者填写议题" in text(refused)
    order = {"order": [first.pk, second.pk]}
    clerk.post(f"{home(meeting)}put-in-order/", order | {"move": f"{second.pk}:up"})
    assert [item.topic for item in meeting.items.all()] == ["部署工作", project.title]
    saved = clerk.post(f"{home(meeting)}put-in-order/", order, headers={"X-Autosave": "1"})
    assert saved.status_code == 204 and saved.headers["X-Saved"]
    clerk.post(f"{home(meeting)}put-in-order/", order | {"move": f"{first.pk}:up"})
    assert [item.pk for item in meeting.items.all()] == [first.pk, second.pk]
    assert f"/projects/{project.ref}/" in text(clerk.get(home(meeting)))
    unit = room.client(Role.UNIT_CLERK, "committee-1")
    assert meeting.title in text(clerk.get(f"/projects/{project.ref}/?tab=meetings"))
    assert meeting.title not in text(unit.get(f"/projects/{project.ref}/?tab=meetings"))
    clerk.post(f"{home(meeting)}remove/", {"item": second.pk})
    assert clerk.post(f"{home(meeting)}remove/", {"item": second.pk}).status_code == 404
    assert meeting.items.count() == 1


def test_an_invited_county_replies_from_its_page_and_sees_its_own_reply_alone(room, county):
    meeting = room.announced()
    other = [actions.Person("外县某人")]
    by = room.user(Role.NOMINATOR, OTHER_COUNTY)
    actions.reply(meeting, room.organisation(OTHER_COUNTY), people=other, by=by, at=room.at)
    page = text(county.get(home(meeting)))
    assert "请报送本单位参会人员" in page and "外县某人" not in page and "办理轨迹" not in page
    address = f"{home(meeting)}reply/{COUNTY}/"

    empty = county.post(address, people({"name": "", "post": ""}))
    assert empty.status_code == 422 and "请填写参会人员" in text(empty)
    county.post(address, people({"name": "示例乙", "post": "书记"}, {"name": "丁", "DELETE": "on"}))

    page = text(county.get(home(meeting)))
    assert "示例乙（书记）" in page and "已报送" in page and "请报送本单位参会人员" not in page
    assert "示例乙" in text(county.get(address))


def test_a_paper_is_linked_only_for_whoever_may_open_it(room, county):
    meeting = room.announced()
    inspector = Client()
    inspector.force_login(room.cast.user("inspector"))

    link = f"/documents/{meeting.notice.ref}/"
    assert link in text(county.get(home(meeting)))
    page = text(inspector.get(home(meeting)))
    assert link not in page and meeting.notice.title in page


def test_nobody_replies_on_the_page_of_another_or_of_a_meeting_unknown_to_them(room, county):
    meeting = room.announced()

    assert county.get(f"{home(meeting)}reply/{OTHER_COUNTY}/").status_code == 404
    stranger = room.client(Role.NOMINATOR, "committee-2")
    for address in ("", f"reply/{COUNTY}/", "calendar.ics", "minutes/", "attendance/", "hand-out/", "pack/pdf/"):
        assert stranger.get(f"{home(meeting)}{address}").status_code == 404
    for address in ("minutes/", "attendance/", "hand-out/", "pack/pdf/", "edit/", "correct-notice/"):
        assert county.get(f"{home(meeting)}{address}").status_code == 403
    assert room.client(Role.JUDGE).get("/meetings/").status_code == 404
    assert county.get("/meetings/add/").status_code == 404
    assert meeting.title not in text(stranger.get("/meetings/"))


@pytest.fixture
def begun(cast) -> Gathering:
    """As if announced eleven days ago: the meeting began an hour before now, or so."""
    return Gathering(cast, timezone.now() - timedelta(days=10, hours=2))


def test_two_clerks_at_the_minutes_see_both_texts_and_nothing_is_lost(begun):
    meeting, clerk = begun.held(), begun.client(Role.SECTION_CLERK)
    head, at = begun.client(Role.SECTION_HEAD), f"{home(meeting)}minutes/"
    item = meeting.items.create(order=1, topic="序时进度")

    def seen(client):
        return re.search('name="seen" value="([0-9a-f]+)"', text(client.get(at)))[1]

    rests_on = seen(clerk)
    head.post(at, {"summary": "按月调度。", f"conclusion_{item.pk}": "", "seen": seen(head)})
    mine = {"summary": "抓好落实。", f"conclusion_{item.pk}": "按月报告。"}
    clash = clerk.post(at, mine | {"seen": rests_on})

    assert clash.status_code == 409
    for words in ("按月调度。", "抓好落实。", "按月报告。", begun.user(Role.SECTION_HEAD).name, "用我填写的"):
        assert words in text(clash)
    assert (summary(meeting), clerk.post(at, mine | {"keep": "theirs"}).url) == ("按月调度。", at)
    renewed = re.search('name="seen" value="([0-9a-f]+)"', text(clash))[1]
    assert clerk.post(at, mine | {"seen": renewed, "keep": "mine"}).status_code == 302
    assert summary(meeting) == "抓好落实。"
    assert clerk.post(at, mine | {"seen": rests_on}).status_code == 302  # the same words again are no clash


def test_minutes_kept_but_not_issued_are_no_clash_with_oneself(begun):
    meeting, clerk = begun.held(), begun.client(Role.SECTION_CLERK)
    meeting.attendance.all().delete()
    at = f"{home(meeting)}minutes/"

    refused = clerk.post(at, {"summary": "抓好落实。", "seen": "stale", "issue": "1"})

    assert (refused.status_code, summary(meeting)) == (422, "抓好落实。")
    rests_on = re.search('name="seen" value="([0-9a-f]+)"', text(refused))[1]
    assert clerk.post(at, {"summary": "抓紧落实。", "seen": rests_on}).status_code == 302


def summary(meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).summary


def test_attendance_minutes_and_tasks_are_put_down_after_the_meeting(begun):
    meeting, clerk = begun.announced(), begun.client(Role.SECTION_CLERK)
    item = meeting.items.create(order=1, topic="序时进度")
    assert "登记召开" in text(clerk.get("/")) and "请登记已召开" in text(clerk.get(home(meeting)))
    clerk.post(f"{home(meeting)}hold/")
    own = begun.organisation()
    row = {"organisation": own.pk, "name": "示例乙", "post": "书记", "standing": "PRESENT"}

    assert clerk.get(f"{home(meeting)}attendance/").status_code == 200
    assert clerk.post(f"{home(meeting)}attendance/", people(row | {"organisation": 0})).status_code == 422
    clerk.post(f"{home(meeting)}attendance/", people(row))
    assert meeting.attendance.get().name == "示例乙"
    clerk.post(f"{home(meeting)}hand-out/", {"title": "补报材料", "organisation": own.pk, "due_on": "2100-01-01"})
    wrong = clerk.post(f"{home(meeting)}hand-out/", {"title": "补报材料"})
    assert wrong.status_code == 422
    assert "请选择责任单位" in text(wrong) and "请填写办结时限" in text(wrong)
    assert "补报材料" in text(clerk.get(f"{home(meeting)}minutes/"))
    empty = clerk.post(f"{home(meeting)}minutes/", {"summary": "", "issue": "1"})
    assert empty.status_code == 422 and "请填写会议议定事项" in text(empty)
    said = {"summary": "抓好落实。", f"conclusion_{item.pk}": "按月报告。"}
    clerk.post(f"{home(meeting)}minutes/", said)
    meeting.refresh_from_db()
    assert (meeting.summary, meeting.status) == ("抓好落实。", "HELD")
    clerk.post(f"{home(meeting)}minutes/", said | {"issue": "1"})
    meeting.refresh_from_db()
    assert meeting.status == "MINUTED"
    assert clerk.post(f"{home(meeting)}minutes/", said).status_code == 422
    clerk.post(f"{home(meeting)}minutes/", said | {"reason": "漏字"})
    meeting.refresh_from_db()
    assert meeting.minutes.corrects is not None
    assert "下一步" not in text(clerk.get(home(meeting)))
    page = text(begun.client(Role.NOMINATOR, COUNTY).get(home(meeting)))
    assert "按月报告。" in page and "补报材料" in page


def test_a_wrong_list_of_attendance_comes_back_with_the_reason(begun):
    meeting, clerk = begun.announced(), begun.client(Role.SECTION_CLERK)
    clerk.post(f"{home(meeting)}hold/")
    row = {"organisation": "999999", "name": "示例乙", "standing": "PRESENT"}

    answer = clerk.post(f"{home(meeting)}attendance/", people(row))

    assert answer.status_code == 422
    assert "示例乙" in text(answer) and not meeting.attendance.exists()


def test_photos_and_materials_are_seen_by_the_invited_and_removed_by_the_section(room, clerk, county):
    meeting = room.announced()
    photo = scan()
    photo.name = "会场.png"
    assert clerk.post(f"{home(meeting)}attach/", {"part": "photo"}).status_code == 422
    clerk.post(f"{home(meeting)}attach/", {"part": "photo", "file": photo})

    page = text(county.get(home(meeting)))
    assert 'alt="会场.png"' in page and "移除" not in page
    number = page.split("/files/")[1].split("/")[0]
    assert county.get(f"{home(meeting)}files/{number}/").status_code == 200
    assert county.post(f"{home(meeting)}files/{number}/detach/").status_code == 403
    clerk.post(f"{home(meeting)}files/{number}/detach/")
    assert clerk.get(f"{home(meeting)}files/{number}/").status_code == 404
    assert clerk.post(f"{home(meeting)}files/{number}/detach/").status_code == 404


# --- the pack ------------------------------------------------------------------------------------------------------
def test_the_pack_holds_what_was_approved_and_the_last_report_in_both_forms(room, clerk):
    project, meeting = room.active(), room.drafted()
    actions.add_item(meeting, project=project, by=room.section, at=room.at)
    actions.add_item(meeting, topic="部署工作", by=room.section, at=room.at)
    content = project.approved_revision.content

    def told(projects):
        return {pk: ReportGist("2018年第二季度", (("已做工作", "完成试点。"), ("问题", ""))) for pk in projects}

    plain, whole = str(as_json(pack_of(meeting.pk))), str(as_json(pack_of(meeting.pk, reports=told)))
    said = (content["leader_name"], content["goals"][0]["indicator"], content["milestones"][0]["title"])
    for words in (project.title, project.nominating_organisation.name, *said):
        assert words in plain
    assert "最近一次汇报" not in plain and "部署工作" in plain
    assert "还没有已接收的定期汇报。" in plain and "还没有已接收的定期汇报。" not in whole
    assert f"'{project.category}类 " in plain  # in words, not the bare code
    assert "2018年第二季度" in whole and "完成试点。" in whole
    pdf, docx, _ = rendered_pack(meeting.pk)
    assert pdf.startswith(b"%PDF") and docx.startswith(b"PK")
    assert clerk.get(f"{home(meeting)}pack/pdf/").content.startswith(b"%PDF")
    assert clerk.get(f"{home(meeting)}pack/docx/").content.startswith(b"PK")


# --- calendars -----------------------------------------------------------------------------------------------------
def entries(content: bytes) -> dict[str, object]:
    return {str(entry["summary"]): entry for entry in Calendar.from_ical(content).walk("VEVENT")}


def test_one_meeting_is_a_calendar_file_whose_edition_grows_with_each_change(room, county):
    meeting = room.announced()
    entry = entries(county.get(f"{home(meeting)}calendar.ics").content)[meeting.title]
    assert entry.decoded("dtstart") == meeting.begins_at.replace(microsecond=0)
    assert (entry["status"], entry["sequence"], str(entry["location"])) == ("CONFIRMED", 1, meeting.place)
    actions.cancel_meeting(meeting, reason="冲突", by=room.section, at=room.at)
    entry = entries(county.get(f"{home(meeting)}calendar.ics").content)[meeting.title]
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 2)
    bare = room.drafted(title="未定之会", chair="", begins_at=None, ends_at=None)
    entry = entries(calendar_of_meeting(bare, "example"))["未定之会"]
    assert (entry["status"], str(entry["description"])) == ("TENTATIVE", "会议形式：推进会")


def test_a_feed_shows_what_its_owner_sees_and_nothing_to_a_wrong_or_an_old_address(begun):
    mine, other = begun.held(), begun.announced(title="别的会议", organisations=[begun.organisation(OTHER_COUNTY)])
    begun.task(mine, due_on=begun.after.date() + timedelta(days=9))
    county, anyone = begun.client(Role.NOMINATOR, COUNTY), Client()
    assert "还没有订阅地址" in text(county.get("/calendar/subscribe/"))
    county.post("/calendar/renew/")
    address = (
        text(county.get("/calendar/subscribe/")).split('<code class="keep-lines">http://testserver')[1].split("<")[0]
    )

    answer = anyone.get(address)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert set(entries(answer.content)) == {mine.title, "任务到期：补报佐证材料"}
    assert other.title not in answer.content.decode()
    assert anyone.get(address.replace(".ics", "0.ics")).status_code == 404
    assert anyone.get(address.replace("/calendar/", "/calendar/0")).status_code == 404
    county.post("/calendar/renew/")
    assert anyone.get(address).status_code == 404
    fresh = (
        text(county.get("/calendar/subscribe/")).split('<code class="keep-lines">http://testserver')[1].split("<")[0]
    )
    assert anyone.get(fresh).status_code == 200
    User.objects.filter(pk=CalendarFeed.objects.get().user_id).update(is_active=False)
    assert anyone.get(fresh).status_code == 404


# --- cost ----------------------------------------------------------------------------------------------------------
def test_lists_of_meetings_and_tasks_take_the_same_queries_at_1_3_and_30_rows(begun):
    clerk, counts, meeting = begun.client(Role.SECTION_CLERK), set(), begun.held()
    for many in (0, 2, 27):
        for _ in range(many):
            begun.drafted(title="再开一次")
            begun.task(meeting)
        clerk.get("/meetings/")
        found = []
        for address in ("/meetings/", "/meetings/?period=past", "/tasks/", home(meeting)):
            with CaptureQueriesContext(connection) as captured:
                assert clerk.get(address).status_code == 200
            found.append(len(captured))
        counts.add(tuple(found))

    (found,) = counts
    assert max(found) <= 18


def test_both_lists_go_on_behind_their_key(begun):
    meeting = begun.held()
    for number in range(33):
        begun.drafted(title=f"会议{number}", begins_at=None, ends_at=None)
    for _ in range(52):
        begun.task(meeting)
    user, programme, at = begun.section, begun.cast.programme, begun.at
    first = meeting_page(user, programme)
    second = meeting_page(user, programme, after=first.next_key)
    assert (len(first.lines), len(second.lines), second.next_key) == (30, 3, "")
    assert not {line.ref for line in first.lines} & {line.ref for line in second.lines}
    begun.drafted(title="有日期的")
    assert meeting_page(user, programme).lines[0].title == "有日期的"
    assert meeting_page(user, programme, after="x-y").lines == meeting_page(user, programme).lines
    past = meeting_page(user, programme, period="past")
    behind = f"{int(meeting.begins_at.timestamp())}-{meeting.pk}"
    assert len(past.lines) == 1
    assert meeting_page(user, programme, period="past", after=behind).lines == ()
    assert meeting_page(user, programme, project="none").lines == ()
    dated = f"{int(begun.begins_at.timestamp())}-{Meeting.objects.get(title='有日期的').pk}"
    assert len(meeting_page(user, programme, after=dated).lines) == 30
    first = task_page(user, programme, at)
    second = task_page(user, programme, at, after=first.next_key)
    assert (len(first.lines), len(second.lines), Task.objects.count()) == (50, 2, 52)
    for key in ("x", "20181399-1", "1-1"):
        assert task_page(user, programme, at, after=key).lines == first.lines
