"""A county makes its slate: sends back, takes up, puts in order, endorses, hands in as a whole."""

import re

from playwright.sync_api import expect

from lixiang.nominations.models import Receipt, Slate
from lixiang.people.roles import Role
from lixiang.projects.states import Status
from tests.journeys.stage import Stage


class TestASlateFromWaitingToReceipt:
    def test_a_county_sends_back_takes_up_orders_endorses_and_hands_in(self, stage):
        self.given_three_applications_before_a_county(stage)
        self.when_one_is_sent_back_by_section()
        self.then_its_clerk_may_change_that_section_alone()
        self.when_two_are_taken_up()
        self.then_the_meter_shows_how_the_quota_fills()
        self.when_the_second_is_moved_up()
        self.then_it_stands_first()
        self.then_the_slate_may_not_go_before_the_leader_has_endorsed_it()
        self.when_the_leader_endorses_by_account()
        self.when_the_slate_is_handed_in()
        self.then_there_is_a_receipt_and_both_are_nominated()

    def given_three_applications_before_a_county(self, stage: Stage) -> None:
        self.stage = stage
        self.returned, self.first, self.second = (
            stage.waiting(title=title) for title in ("退回的项目", "甲项目", "乙项目")
        )
        self.page = stage.enter_as(Role.NOMINATOR, 0)
        self.page.get_by_role("link", name="推荐名单", exact=True).click()

    def when_one_is_sent_back_by_section(self) -> None:
        open_slate(self.page)
        self.home = self.page.url
        self.page.locator("tr", has_text="退回的项目").get_by_role("link", name="退回", exact=True).click()
        self.page.get_by_label("目标与措施").check()
        self.page.get_by_label("退回意见").fill("目标没有基线，请补充。")
        self.page.get_by_role("button", name="退回", exact=True).click()
        expect(self.page.locator("main")).to_contain_text("所属单位正在填写和修改")

    def then_its_clerk_may_change_that_section_alone(self) -> None:
        clerk = self.stage.enter_as(Role.UNIT_CLERK, 0)
        clerk.goto(f"/projects/{self.returned.ref}/application/")
        expect(clerk.locator("main")).to_contain_text("目标没有基线，请补充。")
        expect(clerk.locator("#form-goals")).to_be_visible()
        expect(clerk.locator("#form-basics")).to_have_count(0)

    def when_two_are_taken_up(self) -> None:
        for title in ("甲项目", "乙项目"):
            self.page.goto(self.home)
            self.page.get_by_role("button", name=f"列入名单 {title}").click()
            expect(self.page.locator(".slate-list")).to_contain_text(title)

    def then_the_meter_shows_how_the_quota_fills(self) -> None:
        expect(self.page.locator("#quota-meter")).to_contain_text("2")
        expect(self.page.locator("#quota-meter")).to_contain_text("3")

    def when_the_second_is_moved_up(self) -> None:
        # Before the scripts are ready the button submits the form, which is sound but says nothing of saving.
        expect(self.page.locator(".drag-handle").first).to_be_visible()
        self.page.get_by_role("button", name="上移 乙项目").click()

    def then_it_stands_first(self) -> None:
        expect(self.page.locator(".order-item").first).to_contain_text("乙项目")
        expect(self.page.locator(".slate-saved")).to_contain_text("已于")
        self.page.goto(self.home)
        expect(self.page.locator(".order-item").first).to_contain_text("乙项目")

    def then_the_slate_may_not_go_before_the_leader_has_endorsed_it(self) -> None:
        expect(self.page.locator("#slate-verbs")).to_contain_text("审签")
        expect(self.page.locator("#slate-verbs")).to_contain_text("三.1")
        expect(self.page.get_by_role("button", name="报送推荐名单")).to_be_disabled()

    def when_the_leader_endorses_by_account(self) -> None:
        leader = self.stage.enter_as(Role.NOMINATOR_LEADER, 0)
        leader.goto(self.home)
        leader.get_by_role("button", name="审签", exact=True).click()
        expect(leader.locator("#slate-verbs")).to_contain_text(re.compile("于.*审签"))

    def when_the_slate_is_handed_in(self) -> None:
        self.page.goto(self.home)
        if self.page.get_by_label("说明理由").count():
            self.page.get_by_label("说明理由").fill("情况属实。")
        self.page.get_by_role("button", name="报送推荐名单").click()

    def then_there_is_a_receipt_and_both_are_nominated(self) -> None:
        expect(self.page.locator("h1")).to_contain_text("推荐名单报送回执")
        receipt = Receipt.objects.get()
        expect(self.page.locator("main")).to_contain_text(receipt.number)
        expect(self.page.locator("main")).to_contain_text(receipt.hash)
        assert [row["title"] for row in receipt.content["projects"]] == ["乙项目", "甲项目"]
        assert self.stage.again(self.first).status == self.stage.again(self.second).status == Status.NOMINATED


class TestTheQuotaHolds:
    def test_four_projects_are_one_too_many(self, stage):
        page = self.given_a_slate_of(stage, "AABB")
        expect(page.locator("#slate-verbs")).to_contain_text("二.3a")
        self.then_it_cannot_be_handed_in(page)

    def test_a_slate_without_innovation_practice_is_refused(self, stage):
        page = self.given_a_slate_of(stage, "BB")
        expect(page.locator("#slate-verbs")).to_contain_text("A类")
        expect(page.locator("#slate-verbs")).to_contain_text("二.3a")
        self.then_it_cannot_be_handed_in(page)

    def given_a_slate_of(self, stage: Stage, categories: str):
        projects = [
            stage.waiting(category=category, title=f"项目{number}") for number, category in enumerate(categories)
        ]
        slate = stage.slate(0, projects)
        page = stage.enter_as(Role.NOMINATOR, 0, quiet=False)
        page.goto(f"/slates/{slate.ref}/")
        return page

    def then_it_cannot_be_handed_in(self, page) -> None:
        button = page.get_by_role("button", name="报送推荐名单")
        expect(button).to_be_disabled()
        # Whoever presses it all the same is answered by the server, on the page, with the clause.
        button.evaluate("button => { button.disabled = false; button.type = 'submit'; }")
        button.click()
        expect(page.get_by_text("没有报送成功")).to_be_visible()
        expect(page.locator(".error-summary")).to_contain_text("二.3a")
        assert not Receipt.objects.exists() and Slate.objects.get().status == "OPEN"


def open_slate(page) -> None:
    """A nominator has one slate: its list leads there, where it is not the slate already."""
    begin = page.get_by_role("button", name="开始编制")
    if begin.count():
        begin.click()
    elif page.get_by_role("link", name="查看").count():
        page.get_by_role("link", name="查看").first.click()
