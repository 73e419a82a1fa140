"""A meeting from its notice to its minutes, and a task that a county closes."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from lixiang.agreements import actions as agreements
from lixiang.delivery.models import Meeting, Task
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan
from tests.journeys.stage import Stage
from tests.journeys.test_agreement import scanned


class TestAMeeting:
    def test_it_goes_from_notice_to_minutes_and_a_county_finishes_its_task(self, stage):
        self.given_a_project_under_agreement(stage)
        self.when_the_section_drafts_a_meeting_with_its_agenda()
        self.then_it_is_not_announced_without_a_place()
        self.when_the_place_is_set_and_the_notice_is_issued()
        self.when_the_county_signs_and_replies_on_a_phone()
        self.when_the_meeting_was_held_and_a_task_is_handed_out()
        self.when_the_minutes_are_issued()
        self.then_the_county_reads_them_and_reports_its_task_done()
        self.when_the_section_closes_the_task()

    def given_a_project_under_agreement(self, stage: Stage) -> None:
        self.stage = stage
        self.project = stage.approved()[0]
        agreement = stage.drawn_up(self.project)
        county, section = stage.cast.user(Role.NOMINATOR, stage.cast.nominators[0]), stage.cast.user(Role.SECTION_CLERK)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=county, at=stage.at)
        agreements.sign(agreement, by=county, at=stage.at)
        agreements.countersign(agreement, by=section, at=stage.at)
        self.section = stage.enter_as(Role.SECTION_CLERK, quiet=False)
        self.county = stage.enter_as(Role.NOMINATOR, 0, quiet=False)

    def when_the_section_drafts_a_meeting_with_its_agenda(self) -> None:
        page = self.section
        page.goto("/meetings/")
        page.get_by_role("link", name="拟定会议").first.click()
        page.get_by_label("会议名称").fill("全市基层党建创新项目推进会")
        page.get_by_label("开始时间").fill(f"{timezone.localtime(self.begins_at):%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="保存").click()
        self.meeting = Meeting.objects.get()
        page.get_by_label("项目", exact=True).select_option(self.project.ref)
        page.get_by_role("button", name="加入议程").click()
        page.get_by_label("议题").fill("部署下步工作")
        page.get_by_role("button", name="加入议程").click()
        page.locator("#agenda [data-item]").nth(1).get_by_role("button", name="上移").click()
        expect(page.locator("#agenda [data-saved]")).to_contain_text("已于")
        page.reload()
        expect(page.locator("#agenda [data-item]").first).to_contain_text("部署下步工作")

    @property
    def begins_at(self):
        return self.stage.now + timedelta(days=8)

    def then_it_is_not_announced_without_a_place(self) -> None:
        press(self.section, "印发会议通知")
        expect(self.section.locator("main")).to_contain_text("请填写会议地点")
        expect(self.section.locator("main")).to_contain_text("二.4b")

    def when_the_place_is_set_and_the_notice_is_issued(self) -> None:
        page = self.section
        page.goto(f"/meetings/{self.meeting.ref}/edit/")
        page.get_by_label("会议地点").fill("市委党校报告厅")
        page.get_by_role("button", name="保存").click()
        press(page, "印发会议通知")
        expect(page.locator("main")).to_contain_text("已通知")
        expect(page.locator("main")).to_contain_text("淮组通字")

    def when_the_county_signs_and_replies_on_a_phone(self) -> None:
        page = self.county
        page.set_viewport_size({"width": 390, "height": 844})
        self.meeting.refresh_from_db()
        page.goto(f"/documents/{self.meeting.notice.ref}/")
        page.get_by_role("button", name="签收").first.click()
        page.goto("/")
        page.get_by_role("link", name="去报送").first.click()
        page.get_by_label("姓名").first.fill("示例乙")
        page.get_by_label("职务").first.fill("组织部部长")
        page.get_by_role("button", name="报送", exact=True).click()
        expect(page.locator("#attendance")).to_contain_text("示例乙（组织部部长）")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def when_the_meeting_was_held_and_a_task_is_handed_out(self) -> None:
        """The days until the meeting go by at once: it is moved to an hour ago."""
        Meeting.objects.update(begins_at=timezone.now() - timedelta(hours=1))
        page = self.section
        page.goto(f"/meetings/{self.meeting.ref}/")
        press(page, "登记已召开")
        page.get_by_role("link", name="登记参会人员").click()
        expect(page.get_by_label("姓名").first).to_have_value("示例乙")
        page.get_by_role("button", name="保存").click()
        page.get_by_role("link", name="交办任务").click()
        page.get_by_label("主要任务").fill("补报上半年佐证材料")
        page.get_by_role("button", name="交办").click()
        page.get_by_label("责任单位").select_option(str(self.stage.cast.nominators[0].pk))
        page.get_by_label("办结时限").fill(f"{timezone.localtime(self.begins_at):%Y-%m-%d}")
        page.get_by_role("button", name="交办").click()
        expect(page.locator("main")).to_contain_text("补报上半年佐证材料")

    def when_the_minutes_are_issued(self) -> None:
        page = self.section
        page.get_by_role("link", name="填写并印发纪要").click()
        page.get_by_label("会议议定事项").fill("抓好落实。")
        page.get_by_role("button", name="保存并印发纪要").click()
        expect(page.locator("main")).to_contain_text("已印发纪要")
        expect(page.locator("main")).to_contain_text("淮组纪")

    def then_the_county_reads_them_and_reports_its_task_done(self) -> None:
        page = self.county
        page.goto(f"/meetings/{self.meeting.ref}/")
        expect(page.locator("main")).to_contain_text("全市基层党建创新项目推进会纪要")
        page.get_by_role("link", name="补报上半年佐证材料").click()
        page.locator("#proofs input[type=file]").set_input_files(scanned())
        page.get_by_role("button", name="添加材料").click()
        page.get_by_label("办理情况").fill("佐证材料已经补齐。")
        page.get_by_role("button", name="办结上报").click()
        expect(page.locator("main")).to_contain_text("已报办结")

    def when_the_section_closes_the_task(self) -> None:
        page: Page = self.section
        page.goto("/tasks/?shown=reported")
        page.get_by_role("link", name="补报上半年佐证材料").click()
        press(page, "确认办结")
        expect(page.locator("main")).to_contain_text("已办结")
        assert Task.objects.get().status == "CLOSED"


def press(page: Page, verb: str) -> None:
    """A verb that asks first is a summary with a button behind it."""
    page.locator("summary", has_text=verb).first.click()
    page.get_by_role("button", name=f"确认{verb}").click()
