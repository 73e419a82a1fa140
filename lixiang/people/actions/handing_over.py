"""Passing the roles of a person who leaves to a successor."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.history.record import record
from lixiang.people import permissions
from lixiang.people.actions.accounts import deactivate_user
from lixiang.people.actions.roles import grant_role, withdraw_role
from lixiang.people.models import Organisation, RoleHeld, User


@transaction.atomic
def hand_over(
    leaver: User,
    successor: User,
    organisation: Organisation,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    and_deactivate: bool = False,
) -> tuple[RoleHeld, ...]:
    """Pass every role of `leaver` at `organisation` to `successor`; returns the roles that were passed on.

    Work waits for roles, not for people, so whatever waited for the leaver waits for the successor. On request the
    leaver's account is switched off, if no role is left to it.
    """
    if by is not None and not permissions.may_administer(by, leaver):
        raise PermissionDenied
    _check_successor(leaver, successor)
    passed_on = tuple(leaver.roles.active().filter(organisation=organisation).select_related("user", "organisation"))
    if not passed_on:
        raise ValidationError(
            f"{leaver.name}在{organisation.short_name}没有可移交的角色。", code="nothing_to_hand_over"
        )
    there = set(successor.roles.active().filter(organisation=organisation).values_list("role", flat=True))
    for held in passed_on:
        withdraw_role(held, by=by, at=at, reason=reason)
        if held.role not in there:
            grant_role(successor, held.role, organisation, by=by, at=at)
    leaver.forget_roles()
    detail = {"to": successor.username, "organisation": organisation.code, "roles": [held.role for held in passed_on]}
    record(leaver, "hand_over", by=by, at=at, reason=reason, detail=detail)
    if and_deactivate:
        _deactivate_without_roles(leaver, by, at, reason)
    return passed_on


def _deactivate_without_roles(leaver: User, by: User | None, at: datetime, reason: str) -> None:
    if leaver.roles.active().exists():
        raise ValidationError(f"{leaver.name}在其他组织还有角色，不能停用账号。", code="roles_left")
    deactivate_user(leaver, by=by, at=at, reason=reason)


def _check_successor(leaver: User, successor: User) -> None:
    if leaver == successor:
        raise ValidationError("不能移交给本人。", code="same_user")
    if not successor.is_active:
        raise ValidationError(f"{successor.name}的账号已停用，不能接收移交。", code="inactive")
