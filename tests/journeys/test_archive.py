"""The archive of a year: made while its page is watched, taken away, and read from the disk without the server."""

import os
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from lixiang.command.main import main
from lixiang.outcomes.models import Archive
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.projects.states import Status
from lixiang.work.jobs import perform
from lixiang.work.models import Run
from tests.journeys.stage import WINDOW, Stage

PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def archives(settings, tmp_path):
    settings.ARCHIVES = tmp_path / "archives"


class TestTheArchiveOfAYear:
    def test_it_is_made_taken_away_and_read_without_the_server(self, stage: Stage, tmp_path: Path):
        self.given_one_project_that_was_concluded_and_one_that_ended(stage)
        page = stage.enter_as(Role.SECTION_CLERK)
        self.when_the_section_closes_the_file_and_begins_the_archive(page)
        self.then_the_page_follows_the_work_to_its_end(page)
        path = self.then_it_is_taken_away(page, tmp_path)
        self.then_it_opens_from_the_disk(stage, path, tmp_path)
        self.then_the_pages_have_no_barrier(page)

    def given_one_project_that_was_concluded_and_one_that_ended(self, stage: Stage) -> None:
        concluded, ended = stage.approved(0)
        stage.drawn_up(concluded)
        Project.objects.filter(pk=concluded.pk).update(status=Status.CONCLUDED)
        Project.objects.filter(pk=ended.pk).update(status=Status.TERMINATED)

    def when_the_section_closes_the_file_and_begins_the_archive(self, page: Page) -> None:
        page.get_by_role("link", name="归档", exact=True).click()
        page.locator("summary", has_text="全部归档").click()
        page.get_by_role("button", name="确认全部归档").click()
        expect(page.get_by_text("已归档1个项目。")).to_be_visible()
        page.get_by_role("button", name="制作归档包").click()
        expect(page.get_by_text("等待后台作业")).to_be_visible()

    def then_the_page_follows_the_work_to_its_end(self, page: Page) -> None:
        assert perform.func(Run.objects.get().pk) == "done"
        expect(page.get_by_text("已完成，逐个文件核验无误")).to_be_visible()

    def then_it_is_taken_away(self, page: Page, folder: Path) -> Path:
        with page.expect_download() as taken:
            page.get_by_role("link", name="下载归档包").click()
        path = folder / "归档包.zip"
        taken.value.save_as(path)
        assert taken.value.suggested_filename.endswith("归档包第1版.zip")
        assert main(["verify-archive", os.fspath(path)]) == 0
        return path

    def then_it_opens_from_the_disk(self, stage: Stage, path: Path, folder: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder / "解开")
        page = stage.window(scripts=False)
        page.goto((folder / "解开" / "index.html").as_uri())
        expect(page.locator("h1")).to_contain_text("归档目录")
        page.get_by_role("link", name="示例项目一").click()
        expect(page.locator("h1")).to_have_text("示例项目一")
        page.get_by_role("link", name="审核意见.html").click()
        expect(page.get_by_text("同意。").first).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="返回总目录").click()
        expect(page.locator("h1")).to_contain_text("归档目录")

    def then_the_pages_have_no_barrier(self, page: Page) -> None:
        for address in ("/archives/", f"/archives/{Archive.objects.get().ref}/"):
            for size in (WINDOW, PHONE):
                page.set_viewport_size(size)
                page.goto(address)
                assert Axe().run(page).response["violations"] == []
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
