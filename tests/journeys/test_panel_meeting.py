"""The chair leads the meeting of a panel: draws the order, has a project presented, shows its scores on the spot."""

from playwright.sync_api import Page, expect

from lixiang.appraisal import actions
from lixiang.appraisal.models import PanelProject
from lixiang.appraisal.rules.drawing import drawn
from lixiang.appraisal.tests.arranging import change_settings, set_up
from lixiang.rehearsal.cast import PASSWORD
from tests.journeys.stage import Stage

CHAIR, OTHER, AWAY = range(3)


class TestTheChairRunsTheMeeting:
    def test_the_order_is_drawn_one_is_presented_and_its_scores_are_shown(self, stage):
        self.given_a_panel_that_may_show_scores_on_the_spot(stage)
        self.when_the_chair_draws_the_order_by_a_stated_number()
        self.when_a_project_is_presented()
        self.then_a_judge_is_led_to_its_sheet_and_the_one_who_keeps_away_sees_nothing_of_it()
        self.when_scores_are_asked_for_too_early_it_is_said()
        self.when_all_have_handed_in_the_chair_shows_them()
        self.then_they_stand_for_all_but_the_one_who_keeps_away()

    def given_a_panel_that_may_show_scores_on_the_spot(self, stage: Stage) -> None:
        self.stage, at = stage, stage.at
        change_settings(stage.cast, "appraisal.scoring", on_the_spot=True)
        self.scene = set_up(stage.cast, at, judges=3, sheets=2).ask()
        self.project = self.scene.projects[0]
        self.project.title = "示例重点项目"  # two projects of one author are called alike
        self.project.save(update_fields=["title"])
        self.scene.declare_all(**{f"judge_{AWAY}": {self.project.ref: "曾任该项目顾问。"}}).assign()
        self.scene.run(actions.name_chair, self.scene.judge(CHAIR))
        self.scene.open()
        for user in self.scene.users:
            user.set_password(PASSWORD)
            user.password_changed_at = at
            user.save()

    def enter(self, place: int) -> Page:
        """In the meeting; a refusal is asked for here, so the console is not held to silence."""
        page = self.stage.enter(self.scene.users[place].username, quiet=False)
        page.goto(f"/appraisal/panels/{self.scene.panel.ref}/live/")
        return page

    def row(self, page: Page):
        return page.get_by_role("row").filter(has_text=str(self.project))

    def when_the_chair_draws_the_order_by_a_stated_number(self) -> None:
        self.chair = self.enter(CHAIR)
        self.chair.get_by_label("抽签号码").fill("884690")
        self.chair.get_by_role("button", name="抽定顺序").click()
        expect(self.chair.locator("main")).to_contain_text("抽签号码 884690")
        order = PanelProject.objects.order_by("turn").values_list("project__ref", flat=True)
        assert tuple(order) == drawn([project.ref for project in self.scene.projects], "884690")

    def when_a_project_is_presented(self) -> None:
        self.row(self.chair).get_by_role("button", name="开始汇报").click()
        expect(self.chair.locator("main")).to_contain_text(f"个汇报：{self.project}")

    def then_a_judge_is_led_to_its_sheet_and_the_one_who_keeps_away_sees_nothing_of_it(self) -> None:
        other, self.away = self.enter(OTHER), self.enter(AWAY)
        other.get_by_role("link", name="去评分").click()
        expect(other.locator("h1")).to_contain_text(str(self.project))
        expect(self.away.locator("main")).to_contain_text("正在汇报的项目你已回避")
        expect(self.away.locator("main")).not_to_contain_text(str(self.project))

    def when_scores_are_asked_for_too_early_it_is_said(self) -> None:
        self.row(self.chair).get_by_role("button", name="亮分").click()
        expect(self.chair.locator("main")).to_contain_text("还有2名评委没有提交评分表")

    def when_all_have_handed_in_the_chair_shows_them(self) -> None:
        for place in (CHAIR, OTHER):
            self.scene.score(place, comment="示例评价。")
        self.chair.goto(f"/appraisal/panels/{self.scene.panel.ref}/live/")
        expect(self.row(self.chair)).to_contain_text("2/2份")
        self.row(self.chair).get_by_role("button", name="亮分").click()

    def then_they_stand_for_all_but_the_one_who_keeps_away(self) -> None:
        totals = [str(sheet.total // 1000) for sheet in self.scene_sheets()]
        for total in totals:
            expect(self.row(self.chair)).to_contain_text(total)
        self.away.reload()
        expect(self.away.locator("main")).to_contain_text("（回避）")
        for total in totals:
            expect(self.away.get_by_role("row").filter(has_text="（回避）")).not_to_contain_text(total)

    def scene_sheets(self):
        return [task.sheets.get() for task in (self.scene.task(CHAIR), self.scene.task(OTHER))]
