"""A unit's clerk writes an application, loses nothing, and holds a receipt."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from lixiang.people.roles import Role
from lixiang.projects.models import Project, Revision
from tests.journeys.stage import Stage

TITLE = "“逢五说事”村级议事协商机制探索"
REASON = "镇党委书记兼任村党支部第一书记，由其牵头。"


class TestFromAnEmptyFormToAReceipt:
    def test_what_is_typed_is_saved_found_fault_with_and_handed_in(self, stage):
        self.given_a_clerk_with_an_application_that_lacks_title_and_partners(stage)
        self.when_the_title_is_typed()
        self.then_it_is_saved_with_the_time()
        self.then_a_reload_keeps_it()
        self.when_the_team_is_cut_to_two()
        self.then_a_warning_stands_beside_the_team()
        self.when_it_is_handed_in_without_a_reason()
        self.then_the_reason_is_asked_for()
        self.when_a_reason_is_given()
        self.then_there_is_a_receipt_with_number_and_hash()

    def given_a_clerk_with_an_application_that_lacks_title_and_partners(self, stage: Stage) -> None:
        self.project = stage.drafted(skip=("title",))
        self.page = stage.enter_as(Role.UNIT_CLERK, 0, quiet=False)
        self.page.goto(f"/projects/{self.project.ref}/application/")
        expect(self.page.locator("#check-list")).to_contain_text("尚未填写：项目名称")

    def when_the_title_is_typed(self) -> None:
        self.page.get_by_label("项目名称").fill(TITLE)
        self.page.get_by_label("项目名称").blur()

    def then_it_is_saved_with_the_time(self) -> None:
        expect(saved(self.page, "basics")).to_have_text(re.compile(r"已于 \d\d:\d\d(:\d\d)? 保存"))
        expect(self.page.locator("#check-list")).not_to_contain_text("项目名称")

    def then_a_reload_keeps_it(self) -> None:
        self.page.reload()
        expect(self.page.get_by_label("项目名称")).to_have_value(TITLE)

    def when_the_team_is_cut_to_two(self) -> None:
        for row in (4, 3, 2):
            self.page.locator(f"#form-team [data-row]:visible >> nth={row}").get_by_label("删除").click()

    def then_a_warning_stands_beside_the_team(self) -> None:
        beside = self.page.locator("#findings-id_team")
        expect(beside).to_contain_text("请注意")
        expect(beside).to_contain_text("二.2f")

    def when_it_is_handed_in_without_a_reason(self) -> None:
        self.page.get_by_role("link", name="核对并提交").click()
        self.page.get_by_role("button", name="提交申报书").click()

    def then_the_reason_is_asked_for(self) -> None:
        expect(self.page.get_by_text("没有提交成功")).to_be_visible()
        assert Revision.objects.count() == 0

    def when_a_reason_is_given(self) -> None:
        self.page.get_by_label("理由").fill(REASON)
        self.page.get_by_role("button", name="提交申报书").click()

    def then_there_is_a_receipt_with_number_and_hash(self) -> None:
        expect(self.page.locator("h1")).to_contain_text("申报书提交回执")
        revision = Revision.objects.get()
        expect(self.page.locator("main")).to_contain_text(revision.receipt_number)
        expect(self.page.locator("main")).to_contain_text(revision.hash)
        assert revision.reason == REASON and revision.content["title"] == TITLE


class TestNothingIsLost:
    @pytest.fixture(autouse=True)
    def two_windows(self, stage):
        self.project = stage.drafted(title="原来的名称")
        self.first = self.open(stage)

    def open(self, stage: Stage) -> Page:
        page = stage.enter_as(Role.UNIT_CLERK, 0, quiet=False)
        page.goto(f"/projects/{self.project.ref}/application/")
        return page

    def test_the_second_of_two_clerks_sees_both_texts(self, stage):
        second = self.open(stage)

        type_title(self.first, "第一人所写")
        expect(saved(self.first, "basics")).to_contain_text("已于")
        type_title(second, "第二人所写")

        conflict = second.locator("#form-basics [data-conflict]")
        expect(conflict).to_contain_text("第一人所写")
        expect(conflict).to_contain_text("第二人所写")
        assert self.title == "第一人所写"
        conflict.get_by_role("button", name="用我填写的").click()
        expect(saved(second, "basics")).to_contain_text("已于")
        assert self.title == "第二人所写"

    def test_a_double_click_hands_in_once(self, stage):
        self.first.goto(f"/projects/{self.project.ref}/hand-in/")
        if self.first.get_by_label("理由").count():
            self.first.get_by_label("理由").fill(REASON)
        self.first.get_by_role("button", name="提交申报书").dblclick()

        expect(self.first.locator("h1")).to_contain_text("申报书提交回执")
        assert Revision.objects.count() == 1

    def test_what_is_typed_without_a_network_is_said_loudly_and_restored(self, stage):
        self.first.context.set_offline(True)
        type_title(self.first, "断网时所写")
        expect(saved(self.first, "basics")).to_contain_text("网络中断，没有保存成功")
        expect(saved(self.first, "basics")).to_have_attribute("role", "alert")
        assert self.title == "原来的名称"

        # The window dies before the network is back, without the last try that a window being closed still makes;
        # the same machine opens another.
        crash(self.first)
        context = stage.contexts[-1]
        context.set_offline(False)
        again = context.new_page()
        again.goto(f"/projects/{self.project.ref}/application/")
        again.get_by_role("button", name="恢复").click()

        expect(again.get_by_label("项目名称")).to_have_value("断网时所写")
        expect(saved(again, "basics")).to_contain_text("已于")
        assert self.title == "断网时所写"

    @property
    def title(self) -> str:
        return Project.objects.get(pk=self.project.pk).title


def saved(page: Page, section: str):
    return page.locator(f"#form-{section} [data-saved]")


def crash(page: Page) -> None:
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()


def type_title(page: Page, words: str) -> None:
    page.get_by_label("项目名称").fill(words)
    page.get_by_label("项目名称").blur()
