"""The own password again: right, wrong, and too often wrong."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from lixiang.people.confirmation import WrongPassword, confirm_password
from lixiang.people.models import LogInFailures
from lixiang.people.tests.conftest import GOOD_PASSWORD

pytestmark = pytest.mark.django_db


def told(user, password, at) -> str:
    with pytest.raises(WrongPassword) as wrong:
        confirm_password(user, password, at=at)
    return str(wrong.value)


def test_the_own_password_passes_and_forgets_earlier_failures(cast, at):
    user = cast["section_clerk"]
    told(user, "guess", at)

    confirm_password(user, GOOD_PASSWORD, at=at)

    assert not LogInFailures.objects.filter(username=user.username).exists()


def test_failures_count_down_to_a_lock_that_ends(cast, at):
    user = cast["section_clerk"]

    said = [told(user, "guess", at) for _ in range(6)]

    assert said[0] == "密码不正确。" and said[3] == "密码不正确。再输错1次，将暂停30分钟。"
    assert (
        said[5]
        == f"密码连续输错，请于{localtime(at + timedelta(minutes=30)):%H:%M}后再试。"
        == told(user, GOOD_PASSWORD, at)
    )
    confirm_password(user, GOOD_PASSWORD, at=at + timedelta(minutes=31))
