"""The layout around a page, the fragment of it, the furniture, and the pages for when things are wrong."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from lixiang.ui import gallery, written
from lixiang.ui.furniture import Furniture, Link, with_current
from lixiang.ui.pages import came_from, page

ERRORS = {"400": "请求有误", "403": "无权办理", "403_csrf": "页面已过期", "404": "没有找到页面"}
ERRORS |= {"413": "内容过大", "500": "系统出错", "503": "系统繁忙或者正在维护"}


class Htmx:
    def __init__(self, history: bool) -> None:
        self.history_restore_request = history


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/gallery/")
    request.htmx, request.csp_nonce, request._messages, request.user = False, "nonce-1", [], AnonymousUser()
    return request


def shown(request: HttpRequest, **options: object) -> str:
    return page(request, "gallery/gallery.html", gallery.samples(), **options).content.decode()


def test_a_page_is_whole_and_wears_the_layout(request_):
    html = shown(request_)

    assert html.lstrip().startswith("<!doctype html>")
    assert '<html lang="zh-CN">' in html and 'href="#content"' in html


def test_htmx_gets_only_the_block_it_asked_for(request_):
    request_.htmx = Htmx(history=False)
    response = page(request_, "gallery/gallery.html", gallery.samples(), block="content", status=422)
    html = response.content.decode()

    assert response.status_code == 422
    assert "<html" not in html and "办理轨迹" in html and "csrfmiddlewaretoken" in html
    assert response["Vary"] == "HX-Request"


def test_a_browser_that_goes_back_gets_the_whole_page(request_):
    request_.htmx = Htmx(history=True)

    assert "<html" in shown(request_, block="content")


def test_a_stranger_sees_banner_and_mark_and_nothing_else(request_, settings):
    settings.BANNER, settings.MARK = "非涉密平台", "演练，非正式文件"
    html = shown(request_)

    assert "非涉密平台" in html and ">演练，非正式文件<" in html
    assert "navigation" not in html and "退出" not in html


def test_furniture_shows_who_one_is_and_what_waits(request_):
    request_.furniture = gallery.furniture()
    html = shown(request_)

    assert "示例甲" in html and "市级经办" in html and "退出" in html
    assert html.count('aria-current="page">项目') == 1


def test_the_longest_fitting_address_is_current():
    links = (Link("工作台", "/"), Link("项目", "/projects/"), Link("新项目", "/projects/new/"))

    assert [link.current for link in with_current(links, "/projects/new/")] == [False, False, True]
    assert [link.current for link in with_current(links, "/projects/7/")] == [False, True, False]
    assert [link.current for link in with_current(links, "/")] == [True, False, False]


def test_furniture_can_be_empty(settings):
    settings.BANNER = "非涉密平台"

    assert Furniture().banner == "非涉密平台"


@pytest.mark.urls("lixiang.ui.urls")
def test_the_gallery_exists_only_where_a_setting_wants_it(client, settings, db):
    settings.GALLERY = False
    assert client.get("/gallery/").status_code == 404

    settings.GALLERY = True
    assert client.get("/gallery/").status_code == 200


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_request_and_speaks_chinese(name):
    html = render_to_string(f"{name}.html")

    assert html.lstrip().startswith(("<!doctype", "{#")) or "<!doctype html>" in html
    assert f"<h1>{ERRORS[name]}</h1>" in html and "<script" not in html


def test_the_refusal_of_a_stranger_is_the_same_as_of_nothing():
    assert "或者您无权查看" in render_to_string("404.html")


def test_the_pages_of_allauth_wear_the_layout(request_):
    html = render_to_string("account/account_inactive.html", {}, request=request_, using="django")

    assert html.lstrip().startswith("<!doctype html>")
    assert "main-entrance" in html and "&lt;p" not in html


def test_moments_are_written_as_offices_write_them():
    at = datetime(2018, 4, 4, 15, 59, 59, tzinfo=UTC)

    assert written.chinese_date(date(2018, 3, 23)) == "2018年3月23日"
    assert written.chinese_date(written.from_iso("2018-03-23")) == "2018年3月23日"
    assert written.moment(written.from_iso("2018-04-04T15:59:59+00:00")) == "2018年4月4日 23:59"
    assert written.moment(at) == "2018年4月4日 23:59"
    assert written.clock(at) == "23:59:59"
    assert written.short_date(at) == "4月4日"
    assert written.iso(at) == "2018-04-04T23:59:59+08:00"
    assert [write(None) for write in (written.moment, written.clock, written.iso, written.wan)] == [""] * 4


@pytest.mark.parametrize(
    ("fen", "words"), [(0, "0.00"), (500_000, "0.50"), (123_450_000_000, "123,450.00"), (5_000, "0.01")]
)
def test_amounts_are_written_in_wan_with_two_decimals(fen, words):
    assert written.wan(fen) == words


@pytest.mark.parametrize(("count", "words"), [(812, "812 字节"), (17_408, "17.0 KB"), (3_355_443, "3.2 MB")])
def test_sizes_are_written_for_people(count, words):
    assert written.size(count) == words


@pytest.mark.parametrize(
    ("before", "there"),
    [
        ("http://testserver/waiting/?after=7", "http://testserver/waiting/?after=7"),
        ("https://elsewhere.example/", "/x/"),
    ]
    + [("", "/x/"), ("//elsewhere.example/", "/x/"), ("javascript:alert(1)", "/x/")],
)
def test_one_goes_back_to_a_page_of_ours_alone(rf, before, there):
    assert came_from(rf.post("/", headers={"Referer": before}), "/x/") == there
