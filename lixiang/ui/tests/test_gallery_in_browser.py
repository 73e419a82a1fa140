"""What a person meets in the gallery: nothing unreachable, nothing unreadable, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.urls("lixiang.ui.urls")


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}" for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_gallery_has_no_barrier_and_never_scrolls_sideways(gallery_page, width, height):
    gallery_page.set_viewport_size({"width": width, "height": height})

    assert violations(gallery_page) == []
    assert gallery_page.evaluate("document.documentElement.scrollWidth") == width


def test_open_pop_ups_and_dialogs_have_no_barrier(gallery_page):
    gallery_page.get_by_text("退回修改", exact=True).first.click()
    assert violations(gallery_page) == []

    gallery_page.get_by_text("查看评分标准").click()
    expect(gallery_page.get_by_role("dialog")).to_be_visible()
    assert violations(gallery_page) == []


def test_charts_are_drawn_from_their_tables_which_fold_away(gallery_page):
    first = gallery_page.locator("[data-chart]").first

    expect(first.locator("svg")).to_contain_text("已立项")
    expect(first.locator("table")).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator("table")).to_be_visible()


def test_without_scripts_everything_can_be_read_and_sent(browser: Browser, live_server, settings, transactional_db):
    settings.GALLERY = True
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/")

    expect(page.locator("[data-chart] table").first).to_be_visible()
    expect(page.get_by_role("link", name="示例甲县 B 理论研究 1")).to_have_attribute("href", "#示例甲县&category=B")
    expect(page.locator("[data-rows] [data-row]")).to_have_count(2)
    expect(page.get_by_role("button", name="增加一行")).to_be_hidden()
    page.get_by_text("退回修改", exact=True).first.click()
    expect(page.get_by_label("退回理由")).to_be_visible()
    page.get_by_text("查看评分标准").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    context.close()


def test_escape_closes_and_gives_the_focus_back(gallery_page):
    button = gallery_page.get_by_text("查看评分标准")
    button.click()
    gallery_page.keyboard.press("Escape")

    expect(gallery_page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_focus_stays_inside_an_open_dialog(gallery_page):
    gallery_page.get_by_text("查看评分标准").click()
    for _ in range(3):
        gallery_page.keyboard.press("Tab")
        assert gallery_page.evaluate("!!document.activeElement.closest('.dialog-panel')")


def test_a_click_elsewhere_closes_a_pop_up(gallery_page):
    gallery_page.get_by_text("不予通过").first.click()
    expect(gallery_page.get_by_text("不予通过后名额释放，不能恢复。")).to_be_visible()
    gallery_page.locator(".footer").click()

    expect(gallery_page.get_by_text("不予通过后名额释放，不能恢复。")).to_be_hidden()


def test_a_phrase_fills_the_opinion_and_stays_editable(gallery_page):
    gallery_page.get_by_role("button", name="拟同意，请部领导审示。").click()
    gallery_page.keyboard.type("另请核实经费。")

    expect(gallery_page.get_by_label("意见")).to_have_value("拟同意，请部领导审示。另请核实经费。")


def test_rows_are_added_and_numbered(gallery_page):
    gallery_page.get_by_role("button", name="增加一行").click()

    expect(gallery_page.locator("[data-row]")).to_have_count(3)
    expect(gallery_page.locator("input[name=goals-2-indicator]")).to_be_focused()
    expect(gallery_page.locator("input[name=goals-TOTAL_FORMS]")).to_have_value("3")


def test_one_box_picks_all_and_the_number_is_said(gallery_page):
    gallery_page.get_by_label("全选本页").check()
    expect(gallery_page.locator("[data-pick-count]")).to_have_text("已选 7 项")

    gallery_page.locator("input[name=pick]").first.uncheck()
    expect(gallery_page.locator("[data-pick-count]")).to_have_text("已选 6 项")
    assert gallery_page.get_by_label("全选本页").evaluate("box => box.indeterminate")


def test_a_key_goes_to_the_previous_one_unless_one_is_typing(gallery_page):
    gallery_page.get_by_label("意见").fill("同意")
    gallery_page.keyboard.press("k")
    assert "#previous" not in gallery_page.url

    gallery_page.locator("h1").click()
    gallery_page.keyboard.press("k")
    assert gallery_page.url.endswith("#previous")
