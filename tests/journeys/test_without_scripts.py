"""With scripts switched off every essential verb still works: hand in, send back, hand in a slate, opine, sign."""

from playwright.sync_api import expect

from lixiang.agreements.models import Agreement
from lixiang.approvals.models import Opinion
from lixiang.nominations.models import Receipt
from lixiang.people.roles import Role
from lixiang.projects.models import Revision
from lixiang.projects.states import Status
from tests.journeys.stage import Stage
from tests.journeys.test_agreement import scanned


class TestWithoutScripts:
    def test_an_application_is_written_and_handed_in(self, stage: Stage):
        project = stage.drafted(skip=("title",))
        page = stage.enter_as(Role.UNIT_CLERK, 0, scripts=False)

        page.goto(f"/projects/{project.ref}/application/")
        page.get_by_label("项目名称").fill("不用脚本填写的项目")
        page.locator("#form-basics").get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("#notices")).to_contain_text("已于")
        page.goto(f"/projects/{project.ref}/hand-in/")
        if page.get_by_label("理由").count():
            page.get_by_label("理由").fill("情况属实。")
        page.get_by_role("button", name="提交申报书").click()

        expect(page.locator("h1")).to_contain_text("申报书提交回执")
        assert Revision.objects.get().content["title"] == "不用脚本填写的项目"

    def test_a_project_is_sent_back_to_its_unit(self, stage: Stage):
        project = stage.waiting()
        page = stage.enter_as(Role.NOMINATOR, 0, scripts=False)

        page.goto(f"/projects/{project.ref}/send-back-to-unit/")
        page.get_by_label("目标与措施").check()
        page.get_by_label("退回意见").fill("请补充基线。")
        page.locator("main form").get_by_role("button", name="退回", exact=True).click()

        expect(page.locator("h1")).to_contain_text("推荐名单")
        assert stage.again(project).status == Status.RETURNED_BY_NOMINATOR

    def test_a_slate_is_filled_endorsed_and_handed_in(self, stage: Stage):
        projects = [stage.waiting(title=title) for title in ("甲项目", "乙项目")]
        home = f"/slates/{stage.slate(0, projects[:1]).ref}/"
        page = stage.enter_as(Role.NOMINATOR, 0, scripts=False)

        page.goto(home)
        page.get_by_role("button", name="列入名单 乙项目").click()
        page.get_by_role("button", name="上移 乙项目").click()
        expect(page.locator(".order-item").first).to_contain_text("乙项目")
        leader = stage.enter_as(Role.NOMINATOR_LEADER, 0, scripts=False)
        leader.goto(home)
        leader.get_by_role("button", name="审签", exact=True).click()
        page.goto(home)
        if page.get_by_label("说明理由").count():
            page.get_by_label("说明理由").fill("情况属实。")
        page.get_by_role("button", name="报送推荐名单").click()

        expect(page.locator("h1")).to_contain_text("推荐名单报送回执")
        assert Receipt.objects.count() == 1

    def test_an_opinion_is_given_and_a_project_sent_back(self, stage: Stage):
        first, second = stage.nominated()
        page = stage.enter_as(Role.SECTION_CLERK, scripts=False)

        page.goto(f"/reviews/{first.ref}/")
        for field in page.locator("#opinion input[type=number]").all():
            field.fill("20")
        page.locator("#opinion textarea").fill("同意。")
        page.get_by_role("button", name="保存并看下一项").click()
        expect(page.locator("#notices")).to_contain_text("已保存")
        assert Opinion.objects.get().project == first

        page.goto(f"/reviews/{second.ref}/")
        form = page.locator("#send-back")
        form.locator("summary").click()
        form.get_by_label("目标与措施").check()
        form.get_by_label("修改期限").fill(f"{stage.cast.programme.year}-12-30")
        form.get_by_label("退回理由").fill("请补充基线。")
        form.get_by_role("button", name="退回申报单位修改").click()
        expect(page.locator("#notices")).to_contain_text("退回")
        assert stage.again(second).status == Status.RETURNED_BY_DEPARTMENT

    def test_an_agreement_is_signed(self, stage: Stage):
        agreement = stage.drawn_up(stage.approved()[0])
        page = stage.enter_as(Role.NOMINATOR, 0, scripts=False)

        page.goto(f"/agreements/{agreement.project.ref}/")
        page.locator("#scans input[type=file]").set_input_files(scanned())
        page.get_by_role("button", name="上传扫描件").click()
        page.locator("summary, button", has_text="乙方确认签订").first.click()
        confirm = page.get_by_role("button", name="确认乙方确认签订")
        if confirm.count():
            confirm.click()

        expect(page.locator("main")).to_contain_text("乙方已签")
        assert Agreement.objects.get().status == "SIGNED_BY_NOMINATOR"
