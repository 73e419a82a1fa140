"""What people see of tasks: the list, one task, the ledger; strangers learn nothing."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from lixiang.delivery import actions
from lixiang.delivery.models import Task
from lixiang.delivery.queries import LEDGER
from lixiang.delivery.tests.gathering import Gathering
from lixiang.messaging import actions as messaging
from lixiang.messaging.tests.scene import COUNTY, OTHER_COUNTY, told
from lixiang.people.roles import Role
from lixiang.people.sheets.reading import read_workbook
from lixiang.people.sheets.writing import write_workbook
from lixiang.rehearsal.cycle import scan


@pytest.fixture
def room(cast) -> Gathering:
    """A meeting that was held an hour or two ago."""
    return Gathering(cast, timezone.now() - timedelta(days=10, hours=2))


@pytest.fixture
def task(room) -> Task:
    return room.task(title="密题任务", due_on=timezone.localdate())


@pytest.fixture
def county(room) -> Client:
    return room.client(Role.NOMINATOR, COUNTY)


@pytest.fixture
def clerk(room) -> Client:
    return room.client(Role.SECTION_CLERK)


def text(answer) -> str:
    return answer.content.decode()


def home(task) -> str:
    return f"/tasks/{task.ref}/"


def test_what_was_returned_says_why_until_it_is_reported_anew(room, task, county):
    room.reported(task)
    task.refresh_from_db()
    actions.return_done(task, reason="缺第三季度材料。", by=room.section, at=room.after)

    assert "退回继续办理</h2>" in text(county.get(home(task))) and "缺第三季度材料。" in text(county.get(home(task)))
    county.post(f"{home(task)}report-done/", {"note": "已补齐。"})
    assert "退回继续办理</h2>" not in text(county.get(home(task)))


def deliver(room) -> None:
    while messaging.deliver(by=None, at=room.after)[0]:
        pass


def test_a_county_reports_with_a_proof_and_the_section_closes(room, task, county, clerk):
    assert "办结“密题任务”并上报" in text(county.get("/"))
    assert "今天到期" in text(county.get(home(task)))
    picture = scan()
    picture.name = "现场.png"
    assert county.post(f"{home(task)}attach/", {}).status_code == 422
    county.post(f"{home(task)}attach/", {"file": picture})
    number = text(county.get(home(task))).split("/files/")[1].split("/")[0]
    assert county.get(f"{home(task)}files/{number}/").status_code == 200
    assert county.get(f"{home(task)}files/0/").status_code == 404
    assert county.post(f"{home(task)}files/0/detach/").status_code == 404
    county.post(f"{home(task)}files/{number}/detach/")
    empty = county.post(f"{home(task)}report-done/", {"note": ""})
    assert empty.status_code == 422 and "请写明办理情况" in text(empty)

    county.post(f"{home(task)}report-done/", {"note": "已经补齐。"})

    assert "待确认" in text(clerk.get("/"))
    page = text(clerk.get(home(task)))
    assert "已经补齐。" in page and "请核实，确认办结或者退回" in page
    clerk.post(f"{home(task)}return-done/", {"reason": "缺说明"})
    county.post(f"{home(task)}report-done/", {"note": "已经补齐说明。"})
    clerk.post(f"{home(task)}close/")
    task.refresh_from_db()
    assert task.status == "CLOSED"
    assert "已办结" in text(county.get("/tasks/?shown=closed"))


def test_the_section_extends_reminds_and_cancels(room, task, clerk, county):
    assert clerk.post(f"{home(task)}extend/", {"due_on": "2100-01-01", "reason": ""}).status_code == 422
    late = clerk.post(f"{home(task)}extend/", {"due_on": str(timezone.localdate()), "reason": "汛期"})
    assert late.status_code == 422 and "延长后的时限应晚于现在的时限" in text(late)
    clerk.post(f"{home(task)}extend/", {"due_on": "2100-01-01", "reason": "汛期"})
    clerk.post(f"{home(task)}remind/")
    again = clerk.post(f"{home(task)}remind/")
    assert again.status_code == 422 and "今天已经催办过" in text(again)
    assert "已催办1次" in text(clerk.get("/tasks/"))
    assert clerk.post(f"{home(task)}cancel/").status_code == 422
    clerk.post(f"{home(task)}cancel/", {"reason": "并入专项"})
    task.refresh_from_db()
    assert (task.status, task.due_on.year) == ("CANCELLED", 2100)
    assert county.post(f"{home(task)}report-done/", {"note": "办好了"}).status_code == 422


def test_a_stranger_learns_nothing_of_a_task(room, task):
    for role, code in ((Role.NOMINATOR, OTHER_COUNTY), (Role.UNIT_CLERK, "committee-1"), (Role.INSPECTOR, None)):
        client = room.client(role, code)
        assert client.get(home(task)).status_code == 404
        for verb in ("report-done", "close", "return-done", "extend", "cancel", "remind", "attach"):
            assert client.post(f"{home(task)}{verb}/").status_code == 404
        assert "密题任务" not in text(client.get("/tasks/")) + text(client.get("/tasks/?q=密题"))
    own = room.client(Role.UNIT_CLERK, COUNTY)
    for verb in ("close", "return-done", "extend", "cancel", "remind"):
        assert own.post(f"{home(task)}{verb}/").status_code == 403


def test_the_list_is_narrowed_by_state_words_and_project(room, task, clerk):
    project = room.active("committee-1")
    meeting = room.held()
    words = {"project": project, "organisation": room.organisation("committee-1")}
    room.task(meeting, title="项目任务", due_on=timezone.localdate(), **words)

    assert "密题任务" in text(clerk.get("/tasks/?shown=open"))
    assert "密题任务" not in text(clerk.get(f"/tasks/?project={project.ref}"))
    assert "没有符合条件的任务" in text(clerk.get("/tasks/?shown=overdue"))
    assert "项目任务" in text(clerk.get("/tasks/?q=项目"))
    page = text(clerk.get(home(Task.objects.get(title="项目任务"))))
    assert f"/projects/{project.ref}/" in page and f"/meetings/{meeting.ref}/" in page
    assert "项目任务" in text(clerk.get(f"/projects/{project.ref}/?tab=meetings"))


def test_who_answers_for_a_task_is_told_and_so_is_who_closes_it(room, task):
    deliver(room)
    assert any("交办事项“密题任务”由" in sentence and "二.4b" in sentence for sentence in told(room.county))
    room.reported(task)
    deliver(room)
    assert any("上报“密题任务”已办结" in sentence for sentence in told(room.section))
    assert not any("密题任务" in sentence for sentence in told(room.stranger))


def test_the_invited_are_told_of_the_meeting_and_of_its_end(room):
    meeting = room.announced(title="密会")
    actions.cancel_meeting(meeting, reason="冲突", by=room.section, at=room.at)
    room.drafted(title="未定之会")
    deliver(room)

    sentences = told(room.county)
    assert any("“密会”，请于" in sentence for sentence in sentences)
    assert any(sentence == "“密会”取消，理由：冲突。" for sentence in sentences)
    assert not any("密会" in sentence for sentence in told(room.stranger))
    assert not any("未定之会" in sentence for sentence in sentences)


# --- the ledger ----------------------------------------------------------------------------------------------------
def ledger_of(client, room) -> io.BytesIO:
    answer = client.get(f"/programmes/{room.cast.programme.ref}/tasks.xlsx")
    return io.BytesIO(b"".join(answer.streaming_content))


def upload(*rows: dict[str, str]) -> ContentFile:
    stream = io.BytesIO()
    write_workbook(stream, LEDGER, rows)
    return ContentFile(stream.getvalue(), name="台账.xlsx")


def test_each_exports_what_each_sees(room, task, clerk, county):
    assert [row.cells["title"] for row in read_workbook(ledger_of(county, room), LEDGER)] == ["密题任务"]
    assert len(read_workbook(ledger_of(clerk, room), LEDGER)) == 1
    assert read_workbook(ledger_of(room.client(Role.NOMINATOR, OTHER_COUNTY), room), LEDGER) == []


def test_a_ledger_is_looked_at_first_and_applied_once(room, task, clerk, county):
    address = f"/programmes/{room.cast.programme.ref}/tasks"
    row = {"title": "新任务", "organisation": room.organisation().name, "due_on": "2100-01-01"}
    assert county.get(f"{address}/import/").status_code == 403
    assert clerk.post(f"{address}/apply/").status_code == 404
    assert clerk.post(f"{address}/import/", {"sent": "1"}).status_code == 422
    bad = clerk.post(f"{address}/import/", {"file": ContentFile(b"PK", name="x.xlsx")})
    assert bad.status_code == 422
    wrong = text(clerk.post(f"{address}/import/", {"file": upload(row | {"due_on": "月底"})}))
    assert "不是日期" in wrong and "确认导入" not in wrong

    page = text(clerk.post(f"{address}/import/", {"file": upload(row)}))

    assert "将新增1项" in page and not Task.objects.filter(title="新任务").exists()
    fingerprint = page.split('name="fingerprint" value="')[1].split('"')[0]
    assert clerk.post(f"{address}/apply/", {"fingerprint": "other"}).status_code == 409
    assert "已导入：新增1项" in text(clerk.post(f"{address}/apply/", {"fingerprint": fingerprint}))
    assert Task.objects.get(title="新任务").source == "ledger"
    assert "台账导入" in text(clerk.get(home(Task.objects.get(title="新任务"))))
    same = text(clerk.post(f"{address}/import/", {"file": ContentFile(ledger_of(clerk, room).read(), name="a.xlsx")}))
    assert "完全一致" in same
