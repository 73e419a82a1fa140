"""The pages of reports: what each person sees and can do, what is kept when something is refused, who gets a 404."""

import io
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from lixiang.delivery.actions import due_reports
from lixiang.delivery.actions import reports as actions
from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.models import CircularNotice, Report, ReportRequest
from lixiang.delivery.tests.report_scene import ANSWERS, NO_FILES, ReportScene, moment
from lixiang.files.models import Claim, File
from lixiang.people.roles import Role

# Session and account, furniture, and what the page itself asks.
LIST_QUERIES, PAGE_QUERIES = 10, 11


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


def text_of(answer) -> str:
    return answer.content.decode()


def picture(shade: int = 200) -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("L", (8, 8), shade).save(stream, "PNG")
    return SimpleUploadedFile("现场照片.png", stream.getvalue(), "image/png")


def address(report: Report, verb: str = "") -> str:
    return f"/reports/{report.ref}/{verb}"


class TestTheUnitWrites:
    def test_the_form_stands_beside_the_promised_goals_and_says_by_when(self, scene):
        report = scene.due()

        page = text_of(scene.client(scene.unit).get(address(report)))

        goal = report.project.approved_revision.content["goals"][0]["indicator"]
        assert goal in page and "序时进度" in page
        assert "已做工作" in page and "2018年7月6日 23:59" in page and "二.4a" in page
        assert "data-autosave" in page

    def test_it_saves_by_itself_and_says_when(self, scene):
        report = scene.due()

        answer = scene.client(scene.unit).post(
            address(report, "draft/"), {**ANSWERS, "version": "0"}, headers={"X-Autosave": "1"}
        )

        assert (answer.status_code, answer["X-Version"]) == (204, "1")
        assert answer["X-Saved"]
        assert Report.objects.get().answers["work"] == ANSWERS["work"]

    def test_without_scripts_the_button_saves(self, scene):
        report = scene.due()

        answer = scene.client(scene.unit).post(address(report, "draft/"), {**ANSWERS, "version": "0"}, follow=True)

        assert "保存" in text_of(answer) and ANSWERS["work"] in text_of(answer)

    @pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
    def test_a_clash_shows_both_texts(self, scene, headers):
        report = scene.due()
        scene.written(report)

        answer = scene.client(scene.nominator).post(
            address(report, "draft/"), {"work": "另一份工作", "version": "0"}, headers=headers
        )

        assert answer.status_code == 409
        assert "另一份工作" in text_of(answer) and ANSWERS["work"] in text_of(answer)

    def test_theirs_can_be_kept(self, scene):
        report = scene.written(scene.due())

        answer = scene.client(scene.nominator).post(address(report, "draft/"), {"work": "我的", "keep": "theirs"})

        assert answer.status_code == 302
        assert Report.objects.get().answers["work"] == ANSWERS["work"]

    @pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
    def test_what_cannot_be_kept_whole_stays_on_the_page(self, scene, headers):
        report = scene.due()

        answer = scene.client(scene.unit).post(
            address(report, "draft/"), {"work": "长" * 20_001, "version": "0"}, headers=headers
        )

        assert answer.status_code == 422
        assert "最多能保存20000字" in text_of(answer)

    def test_it_looks_over_and_hands_in_with_a_receipt(self, scene):
        report = scene.written(scene.due())
        client = scene.client(scene.unit)

        page = text_of(client.get(address(report, "hand-in/")))
        answer = client.post(address(report, "hand-in/"), {"key": str(uuid4()), "seen": "1"}, follow=True)

        assert ANSWERS["effects"] in page and "确认报送" in page
        assert f"{report.ref}-1".upper() in text_of(answer)
        assert Report.objects.get().status == "HANDED_IN"

    def test_what_is_missing_is_said_before_and_again_when_sent(self, scene):
        report = scene.written(scene.due(), work="")
        client = scene.client(scene.unit)

        page = text_of(client.get(address(report, "hand-in/")))
        answer = client.post(address(report, "hand-in/"), {"key": str(uuid4())})

        assert "“已做工作”没有填写" in page and "确认报送" not in page
        assert answer.status_code == 422
        assert client.post(address(report, "hand-in/"), {}).status_code == 422

    def test_the_report_before_stands_beside_the_next(self, scene):
        (project,) = scene.running()
        scene.handed_in(scene.due(project))
        jobs.make_due_reports(moment(10, 8))
        following = Report.objects.get(schedule="quarterly", period_from="2018-07-01")

        page = text_of(scene.client(scene.unit).get(address(following)))

        assert "上一期：2018年第二季度实施情况汇报" in page and ANSWERS["next_steps"] in page

    def test_a_return_says_why_and_by_when(self, scene):
        report = scene.send_back(scene.handed_in())

        page = text_of(scene.client(scene.unit).get(address(report)))

        assert "成效不够具体。" in page and "重新报送" in page

    def test_it_may_write_ahead_of_the_clock(self, scene):
        (project,) = scene.running()
        client = scene.client(scene.unit)
        scene.client(scene.unit)

        due_reports.open_report(project, schedule="quarterly", first=_day(4), by=scene.unit, at=moment(5, 1))

        assert "第二季度" in text_of(client.get(f"/reports/project/{project.ref}/"))

    def test_opening_a_period_that_is_none_is_told_with_its_clause(self, scene):
        (project,) = scene.running()

        answer = scene.client(scene.unit).post(f"/reports/project/{project.ref}/open/quarterly/20180501/")

        assert answer.status_code == 422
        assert "没有这一期汇报" in text_of(answer)


