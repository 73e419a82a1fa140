"""How allauth logs people in here: no sign-up, one answer for every wrong try, a lock after failures."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime

from lixiang.people import lockout
from lixiang.people.models import User

# From this many tries left the page says so; the same for every name.
WARN_FROM = 2


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators alone."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say themselves what happened."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked name before its password is looked at, whether right or wrong."""
        until = lockout.locked_until(credentials.get("username", ""), request.arrived_at)
        if until is not None:
            raise ValidationError(
                f"登录失败次数过多，此账号已暂停登录。请于{localtime(until):%H:%M}后再试，或联系管理员重置密码。",
                code="locked",
            )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        left = lockout.note_failure(credentials.get("username", ""), request.arrived_at)
        if not left:
            self.pre_authenticate(request, **credentials)
        more = f"再失败{left}次，将暂停登录{lockout.minutes()}分钟。" if left <= WARN_FROM else ""
        raise ValidationError(f"账号或密码不正确。{more}", code="mismatch")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        lockout.forget_failures(user.username)
        return super().post_login(request, user, **kwargs)
