"""Merging one organisation into another in mid-year: nothing that it holds is moved, the successor acts for it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from lixiang.history.record import record
from lixiang.people import permissions
from lixiang.people.actions.roles import grant_role, withdraw_role
from lixiang.people.models import Deputation, Organisation, RoleHeld, User


@transaction.atomic
def merge_organisation(
    organisation: Organisation, into: Organisation, *, by: User | None, at: datetime, reason: str = ""
) -> Organisation:
    """End `organisation` on this day; its projects and seats stay its own, and go by the name of `into` from now on.

    Whoever holds a role at `into`, now or later, holds it for all that was merged into it (see User.held_roles). What
    stands below moves below `into`, its people act for `into`. Raises ValidationError.
    """
    if by is not None and not permissions.may_edit_organisations(by):
        raise PermissionDenied
    both = Organisation.objects.select_for_update(no_key=True).order_by("pk").in_bulk([organisation.pk, into.pk])
    organisation, into = both[organisation.pk], both[into.pk]
    _check_can_be_merged(organisation, into, reason)
    for below in organisation.children.all():
        below.parent = into
        below.save(update_fields=["parent"])
    names = {"name": organisation.name, "into_name": into.name}
    _end(organisation, into, at)
    _move_roles(organisation, into, by, at, reason)
    record(organisation, "merge_organisation", by=by, at=at, reason=reason, detail={"into": into.code, **names})
    record(into, "merge_organisation", by=by, at=at, reason=reason, detail={"from": organisation.code, **names})
    return organisation


def _end(organisation: Organisation, into: Organisation, at: datetime) -> None:
    """It keeps its own name beside that of its successor, by which it and what was merged into it go from now on."""
    organisation.own_name, organisation.own_short_name = organisation.name, organisation.short_name
    organisation.successor, organisation.valid_to = into, localdate(at)
    organisation.full_clean()
    organisation.save(update_fields=["own_name", "own_short_name", "successor", "valid_to"])
    organisation.go_by(name=into.name, short_name=into.short_name, at=at)
    organisation.predecessors.update(successor=into)


def _check_can_be_merged(organisation: Organisation, into: Organisation, reason: str) -> None:
    if organisation == into:
        raise ValidationError({"into_code": "不能并入本组织。"})
    if organisation.successor_id is not None:
        raise ValidationError("该组织已经并入其他组织。", code="merged_already")
    if into.successor_id is not None or into.valid_to is not None:
        raise ValidationError({"into_code": f"{into.short_name}已经撤销，不能作为并入的组织。"})
    if Organisation.objects.subtree(organisation.pk).filter(pk=into.pk).exists():
        raise ValidationError({"into_code": "不能并入本组织的下级。"})
    if not reason.strip():
        raise ValidationError({"reason": "请写明依据，如批复文号。"})


def _move_roles(organisation: Organisation, into: Organisation, by: User | None, at: datetime, reason: str) -> None:
    """The people of the old organisation work at the new one from now on; who acts for another, until the same day."""
    there = organisation.roles.active().select_related("user", "organisation")
    for held in there.order_by("pk"):
        withdraw_role(held, by=None, at=at, reason=reason)
        if not held.user.roles.active().filter(role=held.role, organisation=into).exists():
            _keep_deputation(held, grant_role(held.user, held.role, into, by=None, at=at))
    Deputation.objects.filter(organisation=organisation, ended_at=None, role_held=None).update(organisation=into)


def _keep_deputation(before: RoleHeld, since: RoleHeld) -> None:
    """A role that ends on a day ends on that day at the new organisation too."""
    acting = Deputation.objects.filter(role_held=before, ended_at=None)
    acting.update(role_held=since, organisation=since.organisation)
