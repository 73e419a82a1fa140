"""The annual assessment is computed from the issued ranking, confirmed, issued, read by a county, and corrected."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from lixiang.outcomes.models import Assessment
from lixiang.outcomes.tests.assessing import TABLE, Year, with_table, year_of
from lixiang.people.roles import Role
from tests.journeys.stage import Stage

PHONE = {"width": 390, "height": 844}


class TestAnAnnualAssessment:
    def test_it_is_computed_issued_read_to_each_project_and_corrected(self, stage, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        self.given_an_issued_ranking_and_a_table_of_points(stage)
        self.when_the_clerk_has_it_computed()
        self.then_the_county_sees_nothing_yet()
        self.when_the_head_confirms_and_issues_it()
        self.then_the_county_reads_each_point_to_its_project()
        self.when_a_later_ranking_changes_the_grades()
        self.then_the_section_corrects_it_by_a_new_version()
        self.then_the_years_are_compared_and_it_fits_a_phone()

    def given_an_issued_ranking_and_a_table_of_points(self, stage: Stage) -> None:
        self.stage = stage
        with_table(stage.cast, *TABLE)
        self.year: Year = year_of(stage.cast, stage.at)
        self.year.at = stage.at + timedelta(minutes=5)

    def when_the_clerk_has_it_computed(self) -> None:
        self.clerk = self.stage.enter_as(Role.SECTION_CLERK)
        self.clerk.get_by_role("link", name="考核", exact=True).click()
        self.clerk.get_by_role("button", name="计算考核结果").click()
        expect(self.clerk.get_by_role("row")).to_have_count(3)
        self.made = Assessment.objects.get()

    def then_the_county_sees_nothing_yet(self) -> None:
        self.county = self.stage.enter(self.year.nominator(0).username)
        self.county.goto(f"{self.stage.url}/assessment/")
        expect(self.county.get_by_text("还没有考核结果")).to_be_visible()

    def when_the_head_confirms_and_issues_it(self) -> None:
        self.head = self.stage.enter_as(Role.SECTION_HEAD)
        self.confirm_and_issue(self.made)

    def confirm_and_issue(self, made: Assessment) -> None:
        self.head.goto(self.address(made))
        for verb, word in (("确认考核结果", "已确认"), ("印发通报", "已印发")):
            self.head.locator("summary", has_text=verb).click()
            self.head.get_by_role("button", name=f"确认{verb}").click()
            expect(self.head.locator(".heading")).to_contain_text(word)

    def then_the_county_reads_each_point_to_its_project(self) -> None:
        self.county.goto(self.address(self.made))
        row = self.county.get_by_role("row", name=self.year.cast.nominators[0].name)
        expect(row).to_contain_text("优秀1个、合格1个")
        row.get_by_role("link").click()
        line = self.county.get_by_role("row", name=str(self.year.projects[0]))
        expect(line.first).to_contain_text("等次达到优秀，折算3分")
        with self.county.expect_download() as download:
            self.county.goto(self.address(self.made))
            self.county.get_by_role("link", name="导出工作簿").click()
        assert download.value.suggested_filename.endswith("年度考核结果第1版.xlsx")

    def when_a_later_ranking_changes_the_grades(self) -> None:
        self.year.ranked("合格", "合格", "优秀")
        self.head.goto(self.address(self.made))
        expect(self.head.get_by_text("需要重新计算")).to_be_visible()

    def then_the_section_corrects_it_by_a_new_version(self) -> None:
        self.clerk.goto(f"{self.stage.url}/assessment/")
        self.clerk.get_by_role("textbox").fill("排名已更正。")
        self.clerk.get_by_role("button", name="计算考核结果").click()
        expect(self.clerk.locator("main")).to_contain_text("排名已更正。")
        second = Assessment.objects.get(number=2)
        self.confirm_and_issue(second)
        self.made.refresh_from_db()
        assert self.made.status == "SUPERSEDED"
        self.county.goto(self.address(second))
        expect(self.county.get_by_role("row", name=self.year.cast.nominators[0].name)).to_contain_text("合格2个")
        self.made = second

    def then_the_years_are_compared_and_it_fits_a_phone(self) -> None:
        for page in (self.head, self.county):
            page.set_viewport_size(PHONE)
            for address in (self.address(self.made), f"{self.stage.url}/assessment/years/"):
                page.goto(address)
                expect(page.get_by_text(self.year.cast.nominators[0].name).first).to_be_visible()
                assert fits(page), address

    def address(self, made: Assessment) -> str:
        return f"{self.stage.url}/assessment/{made.ref}/"


def fits(page: Page) -> bool:
    return page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
