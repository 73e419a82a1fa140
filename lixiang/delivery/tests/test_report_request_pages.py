"""The pages on which the department asks for a report of its own, and the circular of those who have not reported."""

from uuid import uuid4

import pytest
from django.utils import timezone

from lixiang.delivery.jobs import reports as jobs
from lixiang.delivery.models import CircularNotice, Report, ReportRequest
from lixiang.delivery.tests.report_scene import ReportScene, address, moment, text_of


@pytest.fixture
def scene(cast, morning) -> ReportScene:
    return ReportScene(cast, morning)


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

    def test_the_list_to_tick_stands_open_where_ticking_was_forgotten(self, scene):
        scene.running()

        assert '<details class="report-pick" open>' in self.ask(scene, scope="picked").content.decode()
        assert '<details class="report-pick">' in self.ask(scene, title="").content.decode()

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
