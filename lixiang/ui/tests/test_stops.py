"""What went wrong is told in one plain sentence with the right number, and tells nothing of the inside."""

import re
import sqlite3

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

pytestmark = pytest.mark.urls(__name__)
SECRET = "table people_user, /srv/lixiang"


def locked(request: HttpRequest) -> HttpResponse:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError(SECRET) from busy


def unreachable(request: HttpRequest) -> HttpResponse:
    raise OperationalError(f"server closed the connection unexpectedly: {SECRET}")


def missing(request: HttpRequest) -> HttpResponse:
    fault = sqlite3.OperationalError("no such table")
    fault.sqlite_errorcode = sqlite3.SQLITE_ERROR
    raise OperationalError(SECRET) from fault


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("text", ""))


handler400 = "lixiang.ui.stops.bad_request"
handler500 = "lixiang.ui.stops.server_error"
urlpatterns = [path(f"{view.__name__}/", view) for view in (locked, unreachable, missing, broken, forbidden, form)]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("locked", 503, "半分钟后再提交一次"),
        ("unreachable", 503, "本次操作没有保存"),
        ("missing", 500, "系统暂时不能办理"),
        ("broken", 500, "系统暂时不能办理"),
        ("forbidden", 403, "您的账号不能办理此事项"),
        ("nowhere", 404, "所访问的页面不存在，或者您无权查看"),
    ],
)
def test_each_fault_has_its_number_and_its_sentence_and_leaks_nothing(client, page, status, words):
    answer = client.get(f"/{page}/")
    html = answer.content.decode()

    assert (answer.status_code, words in html) == (status, True)
    assert "people_user" not in html and "Traceback" not in html
    assert not re.findall(r"<script|https?://", html)
    assert answer.get("Retry-After") == ("30" if status == 503 else None)


@pytest.mark.parametrize(
    "sent", [{"text": "长" * 1000}, {f"field{n}": "1" for n in range(9)}], ids=["too long", "too many fields"]
)
def test_a_form_that_sends_too_much_is_told_so(client, settings, sent):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000, 5

    answer = client.post("/form/", sent)

    assert answer.status_code == 413
    assert "已填文字一般还在" in answer.content.decode()


def test_a_flood_is_turned_away_before_it_is_read(client, settings):
    settings.UPLOAD_BYTES = 10

    assert client.post("/form/", {"text": "国" * 10}).status_code == 413
    settings.UPLOAD_BYTES = 1000
    assert client.post("/form/", {"text": "国" * 10}).status_code == 200


def test_a_forged_or_aged_form_is_told_to_refresh():
    answer = Client(enforce_csrf_checks=True).post("/form/", {"text": "文"})

    assert answer.status_code == 403
    assert "已填内容请先复制保存" in answer.content.decode()
