"""The section's pages of reports: who is missing since when, what it accepts, sends back, reminds of and excuses."""

import io

import openpyxl
import pytest
from django.utils import timezone

from lixiang.delivery.actions import due_reports
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.models import Report
from lixiang.delivery.models.report_facts import form_of
from lixiang.delivery.tests.report_scene import ANSWERS, NO_FILES, ReportScene, address, moment, text_of


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


class TestTheSectionReviews:
    def test_the_list_says_how_many_of_how_many_and_who_is_missing_since_when(self, scene):
        first, *_ = scene.running(3)
        scene.handed_in(scene.due(first))

        page = text_of(scene.client(scene.clerk).get("/reports/?period=quarterly:2018-04-01"))

        assert "已报送 1/3" in page and "逾期未报 2" in page and "已逾期" in page
        assert text_of(scene.client(scene.clerk).get("/reports/?all=1&shown=handed")).count('name="pick"') == 1

    def test_one_report_opens_beside_the_list_and_is_accepted_there(self, scene):
        report = scene.handed_in()
        client = scene.client(scene.clerk)

        page = text_of(client.get(f"/reports/?all=1&open={report.ref}"))
        answer = client.post(address(report, "accept/?all=1"), {"opinion": "进展良好。"})

        assert ANSWERS["effects"] in page and "退回修改" in page
        assert answer["Location"] == "/reports/?all=1"
        assert Report.objects.get().status == "ACCEPTED"

    def test_it_sends_back_and_what_is_refused_keeps_what_was_typed(self, scene):
        report = scene.handed_in()
        client = scene.client(scene.head)
        late = {"reason": "补充数字", "due_at": "2018-07-01"}

        refused = client.post(address(report, "send-back/"), late)
        soon = timezone.localdate().replace(day=1) + timezone.timedelta(days=40)
        answer = client.post(address(report, "send-back/"), {**late, "due_at": soon.isoformat()})

        assert refused.status_code == 422 and "补充数字" in text_of(refused)
        assert answer["Location"] == address(report)
        assert Report.objects.get().status == "RETURNED"

    def test_it_reminds_and_excuses(self, scene):
        report = scene.due()
        client = scene.client(scene.clerk)

        client.post(address(report, "remind/"))
        refused = client.post(address(report, "remind/"))
        client.post(address(report, "excuse/"), {"reason": "启动较晚"})

        assert refused.status_code == 422
        assert (Report.objects.get().reminders, Report.objects.get().status) == (1, "EXCUSED")

    def test_a_batch_is_accepted_and_what_was_not_handed_in_is_named(self, scene):
        first, second = scene.running(2)
        handed, due = scene.handed_in(scene.due(first)), scene.due(second)

        answer = scene.client(scene.clerk).post(
            "/reports/accept-all/?all=1", {"pick": [handed.ref, due.ref]}, follow=True
        )

        assert "已接收1份汇报" in text_of(answer) and "没有接收" in text_of(answer)
        assert "请先勾选" in text_of(scene.client(scene.clerk).post("/reports/accept-all/", follow=True))

    def test_one_click_reminds_of_all(self, scene):
        scene.due()

        answer = scene.client(scene.clerk).post("/reports/remind-all/", follow=True)

        assert "已催办1项" in text_of(answer)
        assert scene.client(scene.stranger).post("/reports/remind-all/").status_code == 403

    def test_a_period_goes_out_as_a_workbook(self, scene):
        first, _ = scene.running(2)
        scene.handed_in(scene.due(first))

        answer = scene.client(scene.clerk).get("/reports/xlsx/?period=quarterly:2018-04-01")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0][3] == "项目名称" and "已做工作" in rows[0]
        assert ANSWERS["work"] in rows[1] and rows[2][5] == "待填报"

    def test_a_workbook_of_several_kinds_of_report_keeps_the_answers_to_all_of_them(self, scene):
        (project,) = scene.running()
        scene.handed_in(scene.due(project))
        first = moment(4, 1).date()
        midterm = due_reports.open_report(project, schedule="midterm", first=first, by=scene.unit, at=moment(9, 1))
        values = {**ANSWERS, **NO_FILES, "goals_so_far": "完成六成", "self_rating": "良好"}
        actions.save_report(midterm, values, expected=0, by=scene.unit, at=moment(9, 2))
        scene.hand_in(midterm, at=moment(9, 3))

        answer = scene.client(scene.clerk).get("/reports/xlsx/")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

        head, *rows = sheet.iter_rows(values_only=True)
        label = next(each.label for each in form_of(midterm).questions if each.name == "goals_so_far")
        assert sorted(row[head.index(label)] or "" for row in rows) == ["", "完成六成"]
        assert len(set(head)) == len(head)

    def test_an_unfinished_text_is_nobody_elses_to_read(self, scene):
        report = scene.written(scene.due(), work="未报送的草稿内容")

        for who in (scene.clerk, scene.inspector):
            assert "未报送的草稿内容" not in text_of(scene.client(who).get(address(report)))
            assert "未报送的草稿内容" not in text_of(scene.client(who).get(f"/reports/?all=1&open={report.ref}"))

    def test_the_midterm_is_accepted_with_its_result(self, scene):
        (project,) = scene.running()
        first = moment(4, 1).date()
        report = due_reports.open_report(project, schedule="midterm", first=first, by=scene.unit, at=moment(9, 1))
        values = {**ANSWERS, **NO_FILES, "goals_so_far": "60%", "self_rating": "良好"}
        actions.save_report(report, values, expected=0, by=scene.unit, at=moment(9, 2))
        scene.hand_in(report, at=moment(9, 3))
        client = scene.client(scene.clerk)

        page = text_of(client.get(address(report)))
        refused = client.post(address(report, "accept/"), {"opinion": "可以"})
        client.post(address(report, "accept/"), {"result": "pass"})

        assert "自评等次" in page and "中期检查结果" in page
        assert refused.status_code == 422 and "请选择中期检查结果" in text_of(refused)
        assert "通过" in text_of(client.get(address(report)))
