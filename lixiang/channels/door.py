"""The door of the house: which channels there are, whether anything may leave at all, and the one call that lets it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from lixiang.channels import adapters
from lixiang.channels.letters import Letter

EMAIL, PHONE = "email", "phone"
REACHES_PEOPLE = "production"


class Silent(Exception):  # noqa: N818 - an outcome, told to the office in these words
    """Reaches nobody: the instance is a test, a demo, a rehearsal, a developer's, or the account is a sample."""


@dataclass(frozen=True)
class Channel:
    """`reach` names the field of an account that holds the address; `setting` is filled where the channel is in use.

    A group robot is heard by everybody in its group, so it is for the office's own people, and says a thing once.
    """

    code: str
    label: str
    reach: str
    setting: str
    send: Callable[[Letter, datetime], None]
    is_group: bool = False


CHANNELS = {
    each.code: each
    for each in (
        Channel("email", "电子邮件", EMAIL, "EMAIL_HOST", adapters.send_email),
        Channel("sms", "短信", PHONE, "SMS_URL", adapters.send_by_sms),
        Channel("wecom", "企业微信（政务微信）群", PHONE, "WECOM_URL", adapters.send_by_wecom, is_group=True),
        Channel("dingtalk", "钉钉群", PHONE, "DINGTALK_URL", adapters.send_by_dingtalk, is_group=True),
    )
}


def is_silent() -> bool:
    """The one place that decides: only an instance in production reaches people."""
    return settings.MODE != REACHES_PEOPLE


def channels_in_use() -> tuple[Channel, ...]:
    """Those that are set up; a demo and a rehearsal show all of them, though nothing leaves."""
    return tuple(
        each for each in CHANNELS.values() if settings.ALL_CHANNELS_SHOWN or getattr(settings, each.setting, "")
    )


def send(code: str, letter: Letter, at: datetime) -> None:
    """Let a letter out. Raises Silent before anything is opened, NotSent or Uncertain from the way."""
    if is_silent():
        raise Silent("演示、演练和测试环境不对外发送")
    if letter.is_sample:
        raise Silent("示例账号不对外发送")
    CHANNELS[code].send(letter, at)
