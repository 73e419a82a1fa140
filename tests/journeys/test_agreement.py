"""The responsibility agreement on paper: drawn up, printed, scanned, signed by both, and only then a start."""

import io

from PIL import Image
from playwright.sync_api import Page, expect

from lixiang.agreements.models import Agreement
from lixiang.people.roles import Role
from lixiang.projects.states import Status
from tests.journeys.stage import Stage


def scanned() -> dict:
    """A sheet of paper as a scanner gives it."""
    stream = io.BytesIO()
    Image.new("L", (620, 877), 245).save(stream, "PNG")
    return {"name": "责任书（签章）.png", "mimeType": "image/png", "buffer": stream.getvalue()}


class TestAnAgreementOnPaper:
    def test_it_is_drawn_up_signed_countersigned_and_the_project_starts(self, stage):
        self.given_an_approved_project(stage)
        self.when_someone_starts_it_before_its_agreement()
        self.then_that_is_refused_with_the_clause()
        self.when_the_section_draws_up_the_agreement()
        self.then_its_paper_can_be_downloaded()
        self.when_the_county_signs_without_the_scan()
        self.then_the_scan_is_asked_for()
        self.when_the_county_uploads_the_scan_and_signs()
        self.when_the_section_countersigns()
        self.then_the_agreement_is_in_force_and_the_project_runs()

    def given_an_approved_project(self, stage: Stage) -> None:
        self.stage = stage
        self.project = stage.approved()[0]
        self.section = stage.enter_as(Role.SECTION_CLERK, quiet=False)
        self.county = stage.enter_as(Role.NOMINATOR, 0, quiet=False)
        self.address = f"/agreements/{self.project.ref}/"

    def when_someone_starts_it_before_its_agreement(self) -> None:
        self.section.goto(self.address)
        post(self.section, f"{self.address}start/")

    def then_that_is_refused_with_the_clause(self) -> None:
        expect(self.section.locator("main")).to_contain_text("二.3f")
        expect(self.section.locator("main")).to_contain_text("责任书")
        assert self.stage.again(self.project).status == Status.APPROVED

    def when_the_section_draws_up_the_agreement(self) -> None:
        self.section.goto(self.address)
        self.press(self.section, "拟制责任书")
        expect(self.section.locator("main")).to_contain_text("待签订")

    def then_its_paper_can_be_downloaded(self) -> None:
        for form, beginning in (("pdf", b"%PDF"), ("docx", b"PK")):
            answer = self.section.request.get(f"{self.address}{form}/")
            assert answer.ok and answer.body().startswith(beginning)

    def when_the_county_signs_without_the_scan(self) -> None:
        self.county.goto(self.address)
        post(self.county, f"{self.address}sign/")

    def then_the_scan_is_asked_for(self) -> None:
        expect(self.county.locator("main")).to_contain_text("扫描件")
        assert Agreement.objects.get().status == "PENDING"

    def when_the_county_uploads_the_scan_and_signs(self) -> None:
        self.county.goto(self.address)
        self.county.locator("#scans input[type=file]").set_input_files(scanned())
        self.county.get_by_role("button", name="上传扫描件").click()
        expect(self.county.locator("#scans")).to_contain_text("责任书（签章）.png")
        self.press(self.county, "乙方确认签订")
        expect(self.county.locator("main")).to_contain_text("乙方已签")

    def when_the_section_countersigns(self) -> None:
        self.section.goto(self.address)
        self.press(self.section, "甲方确认生效")

    def then_the_agreement_is_in_force_and_the_project_runs(self) -> None:
        expect(self.section.locator("main")).to_contain_text("已生效")
        assert self.stage.again(self.project).status == Status.ACTIVE

    @staticmethod
    def press(page: Page, verb: str) -> None:
        """A verb that asks first is a summary with a button behind it."""
        ask = page.locator("summary", has_text=verb)
        if ask.count():
            ask.first.click()
            page.get_by_role("button", name=f"确认{verb}").click()
        else:
            page.get_by_role("button", name=verb).first.click()


def post(page: Page, address: str) -> None:
    """Send a verb that the page does not offer, as an old tab would, with the page's own token."""
    page.evaluate(
        """address => {
            const form = document.createElement("form");
            form.method = "post"; form.action = address;
            form.append(document.querySelector("input[name=csrfmiddlewaretoken]").cloneNode());
            document.body.append(form); form.submit();
        }""",
        address,
    )
    page.wait_for_url(f"**{address}")
