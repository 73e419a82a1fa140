"""A refusal that no view caught becomes a page with every reason, its clause and a way back; other errors pass."""

import pytest
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory

from lixiang.ui.furniture import Furniture
from lixiang.workflow.findings import Finding, Refused
from lixiang.workflow.middleware import RefusedMiddleware

REFUSED = Refused(Finding("late", "已于2018年4月4日23:59:59截止。", "二.3c"), Finding("over", "名额已满。"))


@pytest.fixture
def middleware() -> RefusedMiddleware:
    return RefusedMiddleware(lambda request: HttpResponse("the view's own answer"))


def request_from(referer: str = ""):
    request = RequestFactory().post("/x/", headers={"Referer": referer} if referer else {})
    request.furniture, request.csp_nonce, request._messages = Furniture(), "", ()
    return request


def test_what_is_not_refused_passes_through(middleware):
    assert middleware(request_from()).content == b"the view's own answer"
    assert middleware.process_exception(request_from(), ValueError("a bug")) is None


def test_a_refusal_is_said_in_full_with_its_clause_and_status_422(middleware):
    response = middleware.process_exception(request_from(), REFUSED)

    html = response.content.decode()
    assert response.status_code == 422
    assert all(words in html for words in ("已于2018年4月4日23:59:59截止。", "二.3c", "名额已满。", "没有作任何改动"))


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/projects/p-1/", 'href="http://testserver/projects/p-1/">返回'),
        ("http://elsewhere.example/", 'href="/">返回'),
        ("", 'href="/">返回'),
    ],
)
def test_the_way_back_leads_to_our_own_pages_alone(middleware, referer, back):
    assert back in middleware.process_exception(request_from(referer), REFUSED).content.decode()


def test_a_reason_that_was_typed_stands_on_the_page_so_that_it_is_not_lost(middleware):
    request = request_from()
    request.POST = QueryDict("reason=写了很久的理由<b>")

    html = middleware.process_exception(request, REFUSED).content.decode()

    assert "写了很久的理由&lt;b&gt;" in html
    assert "所填" not in middleware.process_exception(request_from(), REFUSED).content.decode()
