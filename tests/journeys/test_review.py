"""The section reviews by keyboard, sends back by section, speaks on many at once."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from lixiang.approvals.models import Opinion
from lixiang.people.roles import Role
from lixiang.projects.states import Status
from tests.journeys.stage import Stage

TITLES = ("第一个项目", "第二个项目", "第三个项目")


class TestReviewing:
    def test_a_clerk_walks_by_keys_speaks_and_goes_on(self, stage):
        self.given_three_projects_before_the_section(stage)
        self.when_the_key_j_is_pressed()
        self.then_the_dossier_shows("第二个项目")
        self.when_the_key_k_is_pressed()
        self.then_the_dossier_shows("第一个项目")
        self.when_points_and_a_phrase_are_given_and_the_next_asked_for()
        self.then_the_opinion_is_kept_with_its_points()
        self.then_the_dossier_shows("第二个项目")

    def test_one_is_sent_back_by_section_and_comes_again(self, stage):
        self.given_three_projects_before_the_section(stage)
        self.when_the_first_is_sent_back_for_its_goals()
        self.then_only_the_goals_are_open_to_the_unit()
        self.when_the_county_nominates_it_again()
        self.then_it_is_before_the_section_with_the_new_text()

    def test_one_opinion_goes_to_all_that_are_picked(self, stage):
        self.given_three_projects_before_the_section(stage)
        self.page.get_by_label("全选本页").check()
        expect(self.page.locator("[data-pick-count]")).to_have_text("已选 3 项")
        self.page.get_by_text("批量意见", exact=True).click()
        panel = self.page.locator("details[data-pop][open] .pop-panel")
        expect(panel.get_by_role("radio").first).to_be_focused()
        panel.get_by_role("button", name="同意。", exact=True).click()
        panel.get_by_role("radio", name="同意", exact=True).check()
        panel.get_by_role("button", name="保存意见").click()
        expect(self.page.locator("#notices")).to_contain_text("3")
        assert sorted(Opinion.objects.values_list("text", flat=True)) == ["同意。"] * 3

    def given_three_projects_before_the_section(self, stage: Stage) -> None:
        self.stage = stage
        self.projects = stage.nominated(titles=TITLES)
        self.page = stage.enter_as(Role.SECTION_CLERK)
        self.page.get_by_role("link", name="审核", exact=True).click()
        self.then_the_dossier_shows("第一个项目")

    def when_the_key_j_is_pressed(self) -> None:
        self.page.keyboard.press("j")

    def when_the_key_k_is_pressed(self) -> None:
        self.page.keyboard.press("k")

    def then_the_dossier_shows(self, title: str) -> None:
        expect(self.page.locator("#dossier h2").first).to_have_text(title)
        self.page.wait_for_load_state()  # the keys are heard from then on

    def when_points_and_a_phrase_are_given_and_the_next_asked_for(self) -> None:
        for field in self.page.locator("#opinion input[type=number]").all():
            field.fill("20")
        self.page.locator("#opinion").get_by_role("button", name="拟同意，请部领导审示。").click()
        self.page.keyboard.type("经费另核。")
        self.page.get_by_role("button", name="保存并看下一项").click()
        expect(self.page.locator("#notices")).to_contain_text("已保存对“第一个项目”的意见")

    def then_the_opinion_is_kept_with_its_points(self) -> None:
        opinion = Opinion.objects.get()
        assert opinion.text == "拟同意，请部领导审示。经费另核。"
        assert set(opinion.scores.values_list("points", flat=True)) == {20}

    def when_the_first_is_sent_back_for_its_goals(self) -> None:
        form = self.page.locator("#send-back")
        form.locator("summary").click()
        form.get_by_label("目标与措施").check()
        form.get_by_label("修改期限").fill((self.stage.now + timedelta(days=5)).date().isoformat())
        form.get_by_label("退回理由").fill("请补充基线。")
        form.get_by_role("button", name="退回申报单位修改").click()
        expect(self.page.locator("#notices")).to_contain_text("退回")

    def then_only_the_goals_are_open_to_the_unit(self) -> None:
        clerk = self.stage.enter_as(Role.UNIT_CLERK, 0)
        clerk.goto(f"/projects/{self.projects[0].ref}/application/")
        expect(clerk.locator("#form-basics")).to_have_count(0)
        clerk.locator("#form-goals").get_by_label("主要措施").fill("补充基线后的措施。")
        clerk.locator("#form-goals").get_by_label("主要措施").blur()
        expect(clerk.locator("#form-goals [data-saved]")).to_contain_text("已于")

    def when_the_county_nominates_it_again(self) -> None:
        county = self.stage.enter_as(Role.NOMINATOR, 0)
        county.goto(f"/projects/{self.projects[0].ref}/nominate/")
        county.locator("main form").get_by_role("button", name=re.compile("申报")).click()
        expect(county.locator("h1")).not_to_contain_text("重新申报")

    def then_it_is_before_the_section_with_the_new_text(self) -> None:
        project = self.stage.again(self.projects[0])
        assert project.status == Status.NOMINATED and project.revision.number == 2
        self.page.goto(f"/reviews/{project.ref}/")
        expect(self.page.locator("#dossier")).to_contain_text("补充基线后的措施。")
