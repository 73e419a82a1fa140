"""Granting and withdrawing roles."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.history.record import record
from lixiang.people import permissions
from lixiang.people.models import Organisation, RoleHeld, User
from lixiang.people.roles import Role, conflict_between


@transaction.atomic
def grant_role(user: User, role: str, organisation: Organisation, *, by: User | None, at: datetime) -> RoleHeld:
    """Let `user` act in `role` at `organisation` from now on."""
    if role not in Role.values:
        raise ValidationError("没有这个角色。", code="unknown_role")
    if by is not None and not permissions.may_grant(by, user, role, organisation):
        raise PermissionDenied
    organisation.check_stands()
    _lock(user)
    active = user.roles.active()
    if active.filter(role=role, organisation=organisation).exists():
        raise ValidationError(f"{user.name}在{organisation.short_name}已是{Role(role).label}。", code="held_already")
    if conflict := conflict_between(set(active.values_list("role", flat=True)), role):
        raise ValidationError(conflict, code="roles_conflict")
    held = RoleHeld.objects.create(
        user=user, role=role, organisation=organisation, valid_from=at, granted_by=by, granted_at=at
    )
    user.forget_roles()
    record(user, "grant_role", by=by, at=at, detail={"role": role, "organisation": organisation.code})
    return held


@transaction.atomic
def withdraw_role(held: RoleHeld, *, by: User | None, at: datetime, reason: str = "") -> RoleHeld:
    """End a role; the row stays as a record."""
    if by is not None and not permissions.may_grant(by, held.user, held.role, held.organisation):
        raise PermissionDenied
    _lock(held.user)
    if not RoleHeld.objects.active().filter(pk=held.pk).update(valid_to=at):
        raise ValidationError("该角色已收回。", code="withdrawn_already")
    held.valid_to = at
    held.user.forget_roles()
    detail = {"role": held.role, "organisation": held.organisation.code}
    record(held.user, "withdraw_role", by=by, at=at, reason=reason, detail=detail)
    return held


def _lock(user: User) -> None:
    """Two administrators at once must see each other's roles, or a conflict would slip through."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
