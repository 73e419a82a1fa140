"""Log-in, the lock after failures, the end of an idle session, and the change of an initial password."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from lixiang.history.models import Event
from lixiang.people import actions, lockout
from lixiang.people.models import LogInFailures, User
from lixiang.people.tests.conftest import AT, GOOD_PASSWORD

pytestmark = pytest.mark.django_db
LOG_IN = "/account/login/"
ACCOUNT = "/account/"
MISMATCH = "账号或密码不正确。"


def try_in(client: Client, username: str, password: str = "wrong", **words):
    return client.post(LOG_IN, {"login": username, "password": password, **words})


def said(response) -> list[str]:
    """The sentences above the form."""
    summary = response.content.decode().partition("error-summary")[2].partition("</ul>")[0]
    return re.findall(r"<li>(.*?)</li>", summary)


@pytest.fixture
def clock(monkeypatch):
    """The clock of the middleware, moved by the test: `clock(minutes=31)`."""
    moved = {"by": timedelta()}
    real = timezone.now
    monkeypatch.setattr("lixiang.people.middleware.timezone.now", lambda: real() + moved["by"])

    def move(**words) -> None:
        moved["by"] += timedelta(**words)

    return move


@pytest.mark.parametrize("username", ["stranger", "Stranger", " STRANGER "])
def test_a_person_logs_in_and_comes_to_the_page_asked_for(cast, client, username):
    asked = client.get(ACCOUNT)
    assert asked.headers["Location"] == "/account/login/?next=/account/"

    response = try_in(client, username, GOOD_PASSWORD, next=ACCOUNT)

    assert (response.status_code, response.headers["Location"]) == (302, ACCOUNT)
    assert "示例路人" in client.get(ACCOUNT).content.decode()


@pytest.fixture
def argon2(settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "lixiang.people.passwords.InitialPasswordHasher",
    ]


def test_the_first_log_in_stores_an_initial_password_as_any_other(cast, client, argon2):
    password = actions.reset_password(cast["stranger"], by=None, at=AT)
    assert User.objects.get(username="stranger").password.startswith("initial_pbkdf2_sha256$")

    assert try_in(client, "stranger", password).status_code == 302

    assert User.objects.get(username="stranger").password.startswith("argon2$")
    assert client.get(ACCOUNT).headers["Location"] == "/account/password/"


def test_a_wrong_guess_at_an_initial_password_costs_one_slow_hash_like_any_other(cast, argon2, monkeypatch):
    actions.reset_password(cast["stranger"], by=None, at=AT)
    slow = []
    encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *given: slow.append(1) or encode(*given))

    assert not User.objects.get(username="stranger").check_password("wrong")
    assert slow == [1]


def test_an_address_outside_is_not_followed(cast, client):
    assert try_in(client, "stranger", GOOD_PASSWORD, next="https://example.org/").headers["Location"] == "/"


def test_the_page_is_ours_in_chinese_and_offers_no_sign_up(db, client):
    text = client.get(LOG_IN).content.decode()

    assert text.startswith("<!doctype html>")
    assert "账号" in text
    assert "密码" in text
    assert "signup" not in text


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "reauthenticate/", "password/set/"])
def test_the_other_pages_of_the_library_do_not_exist(db, client, address):
    assert client.get(f"{ACCOUNT}{address}").status_code == 404


def test_an_unknown_name_and_a_wrong_password_get_the_same_answers_to_the_end(cast, client):
    answers = {}
    for username in ("stranger", "nobody-here"):
        answers[username] = [_without_time(try_in(client, username)) for _ in range(7)]

    assert answers["stranger"] == answers["nobody-here"]
    assert answers["stranger"] == [
        [MISMATCH],
        [MISMATCH],
        [f"{MISMATCH}再失败2次，将暂停登录30分钟。"],
        [f"{MISMATCH}再失败1次，将暂停登录30分钟。"],
        *[["登录失败次数过多，此账号已暂停登录。请于HH:MM后再试，或联系管理员重置密码。"]] * 3,
    ]


def _without_time(response) -> list[str]:
    return [re.sub(r"\d\d:\d\d", "HH:MM", sentence) for sentence in said(response)]


def test_a_locked_account_refuses_the_right_password_until_the_lock_ends(cast, client, clock):
    for _ in range(5):
        try_in(client, "stranger")
    assert "暂停登录" in said(try_in(client, "stranger", GOOD_PASSWORD))[0]

    clock(minutes=29)
    assert "暂停登录" in said(try_in(client, "stranger", GOOD_PASSWORD))[0]
    clock(minutes=2)

    assert try_in(client, "stranger", GOOD_PASSWORD).status_code == 302
    lock = Event.objects.filter(verb="lock_log_in")
    assert [event.subject_id for event in lock] == [cast["stranger"].pk]


def test_failures_long_ago_and_before_a_success_do_not_count(cast, client, clock):
    for _ in range(4):
        try_in(client, "stranger")
    clock(minutes=31)
    assert said(try_in(client, "stranger")) == [MISMATCH]
    try_in(client, "stranger", GOOD_PASSWORD)
    client.logout()

    assert said(try_in(client, "stranger")) == [MISMATCH]


def test_a_lock_on_one_name_locks_no_other(cast, client):
    for _ in range(5):
        try_in(client, "nominator")

    assert try_in(client, "stranger", GOOD_PASSWORD).status_code == 302


def test_names_that_nobody_tries_any_more_are_forgotten(db):
    for number in range(20):
        lockout.note_failure(f"name{number}", AT)

    lockout.note_failure("later", AT + timedelta(days=2))

    assert LogInFailures.objects.count() == 1


def test_a_very_long_name_is_counted_too(db):
    assert [lockout.note_failure("x" * 500, AT) for _ in range(5)] == [4, 3, 2, 1, 0]


def test_an_account_switched_off_is_told_so_only_with_its_password(cast, client):
    actions.deactivate_user(cast["stranger"], by=None, at=AT)

    assert said(try_in(client, "stranger")) == [MISMATCH]
    response = try_in(client, "stranger", GOOD_PASSWORD)

    assert response.headers["Location"] == "/account/inactive/"
    assert "此账号已停用" in client.get("/account/inactive/").content.decode()
    assert client.get(ACCOUNT).status_code == 302


def test_log_out_needs_a_click_and_ends_the_session(cast, signed_in):
    browser = signed_in("stranger")

    assert browser.get("/account/logout/").status_code == 200
    assert browser.get(ACCOUNT).status_code == 200
    assert browser.post("/account/logout/").headers["Location"] == LOG_IN
    assert browser.get(ACCOUNT).status_code == 302


def test_a_session_ends_after_thirty_idle_minutes_with_a_sentence(cast, client, clock):
    try_in(client, "stranger", GOOD_PASSWORD)
    clock(minutes=29)
    assert client.get(ACCOUNT).status_code == 200
    clock(minutes=29)
    assert client.get(ACCOUNT).status_code == 200

    clock(minutes=31)
    response = client.get(f"{ACCOUNT}?x=1", follow=True)

    assert response.redirect_chain[0][0] == "/account/login/?next=/account/%3Fx%3D1"
    assert "您已超过30分钟没有操作" in response.content.decode()
    assert client.get(ACCOUNT).status_code == 302


def test_after_an_idle_form_one_comes_back_to_the_form(cast, client, clock):
    try_in(client, "stranger", GOOD_PASSWORD)
    clock(minutes=31)

    response = client.post("/account/", {"name": "x"}, headers={"referer": "http://testserver/account/?from=here"})

    assert response.headers["Location"] == "/account/login/?next=/account/%3Ffrom%3Dhere"
    assert User.objects.get(username="stranger").name == "示例路人"


@pytest.mark.parametrize(("method", "header"), [("get", "/account/login/?next=/account/"), ("post", None)])
def test_a_part_of_a_page_is_not_replaced_by_the_log_in_page(cast, client, clock, method, header):
    try_in(client, "stranger", GOOD_PASSWORD)
    clock(minutes=31)

    headers = {"hx-request": "true", "hx-current-url": "http://testserver/account/"}
    response = getattr(client, method)(ACCOUNT, headers=headers)

    assert (response.status_code, response.headers.get("HX-Redirect"), response.content) == (401, header, b"")


def test_a_session_of_another_browser_does_not_keep_this_one_alive(cast, signed_in, clock):
    here, there = signed_in("stranger"), signed_in("stranger")
    for _ in range(3):
        clock(minutes=15)
        assert there.get(ACCOUNT).status_code == 200

    assert here.get(ACCOUNT).status_code == 302


def test_being_here_is_written_at_most_once_a_minute(cast, signed_in, clock, django_assert_num_queries):
    browser = signed_in("stranger")
    reading = 4  # session, user, roles, deputations

    with django_assert_num_queries(reading):
        browser.get(ACCOUNT)
    clock(seconds=61)
    with django_assert_num_queries(reading + 4):  # last_seen; the session in a savepoint
        browser.get(ACCOUNT)
    with django_assert_num_queries(reading):
        browser.get(ACCOUNT)

    assert User.objects.get(username="stranger").last_seen is not None


def test_a_stranger_costs_no_query(db, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(ACCOUNT).status_code == 302


@pytest.fixture
def newcomer(cast) -> Client:
    """Logged in with an initial password."""
    password = actions.reset_password(cast["unit_clerk"], by=None, at=AT)
    browser = Client()
    assert try_in(browser, "unit_clerk", password).status_code == 302
    browser.password = password
    return browser


def test_an_initial_password_leads_to_the_page_that_changes_it(newcomer):
    for address in ("/", ACCOUNT, "/organisations/", "/nowhere/"):
        assert newcomer.get(address).headers["Location"] == "/account/password/"
    assert "您正在使用初始密码" in newcomer.get("/account/password/").content.decode()
    part = newcomer.get(ACCOUNT, headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, "/account/password/")


def test_nothing_is_done_with_an_initial_password(newcomer):
    response = newcomer.post(ACCOUNT, {"name": "示例改名"})

    assert response.status_code == 403
    assert "刚才的操作没有执行" in response.content.decode()
    assert User.objects.get(username="unit_clerk").name == "示例填报员"


def test_a_person_with_an_initial_password_may_leave(newcomer):
    assert newcomer.post("/account/logout/").headers["Location"] == LOG_IN


def test_after_the_change_work_begins_in_the_same_session(newcomer):
    fields = {"old": newcomer.password, "new": GOOD_PASSWORD, "again": GOOD_PASSWORD}

    assert newcomer.post("/account/password/", fields).headers["Location"] == ACCOUNT
    assert newcomer.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"old": "wrong"}, "原密码不正确。"),
        ({"new": "short", "again": "short"}, "密码不少于10个字符。"),
        ({"new": "Unit_Clerk-2018", "again": "Unit_Clerk-2018"}, "密码不得包含账号或者姓名。"),
        ({"again": "Other-2018-zz"}, "两次输入的新密码不一致。"),
    ],
)
def test_a_refused_new_password_is_explained(newcomer, changes, sentence):
    fields = {"old": newcomer.password, "new": GOOD_PASSWORD, "again": GOOD_PASSWORD} | changes

    response = newcomer.post("/account/password/", fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert User.objects.get(username="unit_clerk").must_change_password


def test_a_reset_ends_the_sessions_of_the_account(cast, signed_in):
    browser = signed_in("unit_clerk")
    assert browser.get(ACCOUNT).status_code == 200

    actions.reset_password(cast["unit_clerk"], by=None, at=AT)

    assert browser.get(ACCOUNT).status_code == 302


def test_too_many_tries_from_one_address_are_refused_on_our_own_page(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [try_in(client, f"name{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "操作过于频繁" in answers[2].content.decode()
