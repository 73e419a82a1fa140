"""One function per channel: a letter in its form, signed as it asks; called by door.py alone."""

import json
import secrets
import smtplib
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from lixiang.channels import signing, wire
from lixiang.channels.letters import Letter, NotSent, Uncertain

SMS_LENGTH, ROBOT_BYTES = 300, 2048  # characters; bytes in UTF-8, beyond which 企业微信 refuses the whole
MORE = "…（未尽事项请登录平台查看）"


def send_email(letter: Letter, at: datetime) -> None:
    """By Django's mail; a server that answers with a code has not taken the letter."""
    connection = get_connection()
    headers = {"Message-ID": f"<{letter.key}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(letter.subject, letter.words, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"无法连接邮件服务器（{type(error).__name__}）") from None
    try:
        connection.send_messages([mail])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise NotSent(f"邮件服务器拒绝（{type(error).__name__}{_code_of(error)}）") from None
    except (OSError, smtplib.SMTPException) as error:
        raise Uncertain(f"已发出，邮件服务器没有答复（{type(error).__name__}）") from None
    finally:
        with suppress(OSError, smtplib.SMTPException):  # what was taken stays taken, however the line is left
            connection.close()


def _code_of(error: Exception) -> str:
    return f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""


def send_by_wecom(letter: Letter, at: datetime) -> None:
    """企业微信 group robot; before a 政务微信 stands a gateway that wants a signature in the headers."""
    seconds = int(at.timestamp())
    headers = {}
    if settings.WECOM_PAAS_TOKEN:
        nonce = secrets.token_hex(8)
        headers = signing.gateway_headers(settings.WECOM_PAAS_ID, settings.WECOM_PAAS_TOKEN, seconds, nonce)
    text = {"content": _within(letter.words, ROBOT_BYTES), "mentioned_mobile_list": list(letter.mentioned)}
    _must_be_taken(wire.post(settings.WECOM_URL, _json({"msgtype": "text", "text": text}), headers), "errcode")


def send_by_dingtalk(letter: Letter, at: datetime) -> None:
    """钉钉 group robot with signature."""
    query = signing.dingtalk_query(settings.DINGTALK_SECRET, int(at.timestamp() * 1000))
    url = f"{settings.DINGTALK_URL}{'&' if '?' in settings.DINGTALK_URL else '?'}{query}"
    text = {"content": _within(letter.words, ROBOT_BYTES)}
    at_whom = {"atMobiles": list(letter.mentioned), "isAtAll": False}
    _must_be_taken(wire.post(url, _json({"msgtype": "text", "text": text, "at": at_whom})), "errcode")


def send_by_sms(letter: Letter, at: datetime) -> None:
    """An SMS gateway by plain HTTP: phone, text and the letter's key, which lets the gateway drop a second copy."""
    words = letter.words
    text = words if len(words) <= SMS_LENGTH else words[: SMS_LENGTH - len(MORE)] + MORE
    body = _json({"phone": letter.to, "text": text, "id": letter.key})
    headers = signing.sms_headers(settings.SMS_KEY, settings.SMS_SECRET, int(at.timestamp()), body)
    _must_be_taken(wire.post(settings.SMS_URL, body, headers), "code")


def _within(words: str, limit: int) -> str:
    """Words of at most so many bytes; what was cut is said."""
    if len(words.encode()) <= limit:
        return words
    return words.encode()[: limit - len(MORE.encode())].decode(errors="ignore") + MORE


def _json(words: dict[str, Any]) -> bytes:
    return json.dumps(words, ensure_ascii=False).encode()


def _must_be_taken(answer: dict[str, Any], name: str) -> None:
    """Robots answer 200 even to what they refuse; their code says so."""
    if answer.get(name, 0) not in (0, "0"):
        raise NotSent(f"对方没有接受（代码{str(answer[name])[:20]}）")
