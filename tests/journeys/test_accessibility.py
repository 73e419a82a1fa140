"""The main pages in their roles: no barrier that axe knows, no sideways scrolling, a focus that is seen."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from lixiang.people.roles import Role
from lixiang.projects.models import Project
from tests.journeys.stage import WINDOW, Stage, log_in

PHONE = {"width": 390, "height": 844}


@dataclass
class Place:
    """A page, the one who uses it, and where it lies once there is something on it."""

    name: str
    role: Role
    address: str
    county: int | None = None


PLACES = (
    Place("工作台", Role.SECTION_CLERK, "/"),
    Place("审核", Role.SECTION_CLERK, "/reviews/"),
    Place("项目", Role.SECTION_CLERK, "/projects/{nominated}/"),
    Place("看板", Role.SECTION_CLERK, "/dashboard/"),
    Place("实施看板", Role.SECTION_CLERK, "/dashboard/?tab=delivery"),
    Place("日历", Role.SECTION_CLERK, "/calendar/"),
    Place("久未办理", Role.SECTION_CLERK, "/waiting/"),
    Place("批次", Role.SECTION_CLERK, "/programmes/{programme}/"),
    Place("公文", Role.SECTION_CLERK, "/documents/"),
    Place("责任书", Role.SECTION_CLERK, "/agreements/{approved}/"),
    Place("决定", Role.DEPARTMENT_LEADER, "/decisions/"),
    Place("申报书", Role.UNIT_CLERK, "/projects/{draft}/application/", 0),
    Place("推荐名单", Role.NOMINATOR, "/slates/{slate}/", 0),
)


class TestTheMainPages:
    def test_none_has_a_barrier_scrolls_sideways_or_hides_the_focus(self, stage: Stage):
        addresses = self.given_a_cycle_with_something_on_every_page(stage)
        found = []
        for place, page in self.pages(stage, addresses):
            for size in (WINDOW, PHONE):
                page.set_viewport_size(size)
                found += [f"{place.name} {size['width']}: {each}" for each in self.barriers(page, size["width"])]
            page.set_viewport_size(WINDOW)
            found += [f"{place.name}: {each}" for each in self.unseen_focus(page)]

        assert found == []

    def given_a_cycle_with_something_on_every_page(self, stage: Stage) -> dict[str, str]:
        approved = stage.approved(1, titles=("示例项目三", "示例项目四"))
        stage.drawn_up(approved[0])
        nominated = stage.nominated(2)
        draft, waiting, taken = stage.drafted(0, skip=("title",)), stage.waiting(0), stage.waiting(0)
        assert Project.objects.count() == 7 and waiting.pk
        return {
            "approved": approved[0].ref,
            "nominated": nominated[0].ref,
            "draft": draft.ref,
            "slate": stage.slate(0, [taken]).ref,
            "programme": stage.cast.programme.ref,
        }

    def pages(self, stage: Stage, addresses: dict[str, str]) -> Iterator[tuple[Place, Page]]:
        """One window for each account, gone through page by page."""
        windows: dict[str, Page] = {}
        for place in PLACES:
            organisation = None if place.county is None else stage.cast.nominators[place.county]
            username = stage.cast.user(place.role, organisation).username
            if username not in windows:
                windows[username] = stage.enter(username)
            page = windows[username]
            page.goto(place.address.format(**addresses))
            yield place, page

    def barriers(self, page: Page, width: int) -> list[str]:
        violations = Axe().run(page).response["violations"]
        told = [f"{rule['id']} {node['html'][:100]}" for rule in violations for node in rule["nodes"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        return told + ([f"{wide} pixels wide"] if wide > width else [])

    def unseen_focus(self, page: Page) -> list[str]:
        """What a person meets who goes by the tab key: each stop has an outline or a shadow of its own."""
        page.evaluate("document.activeElement.blur()")
        unseen = []
        for _ in range(15):
            page.keyboard.press("Tab")
            unseen.append(
                page.evaluate(
                    """() => {
                        const at = document.activeElement, style = getComputedStyle(at);
                        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
                        return seen || style.boxShadow !== "none" ? null : at.outerHTML.slice(0, 100);
                    }"""
                )
            )
        return [html for html in unseen if html]


@pytest.mark.parametrize("size", [WINDOW, PHONE], ids=["office", "phone"])
def test_the_door_has_no_barrier(stage: Stage, size):
    page = stage.window()
    page.set_viewport_size(size)
    log_in(page, "")

    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
