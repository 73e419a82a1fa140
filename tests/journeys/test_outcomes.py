"""What becomes of a concluded project: an award, a case study that everybody reads, and a county that copies it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from lixiang.delivery.tests.report_scene import picture
from lixiang.outcomes.models import Award, CaseStudy
from lixiang.outcomes.tests.finished import ended
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from tests.journeys.stage import WINDOW, Stage

PHONE = {"width": 390, "height": 844}


class TestWhatBecomesOfAProject:
    def test_it_is_awarded_written_up_shown_and_copied(self, stage: Stage):
        self.given_a_concluded_project(stage)
        self.when_the_section_proposes_and_the_head_makes_an_award_known(stage)
        self.when_the_section_writes_the_case_up_and_publishes_it(stage)
        self.then_another_county_finds_it_and_records_that_it_copied_it(stage)

    def given_a_concluded_project(self, stage: Stage) -> None:
        project = stage.approved(0)[0]
        stage.drawn_up(project)
        others = Project.objects.filter(programme=stage.cast.programme).exclude(pk=project.pk)
        others.update(status="TERMINATED")
        ended(stage.cast, [Project.objects.get(pk=project.pk)])
        others.update(status="TERMINATED")
        self.project = project

    def when_the_section_proposes_and_the_head_makes_an_award_known(self, stage: Stage) -> None:
        page = stage.enter_as(Role.SECTION_CLERK)
        page.get_by_role("link", name="成果运用", exact=True).click()
        page.get_by_role("link", name="奖励", exact=True).click()
        page.get_by_role("link", name="示例项目一").click()
        page.get_by_label("理由").fill("做法已在全市推广。")
        page.get_by_label("影响层级").select_option(label="市级")
        self.without_a_barrier(page)
        page.get_by_role("button", name="提出奖励建议").click()
        expect(page.get_by_text("奖励建议已提出")).to_be_visible()

        page = stage.enter_as(Role.SECTION_HEAD)
        page.goto(f"/outcomes/awards/{Award.objects.get().ref}/")
        page.locator("summary", has_text="同意奖励").click()
        page.get_by_role("button", name="确认同意奖励").click()
        page.goto("/outcomes/awards/")
        page.get_by_role("button", name="印发表扬通报").click()
        expect(page.get_by_text("表扬通报已印发")).to_be_visible()
        self.without_a_barrier(page)

    def when_the_section_writes_the_case_up_and_publishes_it(self, stage: Stage) -> None:
        page = stage.enter_as(Role.SECTION_CLERK)
        page.goto(f"/outcomes/project/{self.project.ref}/")
        page.get_by_role("button", name="撰写案例").click()
        for label in ("背景和目标", "主要做法", "经验启示"):
            page.get_by_label(label).fill("坚持问题导向。")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("案例已保存。")).to_be_visible()
        self.without_a_barrier(page)
        page.locator("summary", has_text="推广案例").click()
        page.get_by_role("button", name="确认推广案例").click()
        expect(page.get_by_text("案例已推广")).to_be_visible()

    def then_another_county_finds_it_and_records_that_it_copied_it(self, stage: Stage) -> None:
        page = stage.enter_as(Role.NOMINATOR, 1)
        page.get_by_role("link", name="成果运用", exact=True).click()
        page.get_by_placeholder("按内容、单位查找").fill("问题导向")
        page.get_by_role("button", name="查询").click()
        self.without_a_barrier(page)
        page.get_by_role("link", name=CaseStudy.objects.get().title).click()
        page.get_by_role("link", name="登记采用").click()
        page.get_by_label("采用的做法").fill("台账管理")
        page.get_by_label("采用后的成效").fill("覆盖党员300人。")
        page.get_by_label("采用日期").fill("2018-12-21")
        proof = {"name": "现场.png", "mimeType": "image/png", "buffer": picture().read()}
        page.get_by_label("佐证材料").set_input_files(proof)
        page.get_by_role("button", name="登记采用").click()
        expect(page.get_by_text("采用情况已登记。")).to_be_visible()
        expect(page.get_by_text("台账管理")).to_be_visible()
        self.without_a_barrier(page)

    def without_a_barrier(self, page: Page) -> None:
        for size in (PHONE, WINDOW):
            page.set_viewport_size(size)
            assert Axe().run(page).response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
