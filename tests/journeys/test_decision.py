"""The leader decides in quiet, the section publishes, documents go out, and each county learns its own."""

from playwright.sync_api import expect

from lixiang.documents.models import OfficialDocument
from lixiang.people.roles import Role
from lixiang.projects.states import Status
from tests.journeys.stage import Stage

BATCH_OF_MANY = 30_000


class TestDecidingQuietly:
    def test_nothing_is_known_before_it_is_published(self, stage):
        self.given_two_projects_that_the_section_agrees_to(stage)
        self.when_the_leader_decides_on_both()
        self.then_the_county_sees_nothing()
        self.when_one_decision_is_undone_and_taken_again()
        self.when_the_batch_is_published()
        self.when_the_documents_are_issued()
        self.then_the_county_reads_the_result_and_signs_for_its_documents()
        self.then_another_county_sees_none_of_it()

    def given_two_projects_that_the_section_agrees_to(self, stage: Stage) -> None:
        self.stage = stage
        self.projects = stage.agreed_to()
        self.leader = stage.enter_as(Role.DEPARTMENT_LEADER)
        self.county = stage.enter_as(Role.NOMINATOR, 0, quiet=False)

    def when_the_leader_decides_on_both(self) -> None:
        self.leader.goto("/reviews/")
        for title in ("示例项目一", "示例项目二"):
            expect(self.leader.locator("#dossier h2").first).to_have_text(title)
            self.leader.locator("#decision").get_by_role("radio", name="批准立项").check()
            self.leader.get_by_role("button", name="决定并看下一项").click()
            expect(self.leader.locator("#notices")).to_contain_text(f"已对“{title}”作出决定")

    def then_the_county_sees_nothing(self) -> None:
        for address in ("/", "/projects/", "/messages/", "/documents/", self.dossier, f"{self.dossier}?tab=opinions"):
            self.county.goto(address)
            expect(self.county.locator("main")).not_to_contain_text("批准")
        expect(self.county.locator("main h1")).to_contain_text("示例项目一")
        assert self.stage.again(self.projects[0]).status == Status.NOMINATED

    @property
    def dossier(self) -> str:
        return f"/projects/{self.projects[0].ref}/"

    def when_one_decision_is_undone_and_taken_again(self) -> None:
        self.leader.goto("/decisions/")
        self.leader.locator("tr", has_text="示例项目二").get_by_role("button", name="撤销").click()
        expect(self.leader.locator("#notices")).to_contain_text("撤销")
        expect(self.leader.locator("main table").first).not_to_contain_text("示例项目二")
        self.leader.goto(f"/reviews/{self.projects[1].ref}/")
        self.leader.locator("#decision").get_by_role("radio", name="不予立项").check()
        self.leader.locator("#decision").get_by_role("textbox", name="理由").fill("与已有项目重复。")
        self.leader.locator("#decision").get_by_role("button", name="决定", exact=True).click()
        expect(self.leader.locator("#notices")).to_contain_text("作出决定")

    def when_the_batch_is_published(self) -> None:
        self.head = self.stage.enter_as(Role.SECTION_HEAD)
        self.head.goto("/decisions/")
        self.head.get_by_text("公布…").click()
        self.head.get_by_role("button", name="公布勾选的决定").click()
        expect(self.head.locator("h1")).to_contain_text("第1批决定")

    def when_the_documents_are_issued(self) -> None:
        self.head.get_by_role("button", name="印发文件").click()
        expect(self.head.get_by_text("全部印发")).to_be_visible(timeout=BATCH_OF_MANY)
        assert {*OfficialDocument.objects.values_list("kind", flat=True)} >= {"批复"}

    def then_the_county_reads_the_result_and_signs_for_its_documents(self) -> None:
        self.county.goto(self.dossier)
        expect(self.county.locator("h1 ~ .status, .heading .status").first).to_contain_text("已立项")
        self.county.goto("/documents/")
        self.county.get_by_role("link", name="批复").first.click()
        paper = self.county.get_by_role("link", name="查看正本").get_attribute("href")
        assert self.county.request.get(paper).body().startswith(b"%PDF")
        self.county.get_by_role("button", name="签收").click()
        expect(self.county.locator("main")).to_contain_text("签收时间")

    def then_another_county_sees_none_of_it(self) -> None:
        other = self.stage.enter_as(Role.NOMINATOR, 1, quiet=False)
        assert other.goto(self.dossier).status == 404
        other.goto("/documents/")
        expect(other.locator("main")).not_to_contain_text("批复")
        reply = OfficialDocument.objects.filter(kind="批复").first()
        assert other.goto(f"/documents/{reply.ref}/").status == 404
        expect(other.locator("body")).not_to_contain_text("示例项目")
