"""Nothing typed is lost: saved with the time, loud when not, kept on this machine, both texts when two people write."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from django.template import engines
from playwright.sync_api import Browser, Page, Route, expect

from lixiang.ui.gallery import NOON

pytestmark = pytest.mark.urls("lixiang.ui.urls")
CONFLICT = "{{ ui.conflict(texts=[('项目名称', '我的', '他的')], by='李示例', at=at) }}"


class Server:
    """Stands where the autosave address is; answers as told and remembers what came."""

    def __init__(self, page: Page) -> None:
        self.received: list[dict[str, list[str]]] = []
        self.answers: list[dict] = []
        self.held: list[Route] = []
        page.route("**/gallery/?autosave=1", self.answer)

    def answer(self, route: Route) -> None:
        self.received.append(parse_qs(route.request.post_data, keep_blank_values=True))
        given = self.answers.pop(0) if self.answers else self.saved()
        if given == "cut":
            route.abort()
        elif given == "held":
            self.held.append(route)
        else:
            route.fulfill(content_type="text/html; charset=utf-8", **given)

    @staticmethod
    def saved(body: str = "") -> dict:
        return {"status": 200, "headers": {"X-Version": "4", "X-Saved": "14:05:06"}, "body": body}


@pytest.fixture
def gallery_page(browser: Browser, live_server, settings, transactional_db) -> Iterator[Page]:
    """The gallery in a window whose console may say that a request was refused, but no error of ours."""
    settings.GALLERY = True
    context, errors = browser.new_context(), []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{live_server.url}/gallery/")
    page.locator(".chart-canvas svg").first.wait_for()
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def server(gallery_page: Page) -> Server:
    return Server(gallery_page)


@pytest.fixture
def typed(gallery_page: Page) -> Page:
    """Something was typed and the field left."""

    def write(words: str) -> None:
        gallery_page.locator("#id_fresh-title").fill(words)
        gallery_page.locator("#id_fresh-measures").focus()

    gallery_page.write = write
    return gallery_page


def line(page: Page):
    return page.locator("form[data-autosave] [data-saved]")


def test_leaving_a_field_saves_and_says_when(typed, server):
    server.answers = [server.saved('<div class="findings" id="findings-fresh-title">规定均已满足</div>')]
    typed.write("新的名称")

    expect(line(typed)).to_have_text("已于 14:05:06 保存")
    expect(typed.locator("#findings-fresh-title")).to_have_text("规定均已满足")
    assert server.received[0]["fresh-title"] == ["新的名称"]
    assert server.received[0]["version"] == ["3"] and server.received[0]["section"] == ["basics"]
    assert typed.locator("form[data-autosave] input[name=version]").input_value() == "4"


def test_pausing_saves_too(typed, server):
    typed.locator("#id_fresh-title").fill("停顿")

    expect(line(typed)).to_have_text("已于 14:05:06 保存")
    assert len(server.received) == 1


def test_what_was_typed_after_a_save_was_sent_is_not_called_safe(typed, server):
    server.answers = ["held"]
    typed.write("第一句")
    while not server.held:
        typed.wait_for_timeout(20)  # lets the browser's events in
    typed.locator("#id_fresh-measures").fill("第二句")

    server.held.pop().fulfill(**server.saved())

    expect(line(typed)).to_have_text("有改动，稍后自动保存")
    expect(line(typed)).to_have_text("已于 14:05:06 保存")
    assert [each["fresh-measures"] for each in server.received] == [[""], ["第二句"]]


def test_what_could_not_be_saved_is_offered_again(typed, server):
    server.answers = ["cut"] * 9
    typed.write("断网时所写")
    expect(line(typed)).to_contain_text("没有保存成功")
    expect(line(typed)).to_have_attribute("role", "alert")

    typed.on("dialog", lambda dialog: dialog.accept())
    typed.reload()
    typed.get_by_role("button", name="恢复").click()
    expect(typed.locator("#id_fresh-title")).to_have_value("断网时所写")
    server.answers = []
    expect(line(typed)).to_have_text("已于 14:05:06 保存")
    assert typed.evaluate("Object.keys(localStorage).length") == 0


def test_one_click_saves_again_after_a_failure(typed, server):
    server.answers = [{"status": 403}]
    typed.write("登录已失效")
    expect(line(typed)).to_contain_text("请在新窗口登录")

    typed.get_by_role("button", name="重新保存").click()
    expect(line(typed)).to_have_text("已于 14:05:06 保存")


def test_two_clerks_see_both_texts_and_mine_is_sent_with_their_version(typed, server):
    body = engines["jinja2"].env.from_string(CONFLICT).render(at=NOON)
    server.answers = [{"status": 409, "headers": {"X-Version": "9"}, "body": body}]
    typed.write("我的")
    conflict = typed.locator("form[data-autosave] [data-conflict]")
    expect(conflict).to_contain_text("他的")

    conflict.get_by_role("button", name="用我填写的").click()
    expect(line(typed)).to_have_text("已于 14:05:06 保存")
    assert server.received[-1]["version"] == ["9"] and server.received[-1]["keep"] == ["mine"]


def test_a_refused_save_shows_its_findings_and_does_not_insist(typed, server):
    server.answers = [{"status": 422, "body": '<div class="findings" id="findings-fresh-title">名称过长</div>'}]
    typed.write("长")

    expect(line(typed)).to_contain_text("请改正标出的内容")
    expect(typed.locator("#findings-fresh-title")).to_have_text("名称过长")
    assert len(server.received) == 1


def test_what_was_refused_is_forgotten_once_it_is_mended(typed, server):
    refusal = '<div id="refusal-fresh" data-refusal>名称最多能保存200字</div>'
    server.answers = [{"status": 422, "body": refusal}, {"status": 204, "headers": {"X-Version": "4"}}]
    typed.write("长")
    expect(typed.locator("#refusal-fresh")).to_have_text("名称最多能保存200字")

    typed.write("短")
    expect(typed.locator("#refusal-fresh")).to_be_empty()


def test_another_account_is_not_offered_what_one_typed(typed, server):
    server.answers = ["cut"] * 9
    typed.write("甲所写")
    expect(line(typed)).to_contain_text("没有保存成功")

    assert "sample" in typed.evaluate("Object.keys(localStorage)[0]")


def test_the_order_is_changed_by_keys_and_sent(gallery_page):
    received = []

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            received.append(parse_qs(route.request.post_data))
        route.fulfill(status=204, headers={"X-Saved": "14:05:06"})

    gallery_page.route("**/gallery/", answer)
    gallery_page.get_by_label("拖动排序").first.focus()
    gallery_page.keyboard.press("ArrowDown")

    expect(gallery_page.locator("form[data-reorder] [data-saved]")).to_have_text("已于 14:05:06 保存")
    assert received[0]["order"] == ["p2", "p1", "p3"]
    expect(gallery_page.locator("[data-item]").first.locator(".order-place")).to_have_text("1")


def test_the_order_is_changed_by_dragging(gallery_page):
    gallery_page.route("**/gallery/", lambda route: route.fulfill(status=204))
    handle, last = gallery_page.get_by_label("拖动排序").first, gallery_page.locator("[data-item]").last
    handle.scroll_into_view_if_needed()
    box, end = handle.bounding_box(), last.bounding_box()
    gallery_page.mouse.move(box["x"] + 5, box["y"] + 5)
    gallery_page.mouse.down()
    gallery_page.mouse.move(end["x"] + 40, end["y"] + end["height"] - 3, steps=8)
    gallery_page.mouse.up()

    expect(gallery_page.locator("[data-item]").last).to_contain_text("“党建+网格”")


def test_a_double_click_sends_once(gallery_page):
    posts = []
    gallery_page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    gallery_page.route("**/gallery/**", lambda route: route.fulfill(status=204))
    with gallery_page.expect_response("**/gallery/**"):
        gallery_page.get_by_role("button", name="提请研究", exact=True).dblclick()

    with gallery_page.expect_response("**/gallery/?after"):  # a second one would have gone out before this
        gallery_page.evaluate("() => { fetch('/gallery/?after') }")
    assert len(posts) == 1