def _day(month: int):
    return moment(month, 1).date()


class TestEvidence:
    def test_a_file_is_uploaded_once_and_used_again(self, scene):
        (project,) = scene.running()
        first = scene.due(project)
        client = scene.client(scene.unit)
        client.post(address(first, "attach/"), {"file": picture()})
        jobs.make_due_reports(moment(10, 8))
        second = Report.objects.get(schedule="quarterly", period_from="2018-07-01")
        claim = Claim.of(first, "evidence").get()

        page = text_of(client.get(address(second)))
        client.post(address(second, "reuse/"), {"number": str(claim.pk)})
        client.post(address(second, "attach/"), {"file": picture()})

        assert "选用项目已有的文件" in page and "现场照片.png" in page
        assert Claim.of(second, "evidence").get().file == claim.file
        assert File.objects.filter(sha256=claim.file.sha256).count() == 1

    def test_another_projects_file_cannot_be_used(self, scene):
        own, other = scene.running(2)
        report, foreign = scene.due(own), scene.due(other)
        scene.client(scene.unit).post(address(foreign, "attach/"), {"file": picture()})

        answer = scene.client(scene.unit).post(
            address(report, "reuse/"), {"number": str(Claim.of(foreign, "evidence").get().pk)}
        )

        assert answer.status_code == 422
        assert not Claim.of(report, "evidence").exists()

    def test_it_can_be_taken_away_and_fetched(self, scene):
        report = scene.due()
        client = scene.client(scene.unit)
        client.post(address(report, "attach/"), {"file": picture()})
        number = Claim.of(report, "evidence").get().pk

        assert client.get(address(report, f"evidence/{number}/")).status_code == 200
        assert scene.client(scene.clerk).get(address(report, f"evidence/{number}/")).status_code == 404
        for _ in range(2):
            assert client.post(address(report, f"evidence/{number}/detach/")).status_code == 302
        assert client.get(address(report, f"evidence/{number}/")).status_code == 404

    def test_what_is_no_such_file_is_refused_beside_the_field(self, scene):
        report = scene.due()

        upload = SimpleUploadedFile("程序.exe", b"MZ" + b"\0" * 64)
        answer = scene.client(scene.unit).post(address(report, "attach/"), {"file": upload})

        assert answer.status_code == 422
        assert scene.client(scene.unit).post(address(report, "attach/"), {}).status_code == 422
        assert not Claim.of(report, "evidence").exists()

    def test_the_section_fetches_what_was_handed_in(self, scene):
        report = scene.written(scene.due())
        scene.client(scene.unit).post(address(report, "attach/"), {"file": picture()})
        scene.hand_in(report)

        number = Claim.of(report, "evidence").get().pk
        assert scene.client(scene.clerk).get(address(report, f"evidence/{number}/")).status_code == 200


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

    def test_an_unfinished_text_is_nobody_elses_to_read(self, scene):
        report = scene.written(scene.due(), work="未报送的草稿内容")

        for who in (scene.clerk, scene.inspector):
            assert "未报送的草稿内容" not in text_of(scene.client(who).get(address(report)))
            assert "未报送的草稿内容" not in text_of(scene.client(who).get(f"/reports/?all=1&open={report.ref}"))

    def test_the_midterm_is_accepted_with_its_result(self, scene):
        (project,) = scene.running()
        report = due_reports.open_report(project, schedule="midterm", first=_day(4), by=scene.unit, at=moment(9, 1))
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


