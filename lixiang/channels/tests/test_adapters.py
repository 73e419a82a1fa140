"""Every adapter against a stand-in on the loopback that checks its signature; nothing leaves but in production."""

import base64
import hashlib
import hmac
import json
import logging
import smtplib
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from lixiang.channels import adapters, door, wire
from lixiang.channels.letters import Letter, NotSent, Uncertain
from lixiang.channels.tests.stand_in import standing_in

AT = datetime(2018, 3, 26, 1, 0, tzinfo=UTC)
SECONDS = int(AT.timestamp())
LETTER = Letter("13800000001", "立项：新消息", "请于2018年4月4日前报送推荐名单。", "key-1", ("13800000001",))
SECRET = "SECdeadbeef"


@pytest.fixture
def stand_in(settings):
    settings.MODE = "production"
    with standing_in() as (server, url):
        settings.SMS_URL, settings.SMS_KEY, settings.SMS_SECRET = f"{url}/sms", "office", SECRET
        settings.WECOM_URL, settings.WECOM_PAAS_ID = f"{url}/cgi-bin/webhook/send?key={SECRET}", "paas"
        settings.WECOM_PAAS_TOKEN = SECRET
        settings.DINGTALK_URL, settings.DINGTALK_SECRET = f"{url}/robot/send?access_token=token", SECRET
        yield server


def signed_by_dingtalk(path, headers, body) -> bool:
    """As 钉钉 documents it, in words of its own."""
    query = parse_qs(urlsplit(path).query)
    stamp, sign = query["timestamp"][0], query["sign"][0]
    expected = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
    return base64.b64decode(sign) == expected and query["access_token"] == ["token"]


def signed_for_the_gateway(path, headers, body) -> bool:
    stamp, nonce = headers["x-tif-timestamp"], headers["x-tif-nonce"]
    expected = hashlib.sha256((stamp + SECRET + nonce + stamp).encode()).hexdigest().upper()
    return headers["x-tif-signature"] == expected and headers["x-tif-paasid"] == "paas"


def signed_for_sms(path, headers, body) -> bool:
    text = headers["x-lixiang-timestamp"].encode() + b"\n" + body
    expected = hmac.new(SECRET.encode(), text, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers["x-lixiang-signature"], expected) and headers["x-lixiang-key"] == "office"


HTTP = {"sms": signed_for_sms, "wecom": signed_for_the_gateway, "dingtalk": signed_by_dingtalk}


@pytest.mark.parametrize("code", HTTP)
def test_a_letter_arrives_signed_as_the_other_side_checks_it(stand_in, code):
    stand_in.checks = HTTP[code]

    door.send(code, LETTER, AT)

    (body,) = stand_in.bodies()
    said = json.dumps(body, ensure_ascii=False)
    assert LETTER.words in said and LETTER.to in said


@pytest.mark.parametrize(
    ("code", "setting"), [("sms", "SMS_SECRET"), ("wecom", "WECOM_PAAS_TOKEN"), ("dingtalk", "DINGTALK_SECRET")]
)
def test_a_letter_signed_with_another_secret_is_refused_there(stand_in, settings, code, setting):
    stand_in.checks = HTTP[code]
    setattr(settings, setting, "another")

    with pytest.raises(NotSent, match="HTTP 403"):
        door.send(code, LETTER, AT)


def test_the_forms_are_those_that_each_side_documents(stand_in, settings):
    settings.WECOM_PAAS_TOKEN = ""
    for code in HTTP:
        door.send(code, LETTER, AT)

    sms, wecom, dingtalk = stand_in.bodies()
    assert sms == {"phone": LETTER.to, "text": LETTER.words, "id": "key-1"}
    assert wecom == {"msgtype": "text", "text": {"content": LETTER.words, "mentioned_mobile_list": [LETTER.to]}}
    assert dingtalk["at"] == {"atMobiles": [LETTER.to], "isAtAll": False}
    assert "x-tif-signature" not in stand_in.requests[1][1]


@pytest.mark.parametrize("mode", ["development", "test", "demo", "rehearsal"])
@pytest.mark.parametrize("code", door.CHANNELS)
def test_no_instance_but_one_in_production_reaches_anybody(stand_in, settings, mailoutbox, mode, code):
    settings.MODE = mode

    with pytest.raises(door.Silent):
        door.send(code, LETTER, AT)

    assert stand_in.requests == [] and mailoutbox == []


@pytest.mark.parametrize("code", door.CHANNELS)
def test_a_letter_to_samples_stays_even_in_production(stand_in, mailoutbox, code):
    with pytest.raises(door.Silent, match="示例账号"):
        door.send(code, replace(LETTER, is_sample=True), AT)

    assert stand_in.requests == [] and mailoutbox == []


@pytest.mark.parametrize("code", HTTP)
@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (400, {}, NotSent),
        (429, {}, NotSent),
        (302, {}, NotSent),
        (503, {}, NotSent),
        (500, {}, Uncertain),
        (504, {}, Uncertain),
        (200, {"errcode": 310000, "code": 7}, NotSent),
    ],
)
def test_what_was_refused_may_be_tried_again_and_what_is_unclear_may_not(stand_in, code, status, answer, outcome):
    stand_in.status, stand_in.answer = status, answer

    with pytest.raises(outcome):
        door.send(code, LETTER, AT)


