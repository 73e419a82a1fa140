"""Accounts: made with an initial password, changed, switched off; never deleted."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.history.record import record
from lixiang.people import lockout, permissions
from lixiang.people.actions.roles import grant_role
from lixiang.people.models import Organisation, Person, User
from lixiang.people.passwords import encoded_initial, initial_password


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    by: User | None,
    at: datetime,
    role: str = "",
    organisation: Organisation | None = None,
    phone: str = "",
    email: str = "",
    person: Person | None = None,
    is_sample: bool = False,
) -> tuple[User, str]:
    """Make an account, with its first role if one is given; returns it with the initial password, shown once."""
    _check_may_add(by, role, organisation)
    password = initial_password()
    user = User(username=username.strip().lower(), name=name, phone=phone, email=email, person=person)
    user.must_change_password, user.is_sample = True, is_sample
    user.password = encoded_initial(password)
    user.full_clean()
    user.save(force_insert=True)
    record(user, "add_user", by=by, at=at, detail={"username": user.username, "name": name})
    if role and organisation:
        grant_role(user, role, organisation, by=by, at=at)
    return user, password


@transaction.atomic
def edit_account(user: User, *, name: str, phone: str, email: str, by: User | None, at: datetime) -> User:
    """Change how the account's holder is called and reached."""
    if by is not None and by != user and not permissions.may_administer(by, user):
        raise PermissionDenied
    user = _locked(user)
    after = {"name": name, "phone": phone, "email": email}
    changed = sorted(field for field, value in after.items() if getattr(user, field) != value)
    if changed:
        user.name, user.phone, user.email = name, phone, email
        user.full_clean()
        user.save(update_fields=changed)
        # Only which fields: phone numbers do not belong in a log that is never erased.
        record(user, "edit_account", by=by, at=at, detail={"fields": changed})
    return user


@transaction.atomic
def reset_password(user: User, *, by: User | None, at: datetime) -> str:
    """Give a new initial password, shown once, which ends all sessions of the account and a lock."""
    _check_may_administer(by, user)
    password = initial_password()
    user = _locked(user)
    user.password = encoded_initial(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    lockout.forget_failures(user.username)
    record(user, "reset_password", by=by, at=at)
    return password


@transaction.atomic
def change_password(user: User, *, old: str, new: str, by: User, at: datetime) -> User:
    """Change the own password; raises ValidationError by field for a wrong old one or a weak new one."""
    if by != user:
        raise PermissionDenied
    user = _locked(user)
    if not user.check_password(old):
        raise ValidationError({"old": "原密码不正确。"}, code="old_password")
    if old == new:
        raise ValidationError({"new": "新密码不能与原密码相同。"}, code="same_password")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from error
    user.set_password(new)
    user.must_change_password, user.password_changed_at = False, at
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record(user, "change_password", by=by, at=at)
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: User | None, at: datetime, reason: str = "") -> User:
    """Switch an account off: no log-in, and its roles count for nothing until it is switched on again."""
    return _switch(user, False, "deactivate_user", by, at, reason)


@transaction.atomic
def activate_user(user: User, *, by: User | None, at: datetime, reason: str = "") -> User:
    """Switch an account on again."""
    return _switch(user, True, "activate_user", by, at, reason)


def _switch(user: User, to: bool, verb: str, by: User | None, at: datetime, reason: str) -> User:
    _check_may_administer(by, user)
    user = _locked(user)
    if user.is_active == to:
        raise ValidationError("账号已启用。" if to else "账号已停用。", code="unchanged")
    user.is_active = to
    user.save(update_fields=["is_active"])
    record(user, verb, by=by, at=at, reason=reason)
    return user


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _check_may_administer(by: User | None, user: User) -> None:
    if by is not None and not permissions.may_administer(by, user):
        raise PermissionDenied


def _check_may_add(by: User | None, role: str, organisation: Organisation | None) -> None:
    if bool(role) != bool(organisation):
        raise TypeError("role and organisation belong together")
    if by is not None and not permissions.may_add_user(by, organisation):
        raise PermissionDenied
