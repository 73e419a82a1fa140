"""A ranking is computed and shown; a unit objects and is right; what follows is corrected by new documents."""

from playwright.sync_api import expect

from lixiang.people.roles import Role
from lixiang.ranking import actions
from lixiang.ranking.models import PlaceObjection, Ranking
from lixiang.ranking.tests.arranging import LATER, Ranked, pass_from, scored
from tests.journeys.stage import Stage

PHONE = {"width": 390, "height": 844}


class TestARanking:
    def test_it_is_computed_confirmed_shown_explained_and_objected_to(self, stage):
        self.given_a_panel_that_has_scored(stage)
        self.when_the_section_has_the_ranking_computed()
        self.then_nobody_outside_sees_it()
        self.when_the_head_confirms_and_shows_it()
        self.then_the_unit_reads_its_place_down_to_each_sheet()
        self.when_the_unit_objects()
        self.then_the_head_upholds_it()
        self.when_the_section_computes_anew_and_shows_it()
        self.then_the_unit_reads_the_corrected_place()
        self.when_the_circular_is_issued_and_later_corrected()
        self.then_the_unit_reads_the_corrected_result_with_both_documents()
        self.then_it_fits_a_phone()

    def given_a_panel_that_has_scored(self, stage: Stage) -> None:
        self.stage = stage
        pass_from(stage.cast, 72_000)
        self.ranked: Ranked = scored(stage.cast, stage.at)

    def when_the_section_has_the_ranking_computed(self) -> None:
        page = self.stage.enter_as(Role.SECTION_CLERK)
        page.goto(f"{self.stage.url}/ranking/")
        page.get_by_role("button", name="计算排名").click()
        expect(page.get_by_role("row")).to_have_count(4)
        self.ranking = Ranking.objects.get()

    def then_nobody_outside_sees_it(self) -> None:
        self.unit = self.stage.enter(self.ranked.unit(0).username)
        self.unit.goto(f"{self.stage.url}/ranking/")
        expect(self.unit.get_by_text("还没有排名")).to_be_visible()

    def when_the_head_confirms_and_shows_it(self) -> None:
        self.head = self.stage.enter_as(Role.SECTION_HEAD)
        self.head.goto(self.address)
        for verb, word in (("确认排名", "已确认"), ("公示排名", "公示中")):
            self.head.locator("summary", has_text=verb).click()
            self.head.get_by_role("button", name=f"确认{verb}").click()
            expect(self.head.locator(".heading")).to_contain_text(word)

    def then_the_unit_reads_its_place_down_to_each_sheet(self) -> None:
        self.unit.goto(self.address)
        self.unit.get_by_role("link", name=str(self.ranked.project(0)), exact=True).click()
        expect(self.unit.locator("main")).to_contain_text("71.6")
        expect(self.unit.get_by_role("table").first).to_be_visible()

    def when_the_unit_objects(self) -> None:
        self.unit.get_by_role("link", name="提出异议").click()
        self.unit.get_by_role("textbox").fill("目标完成一项漏计。")
        self.unit.get_by_role("button", name="提出异议").click()
        expect(self.unit.locator("#notices")).to_contain_text("异议")

    def then_the_head_upholds_it(self) -> None:
        self.head.goto(self.address)
        self.head.locator("summary", has_text="异议成立").first.click()
        self.head.get_by_role("textbox").last.fill("经复核，一项漏计。")
        self.head.get_by_role("button", name="确认异议成立").click()
        expect(self.head.locator("main")).to_contain_text("经复核，一项漏计。")
        assert PlaceObjection.objects.get().status == "UPHELD"

    def when_the_section_computes_anew_and_shows_it(self) -> None:
        for judge in range(3):
            self.ranked.correct(judge, 0, points_goals="15")
        self.head.goto(f"{self.stage.url}/ranking/")
        self.head.get_by_label("更正的理由").fill("异议成立，漏计一项。")
        self.head.get_by_role("button", name="计算排名").click()
        for verb, word in (("确认排名", "已确认"), ("公示排名", "公示中")):
            self.head.locator("summary", has_text=verb).click()
            self.head.get_by_role("button", name=f"确认{verb}").click()
            expect(self.head.locator(".heading")).to_contain_text(word)
        self.ranking = self.ranked.ranking = Ranking.objects.get(number=2)

    def then_the_unit_reads_the_corrected_place(self) -> None:
        self.unit.goto(self.address)
        expect(self.unit.locator("main")).to_contain_text("异议成立，漏计一项。")
        expect(self.unit.get_by_role("row").nth(1)).to_contain_text(str(self.ranked.project(0)))

    def when_the_circular_is_issued_and_later_corrected(self) -> None:
        """At moments that the browser's clock does not reach: 公示 must be over."""
        ranked, head = self.ranked, self.ranked.head
        self.old = ranked.issue().again().document
        actions.settle(ranked.again(), by=head, at=ranked.after)
        for judge in range(3):
            ranked.correct(judge, 0, points_goals="9")
        self.new = ranked.issued_anew(ranked.after, reason="更正评分录入。").again().document
        actions.settle(ranked.again(), by=head, at=ranked.after + LATER)

    def then_the_unit_reads_the_corrected_result_with_both_documents(self) -> None:
        self.unit.goto(f"{self.stage.url}/ranking/project/{self.ranked.project(0).ref}/")
        main = self.unit.locator("main")
        for words in ("限期整改，等次为不合格", "结项，等次为", self.old.number_text, self.new.number_text):
            expect(main).to_contain_text(words)

    def then_it_fits_a_phone(self) -> None:
        for page in (self.head, self.unit):
            page.set_viewport_size(PHONE)
            page.goto(self.address)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]

    @property
    def address(self) -> str:
        return f"{self.stage.url}/ranking/{self.ranking.ref}/"
