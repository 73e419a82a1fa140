"""A county clerk writes and hands in a report by phone; the section sends it back; it comes again and is accepted."""

import io

from PIL import Image
from playwright.sync_api import Page, expect

from lixiang.agreements import actions as agreements
from lixiang.delivery.actions import open_report
from lixiang.delivery.models import Report
from lixiang.delivery.queries.reports import still_to_open
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan
from tests.journeys.stage import Stage

PHONE = {"width": 390, "height": 844}
WORK, EFFECTS, MENDED = "走访支部12个，召开动员会1次。", "覆盖党员不少。", "覆盖党员860人，占应参加人数的94%。"


def photo() -> dict:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 140, 160)).save(stream, "JPEG")
    return {"name": "动员会现场.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


class TestAReportByPhone:
    def test_it_is_written_handed_in_sent_back_comes_again_and_is_accepted(self, stage):
        self.given_a_report_that_is_due(stage)
        self.when_the_county_clerk_opens_it_on_a_phone()
        self.then_the_promised_goals_stand_by_it_and_nothing_is_wider_than_the_phone()
        self.when_the_clerk_writes_it_saves_itself()
        self.when_the_clerk_hands_in_without_evidence_or_reason()
        self.then_what_is_missing_is_said()
        self.when_the_clerk_adds_a_photo_and_hands_in()
        self.then_there_is_a_receipt()
        self.when_the_section_sends_it_back_from_the_list()
        self.when_the_clerk_mends_it_and_hands_in_again()
        self.when_the_section_accepts_it()
        self.then_it_is_accepted_for_everybody()

    def given_a_report_that_is_due(self, stage: Stage) -> None:
        self.stage = stage
        project = stage.approved()[0]
        agreement, section = stage.drawn_up(project), stage.cast.user(Role.SECTION_CLERK)
        by = stage.cast.user(Role.NOMINATOR, project.nominating_organisation)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=by, at=stage.at)
        agreements.sign(agreement, by=by, at=stage.at)
        agreements.countersign(agreement, by=section, at=stage.at)
        project = stage.again(project)
        code, period = next(iter(still_to_open(project, stage.now)))
        self.report = open_report(project, schedule=code, first=period.from_on, by=section, at=stage.at)
        self.address = f"/reports/{self.report.ref}/"

    def when_the_county_clerk_opens_it_on_a_phone(self) -> None:
        self.phone = self.stage.enter_as(Role.NOMINATOR, 0, quiet=False)
        self.phone.set_viewport_size(PHONE)
        self.phone.goto("/")
        self.phone.get_by_role("link", name=self.report.title).first.click()
        expect(self.phone.locator("h1")).to_contain_text(self.report.title)

    def then_the_promised_goals_stand_by_it_and_nothing_is_wider_than_the_phone(self) -> None:
        expect(self.phone.locator("main")).to_contain_text("承诺的目标")
        assert self.width(self.phone) <= PHONE["width"]

    def when_the_clerk_writes_it_saves_itself(self) -> None:
        self.phone.get_by_label("已做工作").fill(WORK)
        self.phone.get_by_label("阶段成效").fill(EFFECTS)
        self.phone.get_by_label("下步打算").fill("召开现场会。")
        expect(self.phone.locator("[data-saved]")).to_contain_text("已于")
        self.phone.get_by_label("存在问题和需要协调的事项").click()
        expect(self.phone.locator("[data-saved]")).to_contain_text("保存")
        self.phone.wait_for_function("() => document.querySelector('form[data-autosave] [name=version]').value !== '0'")
        assert Report.objects.get().answers["work"] == WORK

    def when_the_clerk_hands_in_without_evidence_or_reason(self) -> None:
        self.phone.goto(f"{self.address}hand-in/")

    def then_what_is_missing_is_said(self) -> None:
        expect(self.phone.locator("main")).to_contain_text("没有的，请说明理由")
        expect(self.phone.get_by_role("button", name="确认报送")).to_have_count(0)
        self.phone.get_by_role("link", name="返回填写").click()

    def when_the_clerk_adds_a_photo_and_hands_in(self) -> None:
        self.phone.get_by_label("上传新文件").set_input_files(photo())
        self.phone.get_by_role("button", name="上传", exact=True).click()
        expect(self.phone.locator("#evidence")).to_contain_text("动员会现场.jpg")
        self.hand_in()

    def hand_in(self) -> None:
        self.phone.get_by_role("link", name="核对并报送").first.click()
        expect(self.phone.locator("h1")).to_have_text("核对并报送")
        assert self.width(self.phone) <= PHONE["width"]
        self.phone.get_by_role("button", name="确认报送").click()

    def then_there_is_a_receipt(self) -> None:
        expect(self.phone.locator("#receipts")).to_contain_text(f"{self.report.ref}-1".upper())
        expect(self.phone.locator("h1 + .status")).to_have_text("已报送")

    def when_the_section_sends_it_back_from_the_list(self) -> None:
        self.section = self.stage.enter_as(Role.SECTION_CLERK, quiet=False)
        self.section.goto("/")
        self.section.get_by_role("link", name="1份汇报待审核").click()
        self.section.locator("main table a").first.click()
        expect(self.section.locator("#opened")).to_contain_text(EFFECTS)
        self.section.locator("#opened summary", has_text="退回修改").click()
        self.section.get_by_label("退回理由").fill("成效请补充数字。")
        self.section.locator("#opened").get_by_role("button", name="退回修改").click()
        expect(self.section.locator("#notices")).to_contain_text("已退回修改")

    def when_the_clerk_mends_it_and_hands_in_again(self) -> None:
        self.phone.goto(self.address)
        expect(self.phone.locator("main")).to_contain_text("成效请补充数字。")
        self.phone.get_by_label("阶段成效").fill(MENDED)
        self.phone.get_by_role("button", name="保存").click()
        expect(self.phone.locator("#notices")).to_contain_text("保存")
        self.hand_in()
        expect(self.phone.locator("#receipts")).to_contain_text(f"{self.report.ref}-2".upper())

    def when_the_section_accepts_it(self) -> None:
        self.section.goto(f"/reports/?all=1&shown=handed&open={self.report.ref}")
        expect(self.section.locator("#opened")).to_contain_text(MENDED)
        self.section.get_by_label("审核意见").fill("同意。")
        self.section.get_by_role("button", name="接收", exact=True).click()
        expect(self.section.locator("#notices")).to_contain_text("已接收")

    def then_it_is_accepted_for_everybody(self) -> None:
        self.phone.goto(self.address)
        expect(self.phone.locator("h1 + .status")).to_have_text("已接收")
        assert Report.objects.get().status == "ACCEPTED"

    @staticmethod
    def width(page: Page) -> int:
        return page.evaluate("() => document.documentElement.scrollWidth")