class TestAsking:
    def ask(self, scene, **changed) -> object:
        later = (timezone.localdate() + timezone.timedelta(days=7)).isoformat()
        words = {
            "title": "主题党日情况",
            "questions": "开展次数\n亮点（选填）",
            "due_at": later,
            "evidence": "optional",
        }
        words |= {"scope": "all", "key": str(uuid4()), **changed}
        return scene.client(scene.clerk).post(f"/reports/ask/{scene.cast.programme.ref}/", words)

    def test_all_projects_under_way_are_asked(self, scene):
        scene.running(3)

        assert self.ask(scene).status_code == 302

        assert Report.objects.count() == 3
        page = text_of(scene.client(scene.unit).get(address(Report.objects.first())))
        assert "开展次数" in page and "亮点" in page

    def test_only_those_that_were_ticked(self, scene):
        first, _ = scene.running(2)

        self.ask(scene, scope="picked", picked=[first.ref])

        assert [report.project for report in Report.objects.all()] == [first]

    def test_only_those_of_a_category_and_an_organisation(self, scene):
        scene.running()
        county = scene.cast.nominators[0]

        self.ask(scene, scope="narrowed", category="A", organisation=str(county.pk))
        refused = self.ask(scene, scope="narrowed", category="B")

        assert Report.objects.count() == 1
        assert refused.status_code == 422 and "没有实施中的项目" in text_of(refused)

    def test_the_same_request_twice_asks_once(self, scene):
        scene.running()
        key = str(uuid4())

        for _ in range(2):
            self.ask(scene, key=key)

        assert (ReportRequest.objects.count(), Report.objects.count()) == (1, 1)

    @pytest.mark.parametrize(
        "changed",
        [{"title": ""}, {"questions": " "}, {"due_at": "2018-04-01"}, {"scope": "picked"}, {"questions": "问\n" * 21}],
    )
    def test_what_is_missing_or_past_is_refused_and_kept(self, scene, changed):
        scene.running()

        answer = self.ask(scene, ground="保留的说明", **changed)

        assert answer.status_code == 422 and "保留的说明" in text_of(answer)
        assert not Report.objects.exists()

    def test_the_page_is_the_sections_alone(self, scene):
        scene.running()
        url = f"/reports/ask/{scene.cast.programme.ref}/"

        assert "哪些项目" in text_of(scene.client(scene.clerk).get(url))
        assert scene.client(scene.nominator).get(url).status_code == 403


class TestTheCircular:
    def test_the_section_looks_at_what_was_put_up_and_issues_it(self, scene):
        report = scene.due()
        jobs.escalate(moment(7, 25))
        url = f"/reports/circular/{scene.cast.programme.ref}/"
        client = scene.client(scene.head)

        page = text_of(client.get(url))
        answer = client.post(url, {"pick": [report.ref]})

        assert report.title in page
        assert answer["Location"] == f"/documents/{CircularNotice.objects.get().document.ref}/"
        assert "没有需要通报的汇报" in text_of(client.get(url))
        assert client.post(url, {"pick": [report.ref]}).status_code == 422

    def test_nobody_else_sees_it(self, scene):
        url = f"/reports/circular/{scene.cast.programme.ref}/"

        assert scene.client(scene.nominator).get(url).status_code == 403


class TestStrangers:
    def test_another_county_finds_nothing(self, scene):
        report = scene.handed_in()
        client = scene.client(scene.stranger)

        for verb in ("", "hand-in/", "evidence/1/"):
            assert client.get(address(report, verb)).status_code == 404
        for verb in ("draft/", "accept/", "send-back/", "excuse/", "remind/", "attach/", "reuse/"):
            assert client.post(address(report, verb)).status_code == 404
        assert client.get(f"/reports/project/{report.project.ref}/").status_code == 404
        page = text_of(client.get("/reports/?all=1"))
        assert str(report.project) not in page and "已报送 0/0" in page

    @pytest.mark.parametrize("verb", ["accept/", "send-back/", "excuse/", "remind/"])
    def test_those_who_write_do_not_review(self, scene, verb):
        report = scene.handed_in()

        assert scene.client(scene.unit).post(address(report, verb), {"reason": "x"}).status_code == 403

    @pytest.mark.parametrize("who", ["clerk", "inspector", "leader"])
    def test_those_who_read_do_not_write(self, scene, who):
        report = scene.due()
        client = scene.client(getattr(scene, who))

        assert client.get(address(report)).status_code == 200
        assert client.post(address(report, "draft/"), {"version": "0"}).status_code == 403

    def test_an_administrator_sees_nothing(self, scene):
        report = scene.due()

        assert scene.client(scene.cast.user(Role.SYSTEM_ADMIN)).get(address(report)).status_code == 404


class TestTheCostOfPages:
    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_the_list_asks_the_same_however_long_it_is(self, scene, count, django_assert_num_queries):
        scene.running(count)
        jobs.make_due_reports(moment(7, 2))
        client = scene.client(scene.clerk)
        client.get("/reports/?all=1")

        with django_assert_num_queries(LIST_QUERIES):
            client.get("/reports/?all=1")

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_a_report_asks_the_same_however_many_there_are(self, scene, count, django_assert_num_queries):
        project = scene.running(count)[0]
        report = scene.due(project)
        client = scene.client(scene.unit)
        client.get(address(report))

        with django_assert_num_queries(PAGE_QUERIES):
            client.get(address(report))

    def test_pages_go_on_by_key(self, scene):
        scene.running(60)
        jobs.make_due_reports(moment(7, 2))
        client = scene.client(scene.clerk)

        first = text_of(client.get("/reports/?all=1"))
        key = first.split("after=")[1].split('"')[0]
        second = text_of(client.get(f"/reports/?all=1&after={key}"))

        assert first.count('name="pick"') == 50 and second.count('name="pick"') == 10
