"""Importing organisations and users from a workbook: a dry run, or all of it, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import IO, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.people import permissions
from lixiang.people.actions.accounts import add_user, edit_account
from lixiang.people.actions.organisations import EDITABLE, add_organisation, edit_organisation, rename_organisation
from lixiang.people.actions.roles import grant_role
from lixiang.people.models import Organisation, User
from lixiang.people.sheets import organisations as organisations_sheet
from lixiang.people.sheets import users as users_sheet
from lixiang.people.sheets.columns import ORGANISATIONS, USERS
from lixiang.people.sheets.differences import Difference
from lixiang.people.sheets.organisations import Wanted
from lixiang.people.sheets.reading import read_workbook
from lixiang.people.sheets.users import Account, Known


@transaction.atomic
def import_organisations(
    source: IO[bytes], *, by: User | None, at: datetime, dry_run: bool = False, expected: str = ""
) -> Difference:
    """Bring the directory to what the workbook says; with errors in any row nothing is written.

    `expected` is the fingerprint of the difference that a person was shown; another one is refused.
    """
    _check_may_import(by)
    difference, wanted, there = organisations_sheet.compare(read_workbook(source, ORGANISATIONS))
    if dry_run or not _may_apply(difference, expected):
        return difference
    for one in wanted:
        _place(one, there, by, at)
    return replace(difference, applied=True)


@transaction.atomic
def import_users(
    source: IO[bytes], *, by: User | None, at: datetime, dry_run: bool = False, expected: str = ""
) -> Difference:
    """Add accounts and roles that the workbook names; the initial passwords of new ones come back once."""
    _check_may_import(by)
    rows = read_workbook(source, USERS)
    difference, accounts, known = users_sheet.compare(rows, importer=by.username if by else "")
    if dry_run or not _may_apply(difference, expected):
        return difference
    made = [_admit(account, known, by, at) for account in accounts]
    passwords = tuple((user.username, user.name, password) for user, password in made if password)
    return replace(difference, applied=True, passwords=passwords)


def _check_may_import(by: User | None) -> None:
    if by is not None and not permissions.may_import(by):
        raise PermissionDenied


def _may_apply(difference: Difference, expected: str) -> bool:
    if expected and difference.fingerprint != expected:
        raise ValidationError("试运行之后系统中的内容有变化，请核对新的差异清单后再导入。", code="stale")
    return difference.is_clean


def _place(one: Wanted, there: dict[str, Organisation], by: User | None, at: datetime) -> None:
    """Add or change one organisation; its parent was placed before."""
    fields: dict[str, Any] = one.fields | {"parent": there[one.parent] if one.parent else None}
    organisation = there.get(one.code)
    if organisation is None:
        there[one.code] = add_organisation(**fields, by=by, at=at)
        return
    names = {name: fields[name] for name in ("name", "short_name")}
    if (organisation.called, organisation.called_short) != tuple(names.values()):
        rename_organisation(organisation, **names, by=by, at=at, reason="导入")
    changes = {name: value for name, value in fields.items() if name in EDITABLE}
    if any(getattr(organisation, name) != value for name, value in changes.items()):
        there[one.code] = edit_organisation(organisation, **changes, by=by, at=at)


def _admit(account: Account, known: Known, by: User | None, at: datetime) -> tuple[User, str]:
    """The account with its roles, and its initial password if it is new."""
    user, password = known.users.get(account.username), ""
    if user is None:
        user, password = _new_user(account, by, at)
    else:
        edit_account(user, **account.fields, by=by, at=at)
    for role, code in account.roles:
        if (role, code) not in known.roles.get(account.username, ()):
            grant_role(user, role, known.organisations[code], by=by, at=at)
    return user, password


def _new_user(account: Account, by: User | None, at: datetime) -> tuple[User, str]:
    return add_user(username=account.username, **account.fields, by=by, at=at)
