"""Letting somebody act for a person who is away, until a day that is fixed from the start."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.history.record import record
from lixiang.people import permissions
from lixiang.people.actions.roles import grant_role, withdraw_role
from lixiang.people.models import Deputation, RoleHeld, User
from lixiang.people.roles import Role, conflict_between


@transaction.atomic
def deputise(
    held: RoleHeld,
    deputy: User,
    *,
    until_at: datetime,
    by: User | None,
    at: datetime,
    from_at: datetime | None = None,
    reason: str = "",
) -> Deputation:
    """Let `deputy` act in the role `held` of somebody else; it begins at `from_at`, or at once.

    Who holds the role gives it on, or who grants roles there. Raises ValidationError by field.
    """
    if by is not None and by != held.user and not permissions.may_grant(by, deputy, held.role, held.organisation):
        raise PermissionDenied
    User.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    begins = max(from_at or at, at)
    _check_can_be_given(held, reason)
    _check_can_act(held, deputy)
    if until_at <= begins:
        raise ValidationError({"until_on": "代办的截止时间应当晚于开始时间。"})
    deputation = Deputation.objects.create(
        principal=held.user, deputy=deputy, role=held.role, organisation=held.organisation,
        from_at=begins, until_at=until_at, reason=reason.strip(), made_by=by, made_at=at,
    )  # fmt: skip
    detail = {
        "deputy": deputy.username,
        "role": held.role,
        "organisation": held.organisation.code,
        "from_at": begins.isoformat(),
        "until_at": until_at.isoformat(),
    }
    record(held.user, "deputise", by=by, at=at, reason=reason, detail=detail)
    return _begun(deputation, at) if begins <= at else deputation


@transaction.atomic
def recall_deputation(deputation: Deputation, *, by: User | None, at: datetime, reason: str = "") -> Deputation:
    """End it before its day, by whoever gave it or may take roles there."""
    deputation = _locked(deputation)
    allowed = by is None or by == deputation.principal
    if not allowed and not permissions.may_grant(by, deputation.deputy, deputation.role, deputation.organisation):
        raise PermissionDenied
    if not deputation.is_open:
        raise ValidationError("该项代办已经结束。", code="ended_already")
    return _ended(deputation, by, at, reason)


def keep_deputations(*, by: User | None, at: datetime) -> int:
    """Begin and end what is due, each in a transaction of its own; how many were begun or ended."""
    open_ones = Deputation.objects.filter(ended_at=None)
    to_end = list(open_ones.filter(until_at__lt=at))
    to_begin = list(open_ones.filter(role_held=None, from_at__lte=at, until_at__gte=at))
    for deputation in to_end:
        with transaction.atomic():
            fresh = _locked(deputation)
            if fresh.is_open:
                _ended(fresh, by, at, "期限届满")
    for deputation in to_begin:
        with transaction.atomic():
            fresh = _locked(deputation)
            if fresh.is_open and fresh.role_held_id is None:
                _begun(fresh, at)
    return len(to_end) + len(to_begin)


def _locked(deputation: Deputation) -> Deputation:
    return (
        Deputation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("principal", "deputy", "organisation")
        .get(pk=deputation.pk)
    )


def _begun(deputation: Deputation, at: datetime) -> Deputation:
    """The deputy holds the role from now on; what stands against it by now ends the deputation instead."""
    try:
        with transaction.atomic():
            held = grant_role(deputation.deputy, deputation.role, deputation.organisation, by=None, at=at)
    except ValidationError as error:
        return _ended(deputation, None, at, error.messages[0])
    deputation.role_held = held
    deputation.save(update_fields=["role_held"])
    deputation.deputy.forget_roles()
    return deputation


def _ended(deputation: Deputation, by: User | None, at: datetime, reason: str) -> Deputation:
    held = deputation.role_held
    if held is not None and held.valid_to is None:
        withdraw_role(held, by=None, at=at, reason=reason)
    deputation.ended_at = at
    deputation.save(update_fields=["ended_at"])
    detail = {"deputy": deputation.deputy.username, "role": deputation.role}
    record(deputation.principal, "recall_deputation", by=by, at=at, reason=reason, detail=detail)
    return deputation


def _check_can_be_given(held: RoleHeld, reason: str) -> None:
    if held.valid_to is not None:
        raise ValidationError({"held": "该角色已收回，不能授权代办。"})
    if Deputation.objects.filter(role_held=held).exists():
        raise ValidationError({"held": "代办的角色不能再转授他人。"})
    if not reason.strip():
        raise ValidationError({"reason": "请写明授权代办的原因。"})


def _check_can_act(held: RoleHeld, deputy: User) -> None:
    if deputy == held.user:
        raise ValidationError({"deputy": "不能授权给本人。"})
    if not deputy.is_active:
        raise ValidationError({"deputy": f"{deputy.name}的账号已停用，不能代办。"})
    active = deputy.roles.active()
    word = Role(held.role).label
    if active.filter(role=held.role, organisation=held.organisation).exists():
        sentence = f"{deputy.name}在{held.organisation.short_name}已是{word}，无须授权。"
        raise ValidationError({"deputy": sentence})
    waiting = Deputation.objects.filter(deputy=deputy, role=held.role, organisation=held.organisation, ended_at=None)
    if waiting.exists():
        raise ValidationError({"deputy": f"{deputy.name}已受托代办{word}的事项。"})
    if conflict := conflict_between(set(active.values_list("role", flat=True)), held.role):
        raise ValidationError({"deputy": conflict})
