"""The door: a wrong password, the lock, the first password, and going out again."""

import re

import pytest
from playwright.sync_api import Page, expect

from lixiang.people.models import User
from lixiang.rehearsal.cast import PASSWORD
from tests.journeys.stage import Stage, log_in

CLERK = "section_clerk"
FRESH = "Jian-Gong 2026 xin"


class TestTheDoor:
    @pytest.fixture
    def page(self, stage: Stage) -> Page:
        return stage.window(quiet=False)

    def test_a_wrong_password_is_answered_like_an_unknown_name(self, page):
        for name in (CLERK, "nobody"):
            log_in(page, name, "wrong")
            expect(page.get_by_role("alert")).to_contain_text("账号或密码不正确。")
        expect(page.get_by_label("账号")).to_have_value("nobody")

    def test_five_failures_lock_the_name_even_for_the_right_password(self, page):
        for _ in range(5):
            log_in(page, CLERK, "wrong")
            expect(page.get_by_role("alert")).to_be_visible()
        log_in(page, CLERK)

        expect(page.get_by_role("alert")).to_contain_text(re.compile(r"已暂停登录。请于\d\d:\d\d后再试"))
        page.goto("/")
        expect(page).to_have_url(re.compile("/account/login/"))

    def test_the_initial_password_opens_nothing_but_its_own_change(self, page):
        self.given_an_account_with_an_initial_password()
        log_in(page, CLERK)
        expect(page.locator("h1")).to_contain_text("修改")
        page.goto("/projects/")
        expect(page.locator("h1")).to_contain_text("修改")

        self.when_it_is_changed(page)
        page.goto("/projects/")
        expect(page.locator("h1")).to_have_text("项目")

    def test_whoever_logs_out_is_out(self, page):
        log_in(page, CLERK)
        page.locator("header summary", has_text="市级经办").click()
        page.get_by_role("button", name="退出").click()
        expect(page.locator("h1")).to_have_text("登录")

        page.goto("/reviews/")
        expect(page).to_have_url(re.compile(r"/account/login/\?next=/reviews/"))

    def given_an_account_with_an_initial_password(self) -> None:
        User.objects.filter(username=CLERK).update(must_change_password=True)

    def when_it_is_changed(self, page: Page) -> None:
        page.locator("[name=old]").fill(PASSWORD)
        page.locator("[name=new]").fill(FRESH)
        page.locator("[name=again]").fill(FRESH)
        page.locator("main").get_by_role("button", name="修改密码").click()
        expect(page.get_by_label("原密码")).to_have_count(0)
