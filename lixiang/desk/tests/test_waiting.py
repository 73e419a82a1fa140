"""The stale list: every turn with its holder and its wait, the longest first, page by page, nothing of others."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.delivery.models import ChangeRequest, Task
from lixiang.delivery.tests.changing import Changing
from lixiang.delivery.tests.gathering import Gathering
from lixiang.delivery.tests.inspecting import Round
from lixiang.delivery.tests.report_scene import ReportScene, moment
from lixiang.desk.queries.viewpoint import viewpoint
from lixiang.desk.queries.waiting import ROWS, Chosen, chosen_from, waiting_page
from lixiang.desk.queries.waiting_nouns import NOUNS, SIDES
from lixiang.funds import actions as funds
from lixiang.funds.tests.conftest import active_ones, authorised, ordered
from lixiang.history.models import Pending
from lixiang.messaging.tests.scene import COMMITTEE, COUNTY, OTHER_COUNTY
from lixiang.people.roles import Role
from lixiang.ranking import actions as rankings
from lixiang.ranking.tests.arranging import scored as ranked

QUERIES = 24
TAKEN = {"results": [{"kind": "theory", "form": "调研报告一篇"}]}


@pytest.fixture
def gathering(cast, morning) -> Gathering:
    Pending.objects.all().delete()
    return Gathering(cast, morning)


def lines(cast, user, at, **chosen):
    return waiting_page(viewpoint(user, cast.programme, at), Chosen(**chosen)).lines


def told(cast, user, at, **chosen):
    return [(line.words, line.holder, line.side) for line in lines(cast, user, at, **chosen)]


# --- the turns -------------------------------------------------------------------------------------------------------
def test_an_application_waits_for_its_nominator_and_then_for_the_section(gathering):
    gathering.handed_in(COUNTY)
    at = gathering.later(days=5)
    (line,) = lines(gathering.cast, gathering.county, at)

    assert (line.words, line.holder, line.side, line.days) == ("研究推荐", "演练第一县委", "申报单位", 5)
    assert lines(gathering.cast, gathering.section, at) == ()
    gathering.nominated(COMMITTEE)
    assert [line.words for line in lines(gathering.cast, gathering.section, at)] == ["审核申报项目"]


def test_appraisal_rectification_ranking_and_objections_wait_for_whoever_has_them(cast, morning, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    scene = ranked(cast, morning, projects=2, closed=False)
    clerk, at = scene.clerk, morning
    said = [(line.kind, line.words, line.side) for line in lines(cast, clerk, at, kind="appraisal")]
    assert said.count(("验收", "组织验收考核，办理结果", "主管单位")) == 2
    assert ("验收", "创新实践组：评分表提交后结束评分", "主管单位") in said
    scene.scene.close()
    scene.compute()
    assert told(cast, clerk, at, kind="ranking") == [("确认第1次排名", "淮南市委组织部 科长或部领导", "主管单位")]
    scene.confirm().publish()
    rankings.object_to(scene.place(0), text="有误。", by=scene.unit(0), at=at)
    words = [line.words for line in lines(cast, clerk, at, kind="ranking")]
    assert sorted(words) == ["复核对名次的异议", "第1次排名公示期满后印发通报"]
    assert [line.words for line in lines(cast, scene.unit(0), at, kind="ranking")] == ["复核对名次的异议"]
    assert lines(cast, scene.scene.user(0), at, kind="appraisal") == ()


def test_a_returned_project_waits_for_its_unit_until_its_own_day(gathering):
    (project,) = gathering.nominated(COMMITTEE)
    gathering.send_back(project, gathering.later(days=3))
    (line,) = lines(gathering.cast, gathering.section, gathering.later(days=5), kind="returned")

    assert (line.words, line.side, line.due, line.tone) == ("修改后重新申报", "填报单位", "已逾期2天", "bad")
    assert line.url == f"/projects/{project.ref}/"


def test_an_agreement_waits_to_be_drawn_up_then_for_one_side_and_for_the_other(gathering):
    (project,) = gathering.nominated(COMMITTEE)
    gathering.publish(gathering.decide(project))
    at, cast = gathering.at, gathering.cast
    assert [line.words for line in lines(cast, gathering.section, at, kind="agreement")] == ["拟制责任书"]

    agreement = agreements.draw_up(gathering.again(project), by=gathering.section, at=at)
    (line,) = lines(cast, gathering.section, at, kind="agreement")
    assert (line.words, line.side, line.remind_url) == (
        "签订责任书",
        "申报单位",
        f"/agreements/{agreement.ref}/remind/",
    )
    gathering.signed(agreement)
    (line,) = lines(cast, gathering.section, at, kind="agreement")
    assert (line.words, line.side, line.remind_url) == ("核对责任书", "主管单位", "")


def test_a_quiet_decision_changes_nothing_of_what_a_county_reads(gathering):
    (project,) = gathering.nominated(COMMITTEE)
    county, at = gathering.user(Role.NOMINATOR, COMMITTEE), gathering.at
    before = lines(gathering.cast, county, at)

    gathering.decide(project)

    assert lines(gathering.cast, county, at) == before


def test_a_report_waits_for_its_unit_and_handed_in_for_the_section(cast, morning):
    scene = ReportScene(cast, morning)
    report = scene.due()
    (owed,) = lines(cast, scene.clerk, moment(7, 20), kind="report")
    assert (owed.words, owed.side, owed.remind_url) == (
        f"报送{report.title}",
        "填报单位",
        f"/reports/{report.ref}/remind/",
    )
    assert owed.due.startswith("已逾期") and owed.days > 10
    assert lines(cast, scene.unit, moment(7, 20), kind="report")[0].remind_url == ""

    scene.handed_in(report)
    assert told(cast, scene.unit, moment(7, 20), kind="report")[0][0] == f"审核{report.title}"
    assert lines(cast, scene.stranger, moment(7, 20)) == ()


def test_a_ticket_waits_for_the_responsible_and_answered_for_the_inspector(cast, morning):
    scene = Round(cast, morning)
    ticket = scene.opened()
    (line,) = lines(cast, scene.inspector, scene.at, kind="rectification")
    assert (line.words, line.side, line.remind_url) == (
        "报送整改情况",
        "责任单位",
        f"/rectifications/{ticket.ref}/remind/",
    )

    scene.answered(ticket)
    (line,) = lines(cast, scene.unit, scene.at, kind="rectification")
    assert (line.words, line.side) == ("核查销号", "督导员")
    assert lines(cast, scene.stranger, scene.at, kind="rectification") == ()


def test_a_paper_record_waits_for_the_inspector_in_whose_name_it_was_entered(cast, morning):
    scene = Round(cast, morning)
    inspection = scene.planned()
    scene.observed(inspection, by=scene.clerk)
    scene.entered(inspection)

    assert told(cast, scene.inspector, scene.at, kind="inspection")[0][0] == "确认第1次督导的补录"
    assert lines(cast, scene.unit, scene.at, kind="inspection") == ()


def test_a_task_waits_for_one_organisation_and_reported_for_the_section(gathering):
    task = gathering.task()
    at = gathering.after
    (line,) = lines(gathering.cast, gathering.section, at, kind="task")
    assert (line.words, line.holder, line.side) == ("补报佐证材料", "演练第一县委", "责任单位")
    assert line.remind_url == f"/tasks/{task.ref}/remind/"

    gathering.reported(task)
    assert [line.words for line in lines(gathering.cast, gathering.county, at, kind="task")] == [
        "确认办结：补报佐证材料"
    ]
    assert lines(gathering.cast, gathering.stranger, at, kind="task") == ()


def test_a_change_waits_for_whoever_decides_it_then_for_the_paper_and_its_signatures(cast, morning):
    scene = Changing(cast, morning)
    scene.asked("results", **TAKEN)
    assert lines(cast, scene.clerk, scene.at, kind="change") == ()
    request = scene.handed_in_change("name", title="党建引领基层治理")
    (line,) = lines(cast, scene.clerk, scene.at, kind="change")
    assert (line.words, line.side) == (f"审批变更：{request.title}", "主管单位")
    ChangeRequest.objects.filter(pk=request.pk).update(authority="own")
    assert "主要负责同志" in lines(cast, scene.clerk, scene.at, kind="change")[0].holder
    assert lines(cast, cast.user(Role.NOMINATOR, OTHER_COUNTY), scene.at, kind="change") == ()

    supplement = scene.waiting_supplement()
    (line,) = lines(cast, scene.nominator, scene.at, kind="supplement")
    assert (line.words, line.side, line.remind_url) == ("签订补充协议", "申报单位", "")
    (line,) = lines(cast, scene.clerk, scene.at, kind="supplement")
    assert line.remind_url == f"/supplements/{supplement.ref}/remind/"
    assert "拟制补充协议" not in [each.words for each in lines(cast, scene.clerk, scene.at, kind="change")]
    scene.signed_supplement(supplement)
    assert told(cast, scene.nominator, scene.at, kind="supplement")[0][0] == "核对补充协议"


def test_an_approved_change_waits_for_its_supplementary_agreement_and_a_returned_one_for_who_asked(cast, morning):
    scene = Changing(cast, morning)
    request = scene.approved("leader", leader_name="示例乙02")
    assert [line.words for line in lines(cast, scene.clerk, scene.at, kind="change")] == ["拟制补充协议"]

    ChangeRequest.objects.filter(pk=request.pk).update(status="SENT_BACK")
    assert [line.side for line in lines(cast, scene.clerk, scene.at, kind="change")] == ["填报单位"]
    ChangeRequest.objects.filter(pk=request.pk).update(by_section=True)
    assert [line.side for line in lines(cast, scene.clerk, scene.at, kind="change")] == ["主管单位"]


def test_a_payment_order_waits_for_who_authorises_and_then_for_finance(cast, morning):
    first, second = active_ones(cast, morning, 2)
    clerk, head, finance = cast.user(Role.SECTION_CLERK), cast.user(Role.SECTION_HEAD), cast.user(Role.FINANCE)
    sides = type("Sides", (), {"clerk": clerk, "head": head})
    for project in (first, second):
        funds.grant(project, by=clerk, at=morning)
    ordered(first, sides, morning)
    authorised(second, sides, morning)
    unit = cast.user(Role.UNIT_CLERK, cast.nominators[0])

    assert sorted(side for _, _, side in told(cast, finance, morning, kind="payment")) == ["主管单位", "财务"]
    assert [side for _, _, side in told(cast, unit, morning, kind="payment")] == ["财务"]


def test_a_document_waits_for_each_addressee_and_an_addressee_sees_its_own_alone(gathering):
    gathering.announced()
    at = gathering.at
    everybody = told(gathering.cast, gathering.section, at, kind="document")

    assert {holder for _, holder, _ in everybody} == {"演练第一县委", "演练第二县委"}
    assert [holder for _, holder, _ in told(gathering.cast, gathering.county, at, kind="document")] == ["演练第一县委"]
    assert told(gathering.cast, gathering.stranger, at, kind="document") == []


def test_every_turn_names_a_side_and_a_column_for_its_holder():
    for noun in NOUNS:
        for turn in noun.turns.values():
            assert turn.side in SIDES and noun.holders[turn.side], noun.kind


# --- order, filters, pages -------------------------------------------------------------------------------------------
def tasks(scene: Gathering, many: int, spread: bool = True) -> Task:
    """`many` tasks, each an hour longer in waiting than the next; all at one moment where they are not spread."""
    task = scene.task()
    fields = {f.attname: getattr(task, f.attname) for f in Task._meta.concrete_fields if not f.primary_key}
    for n in range(many - 1):
        since = task.status_since - timedelta(hours=n + 1) * spread
        Task(
            **{**fields, "ref": f"{task.ref}-{n}", "number": 1000 + n, "title": f"任务{n}", "status_since": since}
        ).save()
    return task


@pytest.mark.parametrize("spread", [True, False])
def test_the_pages_show_every_row_once_the_longest_wait_first(gathering, spread):
    tasks(gathering, ROWS + 7, spread)
    gathering.nominated(COMMITTEE)
    view = viewpoint(gathering.section, gathering.cast.programme, gathering.after)
    seen, key, pages = [], "", 0
    while pages == 0 or key:
        found = waiting_page(view, Chosen(after=key))
        seen, key, pages = [*seen, *found.lines], found.next_key, pages + 1

    assert pages == 2
    assert [line.since for line in seen] == sorted(line.since for line in seen)
    assert len({line.url for line in seen if line.kind == "任务"}) == ROWS + 7
    assert len(seen) == len({(line.url, line.holder) for line in seen})


@pytest.mark.parametrize("key", ["x", "1-2", "1-2-3-4", "99999999999999999-1-1", "１-１-１", "-1-0-0"])
def test_a_key_that_is_none_begins_at_the_top(gathering, key):
    gathering.task()
    assert lines(gathering.cast, gathering.section, gathering.after, after=key) in (
        lines(gathering.cast, gathering.section, gathering.after),
        (),
    )
    assert gathering.client(Role.SECTION_CLERK).get("/waiting/", {"after": key}).status_code == 200


def test_the_filters_keep_a_side_a_kind_and_a_wait_and_ignore_what_they_do_not_know(gathering):
    gathering.task()
    gathering.nominated(COMMITTEE)
    user, cast, at = gathering.section, gathering.cast, gathering.after

    assert {line.side for line in lines(cast, user, at, side="responsible")} == {"责任单位"}
    assert {line.kind for line in lines(cast, user, at, kind="application")} == {"申报审核"}
    assert all(line.days >= 7 for line in lines(cast, user, at, days="7"))
    assert lines(cast, user, at, days="30") == ()
    assert chosen_from({"kind": "x", "side": "y", "days": "8", "after": ""}) == Chosen()


@pytest.mark.parametrize("many", [1, 3, 30])
def test_the_page_takes_the_same_few_queries_for_any_number_of_rows(gathering, many):
    tasks(gathering, many)
    client = gathering.client(Role.SECTION_CLERK)
    client.get("/waiting/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/waiting/")

    assert len(captured) == QUERIES


def test_the_workbook_holds_what_the_list_shows(gathering):
    tasks(gathering, ROWS + 3)
    answer = gathering.client(Role.SECTION_CLERK).get("/waiting/xlsx/?kind=task")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))

    assert len(rows) == ROWS + 3
    assert rows[-1][1:3] == ("任务", "补报佐证材料") and rows[-1][4:6] == ("演练第一县委", "责任单位")


def test_the_workbook_of_a_county_holds_nothing_of_the_others(gathering):
    gathering.task()
    answer = gathering.client(Role.NOMINATOR, "committee-2").get("/waiting/xlsx/")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

    assert list(sheet.iter_rows(min_row=3, values_only=True)) == []


# --- the page --------------------------------------------------------------------------------------------------------
def test_the_section_reminds_by_one_click_and_reads_how_often_it_did(gathering):
    agreement = gathering.agreed()
    Agreement.objects.filter(pk=agreement.pk).update(reminders=2)
    html = gathering.client(Role.SECTION_CLERK).get("/waiting/").content.decode()
    theirs = gathering.client(Role.NOMINATOR, COMMITTEE).get("/waiting/").content.decode()

    assert f'action="/agreements/{agreement.ref}/remind/"' in html and "已催办2次" in html
    assert "/remind/" not in theirs


def test_all_returns_and_all_overdue_reports_are_reminded_at_once(gathering):
    (project,) = gathering.nominated(COMMITTEE)
    gathering.send_back(project, gathering.later(days=3))
    client = gathering.client(Role.SECTION_CLERK)

    assert "催办全部逾期未重新申报的" in client.get("/waiting/?kind=returned").content.decode()
    assert "催办全部" not in client.get("/waiting/").content.decode()


def test_an_empty_list_says_what_will_stand_there(gathering):
    client = gathering.client(Role.NOMINATOR, COUNTY)

    assert "没有等候办理的事项" in client.get("/waiting/").content.decode()
    assert "没有符合条件的事项" in client.get("/waiting/?kind=task").content.decode()


@pytest.mark.parametrize("role", ["judge", "system_admin", "discipline"])
def test_whoever_has_no_part_in_the_business_has_no_such_list(gathering, role):
    client = gathering.client(role)

    assert client.get("/waiting/").status_code == 404
    assert client.get("/waiting/xlsx/").status_code == 404
    assert "/waiting/" not in client.get("/").content.decode()


def test_the_worklist_leads_to_it(gathering):
    assert 'href="/waiting/"' in gathering.client(Role.SECTION_CLERK).get("/").content.decode()
