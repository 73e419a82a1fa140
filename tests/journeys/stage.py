"""What a journey plays on: windows of people who logged in by the real page, projects brought as far as it needs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from lixiang.agreements import actions as agreements
from lixiang.agreements.models import Agreement
from lixiang.approvals import actions as approvals
from lixiang.nominations import actions as nominations
from lixiang.nominations.models import Slate
from lixiang.people.models import Organisation
from lixiang.people.roles import Role
from lixiang.projects.models import Project
from lixiang.rehearsal.applications import Author, hand_in, new_key, write
from lixiang.rehearsal.cast import PASSWORD, Cast

WINDOW = {"width": 1366, "height": 768}


@dataclass
class Stage:
    """The cast, the address, and what has happened so far; `at` moves on by minutes, from yesterday."""

    browser: Browser
    url: str
    cast: Cast
    now: datetime
    rng: Random = field(default_factory=lambda: Random(7))
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    minutes: Any = field(default_factory=lambda: count(1))

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.complaints == []

    @property
    def at(self) -> datetime:
        return self.now - timedelta(days=1) + timedelta(minutes=next(self.minutes))

    # --- windows ----------------------------------------------------------------------------------------------
    def window(self, *, scripts: bool = True, quiet: bool = True) -> Page:
        """A fresh window; `quiet` holds its console to silence, which a page meant to refuse something breaks."""
        words = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": self.url}
        context = self.browser.new_context(viewport=WINDOW, java_script_enabled=scripts, **words)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url} {error}"))
        if quiet:
            page.on("console", lambda said: self._note(page, said))
        return page

    def _note(self, page: Page, said: Any) -> None:
        if said.type == "error":
            self.complaints.append(f"{page.url} {said.text}")

    def enter(self, username: str, **words: bool) -> Page:
        """The window of one account after it logged in."""
        page = self.window(**words)
        log_in(page, username)
        expect(page.locator("h1")).to_have_text("工作台")
        return page

    def enter_as(self, role: Role, county: int | None = None, **words: bool) -> Page:
        """By role, at the nominating organisation of that place in the order of the notice."""
        organisation = None if county is None else self.cast.nominators[county]
        return self.enter(self.cast.user(role, organisation).username, **words)

    # --- what happened before the journey -----------------------------------------------------------------------
    def author(self, county: int = 0) -> Author:
        organisation: Organisation = self.cast.nominators[county]
        return Author(self.cast.user(Role.UNIT_CLERK, organisation), organisation, self.rng, organisation)

    def drafted(self, county: int = 0, category: str = "A", **words: Any) -> Project:
        return write(self.author(county), self.cast.programme, category=category, at=self.at, **words)

    def waiting(self, county: int = 0, category: str = "A", **words: Any) -> Project:
        """A project handed in to its nominator."""
        project = self.drafted(county, category, **words)
        hand_in(self.author(county), project, at=self.at)
        return project

    def slate(self, county: int, projects: list[Project]) -> Slate:
        """A slate with these projects on it, in this order."""
        organisation = self.cast.nominators[county]
        slate = nominations.open_slate(self.cast.programme, organisation, at=self.at)
        for project in projects:
            nominations.take_up(slate, project, by=self.cast.user(Role.NOMINATOR, organisation), at=self.at)
        return slate

    def nominated(self, county: int = 0, titles: tuple[str, ...] = ("示例项目一", "示例项目二")) -> list[Project]:
        """Projects of one county that went through its slate to the department."""
        projects = [self.waiting(county, title=title) for title in titles]
        organisation, slate = self.cast.nominators[county], self.slate(county, projects)
        nominations.endorse(slate, by=self.cast.user(Role.NOMINATOR_LEADER, organisation), at=self.at)
        slate.refresh_from_db()
        by = self.cast.user(Role.NOMINATOR, organisation)
        nominations.hand_in(slate, key=new_key(self.rng), by=by, at=self.at, reason="情况属实。")
        return [self.again(project) for project in projects]

    def agreed_to(self, county: int = 0, **words: Any) -> list[Project]:
        """Projects that every step before the last agrees to."""
        projects = self.nominated(county, **words)
        for step, role in (("first_check", Role.SECTION_CLERK), ("collective_study", Role.SECTION_HEAD)):
            for project in projects:
                points = dict.fromkeys(self.principles(project), 20)
                said = {"step": step, "result": "agree", "text": "同意。", "points": points}
                approvals.give_opinion(self.again(project), **said, by=self.cast.user(role), at=self.at)
        return projects

    @staticmethod
    def principles(project: Project) -> list[str]:
        from lixiang.approvals.queries import principles_of

        return [principle.code for principle in principles_of(project)]

    def approved(self, county: int = 0, **words: Any) -> list[Project]:
        """Approved, published, and told by official documents."""
        projects, leader = self.agreed_to(county, **words), self.cast.user(Role.DEPARTMENT_LEADER)
        decisions = [approvals.decide(self.again(each), verdict="approve", by=leader, at=self.at) for each in projects]
        head = self.cast.user(Role.SECTION_HEAD)
        publication = approvals.publish(self.cast.programme, decisions, by=head, at=self.at)
        approvals.issue_papers(publication, by=head, at=self.at)
        return [self.again(project) for project in projects]

    def drawn_up(self, project: Project) -> Agreement:
        return agreements.draw_up(project, by=self.cast.user(Role.SECTION_CLERK), at=self.at)

    @staticmethod
    def again(project: Project) -> Project:
        """The project as the database has it now."""
        joined = ("programme", "version", "revision", "approved_revision", "nominating_organisation")
        return Project.objects.select_related(*joined).get(pk=project.pk)


def log_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
