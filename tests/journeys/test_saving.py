"""On a slow line: a button pressed while the page's own save is on its way rests on that save."""

from typing import Any

from playwright.sync_api import Page, Route, expect

from lixiang.agreements import actions as agreements
from lixiang.delivery.models import ChangeRequest
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan
from lixiang.work.tests.waiting import wait_for
from tests.journeys.stage import Stage


class TestAButtonWhileTheOwnSaveIsOnItsWay:
    def test_what_was_typed_since_is_kept_and_nobody_clashes_with_themselves(self, stage):
        self.given_a_change_that_a_clerk_writes(stage)
        self.when_the_first_field_is_left_and_its_save_is_not_answered_yet()
        self.when_the_clerk_types_on_and_presses_the_button()
        self.when_the_answer_comes()
        self.then_all_of_it_is_kept_without_a_clash()

    def given_a_change_that_a_clerk_writes(self, stage: Stage) -> None:
        project = stage.approved()[0]
        agreement, section = stage.drawn_up(project), stage.cast.user(Role.SECTION_CLERK)
        by = stage.cast.user(Role.NOMINATOR, project.nominating_organisation)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=by, at=stage.at)
        agreements.sign(agreement, by=by, at=stage.at)
        agreements.countersign(agreement, by=section, at=stage.at)
        self.page: Page = stage.enter_as(Role.UNIT_CLERK, 0)
        self.page.goto(f"/projects/{project.ref}/changes/")
        self.page.get_by_label("变更项目负责人").check()
        self.page.get_by_role("button", name="填写申请").click()
        expect(self.page.locator("h1")).to_contain_text("变更项目负责人")

    def when_the_first_field_is_left_and_its_save_is_not_answered_yet(self) -> None:
        self.held: list[tuple[Route, Any]] = []
        self.page.route("**/save/", lambda route: self.held.append((route, route.fetch())), times=1)
        self.page.locator("#id_leader_name").fill("示例乙02")
        self.page.locator("#id_reason").focus()
        wait_for(lambda: self.page.title() and self.held)

    def when_the_clerk_types_on_and_presses_the_button(self) -> None:
        self.page.locator("#id_reason").fill("原负责人工作调动。")
        self.page.get_by_role("button", name="保存", exact=True).click(no_wait_after=True)

    def when_the_answer_comes(self) -> None:
        route, answer = self.held.pop()
        route.fulfill(response=answer)

    def then_all_of_it_is_kept_without_a_clash(self) -> None:
        expect(self.page.locator("#notices")).to_contain_text("已保存，请核对变更前后的内容后提交。")
        request = ChangeRequest.objects.get()
        assert (request.values["leader_name"], request.reason) == ("示例乙02", "原负责人工作调动。")
