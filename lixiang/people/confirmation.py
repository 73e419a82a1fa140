"""Asks somebody who is logged in for the password again, before a step that binds an organisation."""

from datetime import datetime

from django.utils.timezone import localtime

from lixiang.people import lockout
from lixiang.people.models import User


class WrongPassword(Exception):  # noqa: N818 - told to the person, no error of the program
    """The password is not that person's, or too many tries were wrong."""


def confirm_password(user: User, password: str, *, at: datetime) -> None:
    """Nothing where the password is the user's own. Raises WrongPassword; failures count towards the lock of log-in."""
    until = lockout.locked_until(user.username, at)
    if until is not None:
        raise WrongPassword(f"密码连续输错，请于{localtime(until):%H:%M}后再试。")
    if not user.check_password(password):
        left = lockout.note_failure(user.username, at)
        more = f"再输错{left}次，将暂停{lockout.minutes()}分钟。" if left <= 2 else ""
        raise WrongPassword(f"密码不正确。{more}")
    lockout.forget_failures(user.username)
