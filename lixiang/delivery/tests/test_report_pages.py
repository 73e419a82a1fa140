"""The pages on which a unit writes its report, with its evidence; what is kept when refused, who gets a 404."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lixiang.delivery.actions import due_reports
from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.models import Report
from lixiang.delivery.tests.report_scene import ANSWERS, ReportScene, address, moment, picture, text_of
from lixiang.files.models import Claim, File
from lixiang.people.roles import Role

# Session and account, furniture, and what the page itself asks.
LIST_QUERIES, PAGE_QUERIES = 10, 11


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


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

    @pytest.mark.parametrize("headers", [{}, {"X-Autosave": "1"}])
    def test_a_clash_over_the_reason_alone_shows_both_reasons(self, scene, headers):
        report = scene.written(scene.due())
        typed = {**report.answers, "no_evidence_reason": "本季没有照片", "version": "0"}

        answer = scene.client(scene.nominator).post(address(report, "draft/"), typed, headers=headers)

        assert answer.status_code == 409 and report.no_evidence_reason
        for shown in ("未附佐证材料的理由", "本季没有照片", report.no_evidence_reason):
            assert shown in text_of(answer), shown

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

        due_reports.open_report(
            project, schedule="quarterly", first=moment(4, 1).date(), by=scene.unit, at=moment(5, 1)
        )

        assert "第二季度" in text_of(client.get(f"/reports/project/{project.ref}/"))

    def test_opening_a_period_that_is_none_is_told_with_its_clause(self, scene):
        (project,) = scene.running()

        answer = scene.client(scene.unit).post(f"/reports/project/{project.ref}/open/quarterly/20180501/")

        assert answer.status_code == 422
        assert "没有这一期汇报" in text_of(answer)


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
