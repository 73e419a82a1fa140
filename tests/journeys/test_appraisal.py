"""A judge declares a conflict, scores the other project beside its application, hands in; the section sees n of m."""

from playwright.sync_api import expect

from lixiang.agreements import actions as agreements
from lixiang.appraisal import actions
from lixiang.appraisal.models import Panel, Recusal, ScoreSheet
from lixiang.appraisal.tests.arranging import accepted, judge_user
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.cast import PASSWORD
from lixiang.rehearsal.cycle import scan
from tests.journeys.stage import WINDOW, Stage

PHONE = {"width": 390, "height": 844}
POINTS = {"组织领导": "9", "实施过程": "8.5", "目标完成": "14", "创新性": "17", "可推广性": "12", "材料规范": "9"}


class TestAJudgeWithAConflict:
    def test_one_project_is_declared_and_vanishes_the_other_is_scored_and_handed_in(self, stage):
        self.given_a_panel_that_asks_its_judges_to_declare(stage)
        self.when_the_judge_declares_a_conflict_with_one_project()
        self.given_materials_are_open()
        self.then_that_project_is_nowhere_and_its_address_opens_nothing()
        self.when_the_judge_scores_the_other_it_saves_itself()
        self.then_nothing_is_wider_than_a_phone()
        self.when_something_is_missing_it_is_said()
        self.when_the_judge_hands_in()
        self.then_the_sheet_is_frozen_with_its_hash()
        self.then_the_section_sees_how_many_are_in_and_no_score()

    def given_a_panel_that_asks_its_judges_to_declare(self, stage: Stage) -> None:
        self.stage = stage
        self.projects = [self.under_appraisal(project) for project in stage.approved()]
        by = {"by": stage.cast.user(Role.SECTION_CLERK), "at": stage.at}
        self.panel = actions.draw_up(stage.cast.programme, title="创新实践组", sheets=1, **by)
        self.judges = [judge_user(stage.cast, name, stage.at) for name in ("甲", "乙")]
        for user in self.judges:
            user.set_password(PASSWORD)
            user.password_changed_at = stage.at
            user.save()
            actions.add_judge(self.panel, user, **by)
        actions.add_projects(self.panel, self.projects, **by)
        actions.ask_to_declare(self.panel, **by)

    def under_appraisal(self, project: Project) -> Project:
        stage, section = self.stage, self.stage.cast.user(Role.SECTION_CLERK)
        agreement, by = stage.drawn_up(project), stage.cast.user(Role.NOMINATOR, project.nominating_organisation)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=by, at=stage.at)
        agreements.sign(agreement, by=by, at=stage.at)
        agreements.countersign(agreement, by=section, at=stage.at)
        return accepted(stage.cast, stage.again(project), stage.at)

    def when_the_judge_declares_a_conflict_with_one_project(self) -> None:
        self.judge = self.stage.enter(self.judges[0].username, quiet=False)
        self.judge.get_by_role("link", name="申报“创新实践组”中应当回避的项目").first.click()
        expect(self.judge.locator("h1")).to_have_text("申报回避")
        self.judge.locator(f"[name='away-{self.projects[0].ref}']").check()
        self.judge.locator(f"[name='reason-{self.projects[0].ref}']").fill("曾任该项目顾问。")
        self.judge.get_by_label("本人已逐项核对").check()
        self.judge.get_by_role("button", name="提交回避申报").click()
        expect(self.judge.locator("#notices")).to_contain_text("回避申报已提交")
        assert Recusal.objects.get().project == self.projects[0]

    def given_materials_are_open(self) -> None:
        by = {"by": self.stage.cast.user(Role.SECTION_CLERK), "at": self.stage.at}
        other = self.panel.judges.get(user=self.judges[1])
        actions.declare(other, {}, by=self.judges[1], at=self.stage.at)
        actions.assign(self.panel, **by)
        actions.open_materials(self.panel, **by)
        self.panel = Panel.objects.get(pk=self.panel.pk)

    def then_that_project_is_nowhere_and_its_address_opens_nothing(self) -> None:
        hidden = self.panel.assignments.get(project=self.projects[0], judge__user=self.judges[1])
        self.judge.goto(f"/appraisal/panels/{self.panel.ref}/?shown=all")
        expect(self.judge.locator("main")).to_contain_text(str(self.projects[1]))
        expect(self.judge.locator("main")).not_to_contain_text(str(self.projects[0]))
        assert self.judge.goto(f"/appraisal/score/{hidden.ref}/").status == 404

    def when_the_judge_scores_the_other_it_saves_itself(self) -> None:
        self.judge.goto("/")
        self.judge.get_by_role("link", name="“创新实践组”还有1个项目待评分").first.click()
        self.judge.get_by_role("link", name=str(self.projects[1])).click()
        expect(self.judge.locator("main")).to_contain_text("工作目标")
        for title, points in POINTS.items():
            self.judge.get_by_label(f"{title}：得分").fill(points)
        self.judge.get_by_label("总体评价").fill("成效明显。")
        self.judge.get_by_label("创新性：理由").click()
        version = self.judge.locator("#form-score [name=version]")
        expect(version).not_to_have_value("0")
        expect(self.judge.locator("[data-saved]")).to_contain_text("已于")

    def then_nothing_is_wider_than_a_phone(self) -> None:
        self.judge.set_viewport_size(PHONE)
        assert self.judge.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        self.judge.set_viewport_size(WINDOW)

    def when_something_is_missing_it_is_said(self) -> None:
        self.judge.get_by_role("link", name="核对并提交").first.click()
        expect(self.judge.locator("main")).to_contain_text("“成果影响加分”还没有打分")
        expect(self.judge.get_by_role("button", name="提交评分表")).to_have_count(0)
        self.judge.get_by_role("link", name="返回填写").click()
        self.judge.get_by_label("成果影响加分：加分").fill("3")
        self.judge.get_by_label("成果影响加分：依据的文件").fill("示例市通字〔2018〕3号")
        self.judge.get_by_role("button", name="保存").click()
        expect(self.judge.locator("#notices")).to_contain_text("保存")

    def when_the_judge_hands_in(self) -> None:
        self.judge.get_by_role("link", name="核对并提交").first.click()
        expect(self.judge.locator("main")).to_contain_text("示例市通字〔2018〕3号")
        self.judge.get_by_role("button", name="提交评分表").click()

    def then_the_sheet_is_frozen_with_its_hash(self) -> None:
        expect(self.judge.locator("#notices")).to_contain_text("评分表已提交")
        sheet = ScoreSheet.objects.get()
        assert sheet.status == "HANDED_IN" and sheet.total == sum(line.counted for line in sheet.lines.all())
        expect(self.judge.locator("main")).to_contain_text(sheet.hash[:12])
        expect(self.judge.get_by_label("组织领导：得分")).to_have_count(0)

    def then_the_section_sees_how_many_are_in_and_no_score(self) -> None:
        section = self.stage.enter_as(Role.SECTION_CLERK)
        section.goto(f"/appraisal/panels/{self.panel.ref}/")
        expect(section.locator("main")).to_contain_text("1/4份")
        expect(section.locator("main")).not_to_contain_text("评分情况")