@pytest.mark.parametrize("code", HTTP)
def test_an_answer_that_never_comes_leaves_it_open_whether_it_arrived(stand_in, monkeypatch, code):
    stand_in.hangs_up = True

    with pytest.raises(Uncertain):
        door.send(code, LETTER, AT)


def test_an_answer_that_drips_is_cut_off(stand_in, monkeypatch):
    monkeypatch.setattr(wire, "LONGEST", 0.3)
    stand_in.pause = 1  # well within the wait for each of the 24 bytes
    begun = time.monotonic()

    with pytest.raises(Uncertain, match="TimeoutError"):
        door.send("sms", LETTER, AT)

    assert time.monotonic() - begun < 12, "the answer was read to its end"


def test_a_long_short_message_says_what_was_cut(stand_in):
    for words in ("长" * 300, "长" * 301):
        door.send("sms", replace(LETTER, words=words), AT)

    whole, cut = (body["text"] for body in stand_in.bodies())
    assert whole == "长" * 300
    assert len(cut) == 300 and cut.endswith("长…（未尽事项请登录平台查看）")


@pytest.mark.parametrize("code", ["wecom", "dingtalk"])
def test_a_long_letter_to_a_group_keeps_within_the_bytes_that_a_robot_takes(stand_in, code):
    door.send(code, replace(LETTER, words="请报送推荐名单。" * 200), AT)
    door.send(code, replace(LETTER, words="请" * 682), AT)  # 2,046 bytes

    long, short = (body["text"]["content"] for body in stand_in.bodies())
    assert len(long.encode()) <= 2048 and long.startswith("请报送") and long.endswith("请登录平台查看）")
    assert short == "请" * 682


def test_a_gateway_sees_a_new_nonce_in_every_attempt(stand_in):
    for _ in range(2):
        door.send("wecom", LETTER, AT)

    first, second = (headers["x-tif-nonce"] for _, headers, _ in stand_in.requests)
    assert first != second and 10 <= len(first) <= 20


@pytest.mark.parametrize("text", [b"", b"ok", b"[]"])
def test_an_answer_without_a_code_counts_as_taken(text):
    assert wire._object_in(text) == {}


@pytest.mark.parametrize("code", HTTP)
def test_no_failure_names_a_secret_or_an_address(stand_in, settings, caplog, code):
    caplog.set_level(logging.DEBUG)
    said = []
    for status in (403, 500):
        stand_in.status = status
        with pytest.raises((NotSent, Uncertain)) as failed:
            door.send(code, LETTER, AT)
        said.append(str(failed.value))
    port = free_port()
    settings.SMS_URL, settings.WECOM_URL = (f"http://127.0.0.1:{port}/?key={SECRET}" for _ in range(2))
    settings.DINGTALK_URL = settings.SMS_URL
    with pytest.raises(NotSent, match="无法连接") as failed:
        door.send(code, LETTER, AT)

    everything = " ".join([*said, str(failed.value), caplog.text, repr(failed.value.__cause__)])
    assert SECRET not in everything and "127.0.0.1" not in everything and LETTER.to not in everything


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_email_bears_the_same_id_in_every_attempt(settings, mailoutbox):
    settings.MODE = "production"
    for _ in range(2):
        door.send("email", Letter("a@example.org", "主题", "正文", "7"), AT)

    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == "<7@localhost>"
    assert (first.to, first.subject, first.body) == (["a@example.org"], "主题", "正文")


@pytest.mark.parametrize(
    ("where", "error", "outcome"),
    [
        ("open", ConnectionRefusedError(), NotSent),
        ("open", smtplib.SMTPAuthenticationError(535, b"secret"), NotSent),
        ("send_messages", smtplib.SMTPRecipientsRefused({}), NotSent),
        ("send_messages", smtplib.SMTPDataError(550, b"no"), NotSent),
        ("send_messages", TimeoutError(), Uncertain),
        ("send_messages", smtplib.SMTPServerDisconnected("x"), Uncertain),
    ],
)
def test_a_mail_server_that_refuses_and_one_that_falls_silent_are_told_apart(monkeypatch, where, error, outcome):
    class Server(mail.backends.locmem.EmailBackend):
        pass

    def fails(*words):
        raise error

    setattr(Server, where, fails)
    monkeypatch.setattr(adapters, "get_connection", Server)

    with pytest.raises(outcome) as failed:
        adapters.send_email(Letter("a@example.org", "主题", "正文", "7"), AT)
    assert "secret" not in str(failed.value)


def test_channels_are_off_until_they_are_set_up_and_all_shown_in_a_demo(settings):
    assert door.channels_in_use() == ()

    settings.SMS_URL = "http://127.0.0.1/"
    assert [each.code for each in door.channels_in_use()] == ["sms"]
    settings.ALL_CHANNELS_SHOWN = True
    assert [each.code for each in door.channels_in_use()] == list(door.CHANNELS)


class TakesAndHangsUp:
    """A mail server that takes the letter, and whose line breaks when one says goodbye."""

    def __init__(self) -> None:
        self.taken = []

    def open(self) -> None:
        pass

    def send_messages(self, mails) -> int:
        self.taken += mails
        return len(mails)

    def close(self) -> None:
        raise TimeoutError


def test_a_mail_that_was_taken_is_sent_however_the_line_is_left(monkeypatch):
    server = TakesAndHangsUp()
    monkeypatch.setattr(adapters, "get_connection", lambda: server)

    adapters.send_email(replace(LETTER, to="clerk@example.org"), AT)

    assert [mail.to for mail in server.taken] == [["clerk@example.org"]]
