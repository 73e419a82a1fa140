"""An inspector on a phone records a visit with a photo and opens a ticket; the county answers; it is closed."""

import io

from PIL import Image
from playwright.sync_api import Page, expect

from lixiang.agreements import actions as agreements
from lixiang.delivery.actions import inspections
from lixiang.delivery.models import Inspection, Observation, Rectification
from lixiang.files.models import Claim
from lixiang.people.roles import Role
from lixiang.rehearsal.cycle import scan
from tests.journeys.stage import Stage
from tests.journeys.test_agreement import TestAnAgreementOnPaper as OnPaper

PHONE = {"width": 390, "height": 844}
press = OnPaper.press


def shot() -> dict:
    """A photo as the camera of a phone gives it."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 900)).save(stream, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}


class TestAnInspectionOnAPhone:
    def test_it_is_recorded_put_right_and_closed(self, stage: Stage):
        self.given_a_project_under_way_and_a_plan(stage)
        self.when_the_inspector_opens_the_visit_on_a_phone()
        self.then_the_page_fits_and_its_targets_take_a_thumb()
        self.when_the_inspector_writes_and_takes_a_photo()
        self.then_it_was_saved_without_a_button_and_the_photo_as_it_came()
        self.when_the_record_is_handed_in_without_a_reason_for_the_lamp()
        self.then_the_reason_is_asked_for_and_nothing_typed_is_lost()
        self.when_the_record_is_handed_in()
        self.when_a_ticket_is_opened_without_its_day()
        self.then_the_day_is_asked_for()
        self.when_the_ticket_is_opened()
        self.when_the_county_answers_with_proof()
        self.when_the_inspector_closes_the_ticket()
        self.then_the_county_reads_that_it_is_closed()

    def given_a_project_under_way_and_a_plan(self, stage: Stage) -> None:
        self.stage, self.project = stage, stage.approved()[0]
        agreement, section = stage.drawn_up(self.project), stage.cast.user(Role.SECTION_CLERK)
        county = stage.cast.user(Role.NOMINATOR, stage.cast.nominators[0])
        agreements.attach_scan(agreement, scan(), name="责任书.png", by=county, at=stage.at)
        agreements.sign(agreement, by=county, at=stage.at)
        agreements.countersign(agreement, by=section, at=stage.at)
        inspections.plan(
            stage.cast.programme,
            planned_on=stage.now.date(),
            projects=[stage.again(self.project)],
            inspectors=[stage.cast.user(Role.INSPECTOR)],
            purpose="推进情况",
            by=section,
            at=stage.at,
        )
        self.phone = stage.enter_as(Role.INSPECTOR, quiet=False)
        self.phone.set_viewport_size(PHONE)

    def when_the_inspector_opens_the_visit_on_a_phone(self) -> None:
        self.phone.goto("/")
        self.phone.get_by_role("link", name="去填写").last.click()
        expect(self.phone.locator("h1")).to_have_text("督导记录")

    def then_the_page_fits_and_its_targets_take_a_thumb(self) -> None:
        assert self.phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for target in self.phone.locator(".visit .btn:visible, .visit .choices label:visible").all():
            box = target.bounding_box()
            assert box and box["height"] >= 44

    def when_the_inspector_writes_and_takes_a_photo(self) -> None:
        self.phone.get_by_label("督导情况").fill("台账不完整，缺两个月的记录。")
        self.phone.get_by_label("黄灯：需要关注").check()
        expect(self.phone.locator("[id^=part-] [data-saved]").nth(1)).to_contain_text("已于")
        self.phone.get_by_label("现场拍照").set_input_files(shot())
        expect(self.phone.locator(".visit-photos")).to_contain_text("IMG_0001.jpg")

    def then_it_was_saved_without_a_button_and_the_photo_as_it_came(self) -> None:
        observation = Observation.objects.get()
        assert (observation.text, observation.lamp) == ("台账不完整，缺两个月的记录。", "yellow")
        assert Claim.of(observation).get().file.open().read() == shot()["buffer"]

    def when_the_record_is_handed_in_without_a_reason_for_the_lamp(self) -> None:
        self.phone.get_by_role("button", name="提交督导记录").click()

    def then_the_reason_is_asked_for_and_nothing_typed_is_lost(self) -> None:
        expect(self.phone.locator("#record")).to_contain_text("建议亮黄灯，请写明理由")
        expect(self.phone.get_by_label("督导情况")).to_have_value("台账不完整，缺两个月的记录。")
        assert Inspection.objects.get().status == "PLANNED"

    def when_the_record_is_handed_in(self) -> None:
        self.phone.get_by_label("理由", exact=True).fill("台账缺两个月。")
        self.phone.get_by_label("督导情况").focus()
        expect(self.phone.locator("[id^=part-] [data-saved]").nth(1)).to_contain_text("已于")
        self.phone.get_by_role("button", name="提交督导记录").click()
        expect(self.phone.locator("main")).to_contain_text("已督导")

    def when_a_ticket_is_opened_without_its_day(self) -> None:
        self.phone.get_by_role("link", name="开具整改单").click()
        self.phone.get_by_label("整改要求").fill("补齐台账。")
        self.phone.get_by_label("整改期限").fill("")
        self.phone.get_by_role("button", name="开具整改单").click()

    def then_the_day_is_asked_for(self) -> None:
        expect(self.phone.locator("main")).to_contain_text("请填写整改期限")
        expect(self.phone.locator("main")).to_contain_text("二.4c")
        assert not Rectification.objects.exists()

    def when_the_ticket_is_opened(self) -> None:
        self.phone.get_by_label("整改期限").fill(f"{self.stage.now:%Y}-12-31")
        self.phone.get_by_role("button", name="开具整改单").click()
        expect(self.phone.locator("main")).to_contain_text("整改中")
        self.address = f"/rectifications/{Rectification.objects.get().ref}/"

    def when_the_county_answers_with_proof(self) -> None:
        self.county = self.stage.enter_as(Role.UNIT_CLERK, 0, quiet=False)
        self.county.get_by_role("link", name="去整改").first.click()
        self.county.get_by_label("整改情况").fill("台账已补齐。")
        self.county.get_by_label("整改佐证").set_input_files(shot())
        self.county.get_by_role("button", name="报送整改情况").click()
        expect(self.county.locator("main")).to_contain_text("待核查")

    def when_the_inspector_closes_the_ticket(self) -> None:
        self.phone.goto("/")
        self.phone.get_by_role("link", name="去核查").first.click()
        self.phone.get_by_role("link", name=str(self.project)).click()
        press(self.phone, "核查销号")
        expect(self.phone.locator("main")).to_contain_text("已销号")

    def then_the_county_reads_that_it_is_closed(self) -> None:
        self.county.goto(self.address)
        expect(self.county.locator("main")).to_contain_text("已销号")
        assert Rectification.objects.get().status == "CLOSED"


class TestAVisitWithoutScripts:
    def test_it_is_saved_and_handed_in_by_buttons(self, stage: Stage):
        journey = TestAnInspectionOnAPhone()
        journey.given_a_project_under_way_and_a_plan(stage)
        page: Page = stage.enter_as(Role.INSPECTOR, scripts=False)
        visit = Inspection.objects.get()

        page.goto(f"/inspections/{visit.ref}/visit/")
        page.get_by_label("督导情况").fill("按计划推进。")
        page.get_by_label("绿灯：按计划推进").check()
        page.get_by_role("button", name="保存", exact=True).last.click()
        expect(page.locator("#notices")).to_contain_text("已于")
        page.get_by_label("从相册选择").set_input_files(shot())
        page.get_by_role("button", name="上传照片").click()
        expect(page.locator("#notices")).to_contain_text("已上传1张照片")
        page.get_by_role("button", name="提交督导记录").click()

        expect(page.locator("main")).to_contain_text("已督导")
        assert Observation.objects.get().lamp == "green"
