"""A county clerk closes a project: with gaps, which stand red and are refused; then without; the section accepts it."""

import io
from datetime import timedelta

from PIL import Image
from playwright.sync_api import Page, expect

from lixiang.agreements import actions as agreements
from lixiang.closing.models import Dossier
from lixiang.delivery.actions import milestones, open_plan
from lixiang.delivery.models import PlannedMilestone
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan
from tests.journeys.stage import WINDOW, Stage

PHONE = {"width": 390, "height": 844}
PRACTICE = "按网格建立临时支部，逐月开展主题党日，党员带头认领任务。" * 12
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def photo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 140, 160)).save(stream, "JPEG")
    return stream.getvalue()


class TestClosingAProject:
    def test_gaps_are_refused_and_without_them_it_is_handed_in_and_accepted(self, stage):
        self.given_a_project_that_is_complete(stage)
        self.when_the_clerk_begins_the_dossier()
        self.then_every_gap_stands_red_with_a_word()
        self.when_the_clerk_looks_it_over()
        self.then_it_cannot_be_handed_in()
        self.when_the_clerk_writes_and_it_saves_itself()
        self.when_the_clerk_adds_evidence_and_says_what_it_proves()
        self.then_no_gap_is_left()
        self.when_the_clerk_hands_in_with_a_reason()
        self.then_there_is_a_receipt()
        self.when_the_section_reads_the_matrix_and_accepts()
        self.then_it_fits_a_phone()

    def given_a_project_that_is_complete(self, stage: Stage) -> None:
        self.stage = stage
        project = stage.approved()[0]
        agreement, section = stage.drawn_up(project), stage.cast.user(Role.SECTION_CLERK)
        by = stage.cast.user(Role.NOMINATOR, project.nominating_organisation)
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=by, at=stage.at)
        agreements.sign(agreement, by=by, at=stage.at)
        agreements.countersign(agreement, by=section, at=stage.at)
        self.project = stage.again(project)
        open_plan(self.project, by=None, at=stage.at)
        first = PlannedMilestone.objects.filter(project=self.project).order_by("place").first()
        day = (stage.now - timedelta(days=1)).date()
        if first is not None and first.facts(stage.now).starts_on <= day:
            milestones.complete(first, done_on=day, participants=12, by=by, at=stage.at)

    def when_the_clerk_begins_the_dossier(self) -> None:
        self.page = self.stage.enter_as(Role.NOMINATOR, 0, quiet=False)
        self.page.goto(f"/projects/{self.project.ref}/")
        self.page.get_by_role("link", name="结项材料", exact=True).first.click()
        self.page.get_by_role("button", name="开始整理结项材料").click()
        expect(self.page.locator("h1")).to_contain_text("结项材料")
        self.address = f"/dossiers/{self.project.ref}-d1/"

    def then_every_gap_stands_red_with_a_word(self) -> None:
        gaps = self.page.locator(".closing-gaps .closing-gap")
        expect(gaps.first).to_contain_text("缺佐证")
        assert gaps.count() > 2

    def when_the_clerk_looks_it_over(self) -> None:
        self.page.get_by_role("link", name="核对并提交").click()

    def then_it_cannot_be_handed_in(self) -> None:
        expect(self.page.locator("main")).to_contain_text("还不能提交")
        expect(self.page.locator("main")).to_contain_text("“报告”至少1件")
        expect(self.page.locator('button[name="verb"]')).to_have_count(0)

    def when_the_clerk_writes_and_it_saves_itself(self) -> None:
        self.page.goto(self.address)
        for label in ("意义", "成效", "经验"):
            self.page.get_by_label(label, exact=False).first.fill(f"{label}：覆盖支部12个。")
        self.page.get_by_label("做法", exact=False).first.fill(PRACTICE)
        self.page.locator("#id_problems").click()
        wait = "() => document.querySelector('#form-written [name=version]').value !== '0'"
        self.page.wait_for_function(wait)
        for place in range(self.page.locator("input[name^=reached-]").count()):
            goal = self.page.locator("input[name^=reached-]").nth(place)
            goal.fill("12个")
        self.page.locator("#form-figures button").click()
        expect(self.page.locator(".messages, [role=status]").first).to_be_visible()
        assert Dossier.objects.get().answers["practice"] == PRACTICE

    def when_the_clerk_adds_evidence_and_says_what_it_proves(self) -> None:
        files = (("报告", "总结.pdf", PDF), ("文件", "办法.pdf", PDF + b"1"), ("成效", "统计.pdf", PDF + b"2"))
        for kind, name, content in (*files, ("图文资料", "现场.jpg", photo())):
            self.page.goto(self.address)
            upload = self.page.locator(".closing-upload")
            if upload.get_attribute("open") is None:
                upload.locator("summary").click()
            upload.get_by_label("材料种类").select_option(label=kind)
            media = "image/jpeg" if name.endswith("jpg") else "application/pdf"
            upload.locator("input[type=file]").set_input_files({"name": name, "mimeType": media, "buffer": content})
            upload.get_by_role("button", name="上传").click()
            expect(self.page.locator("h1")).to_contain_text("注明佐证材料")
            for box in self.page.get_by_role("checkbox").all():
                box.check()
            if kind == "图文资料":
                self.page.get_by_label("时间").fill("2018-09-12")
                self.page.get_by_label("地点").fill("示例社区")
            self.page.get_by_role("button", name="保存").click()
            expect(self.page.locator("h1")).to_contain_text("结项材料：")

    def then_no_gap_is_left(self) -> None:
        expect(self.page.locator(".closing-gaps .closing-gap")).to_have_count(0)
        expect(self.page.locator(".closing-evidence")).to_contain_text("2018-09-12（录入）")
        picture = self.page.locator(".closing-picture img")
        picture.scroll_into_view_if_needed()
        self.page.wait_for_function("() => document.querySelector('.closing-picture img').naturalWidth > 0")

    def when_the_clerk_hands_in_with_a_reason(self) -> None:
        self.page.goto(f"{self.address}hand-in/")
        reason = self.page.get_by_label("说明原因")
        if reason.count():
            reason.fill("项目提前完成主要任务。")
        self.page.get_by_role("button", name="提交结项材料").click()

    def then_there_is_a_receipt(self) -> None:
        expect(self.page.locator("#receipts")).to_contain_text(f"{self.project.ref}-d1-1".upper())
        assert self.stage.again(self.project).status == "CLOSING"

    def when_the_section_reads_the_matrix_and_accepts(self) -> None:
        section = self.stage.enter_as(Role.SECTION_CLERK)
        section.goto("/dossiers/?shown=handed")
        section.get_by_role("link", name=str(self.project)).click()
        section.get_by_role("link", name="佐证材料对应表").first.click()
        expect(section.locator(".closing-matrix")).to_contain_text("已有佐证")
        section.go_back()
        section.get_by_label("审核意见").fill("材料齐全。")
        section.get_by_role("button", name="受理").click()
        expect(section.locator("body")).to_contain_text("转入验收")
        assert self.stage.again(self.project).status == "IN_APPRAISAL"

    def then_it_fits_a_phone(self) -> None:
        for size in (WINDOW, PHONE):
            self.page.set_viewport_size(size)
            for address in (self.address, f"{self.address}matrix/", "/dossiers/"):
                self.page.goto(address)
                assert width(self.page) <= size["width"], address


def width(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")
