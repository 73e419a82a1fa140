"""Adding, editing and renaming organisations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from lixiang.history.record import record
from lixiang.people import permissions
from lixiang.people.models import Organisation, User

# What edit_organisation may change; the code is the key, and a name leaves a former name behind.
EDITABLE = frozenset({"parent", "kind", "level", "rank", "order", "uscc", "valid_from", "valid_to"})


@transaction.atomic
def add_organisation(*, by: User | None, at: datetime, **fields: Any) -> Organisation:
    """Add an organisation from the fields of the model; raises ValidationError by field."""
    _check_may_edit(by)
    organisation = Organisation(**fields)
    if organisation.parent is not None:
        organisation.parent.check_stands()
    organisation.full_clean()
    organisation.save(force_insert=True)
    record(
        organisation, "add_organisation", by=by, at=at, detail={"code": organisation.code, "name": organisation.name}
    )
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: User | None, at: datetime, **changes: Any) -> Organisation:
    """Change fields of EDITABLE; moving it below itself is refused by full_clean()."""
    _check_may_edit(by)
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"edit_organisation() does not change {sorted(unknown)}")
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    changed = {name: value for name, value in changes.items() if getattr(organisation, name) != value}
    if not changed:
        return organisation
    before = {name: str(getattr(organisation, name) or "") for name in changed}
    for name, value in changed.items():
        setattr(organisation, name, value)
    if "parent" in changed and organisation.parent is not None:
        organisation.parent.check_stands()
    _check_no_loop(organisation)
    organisation.full_clean()
    organisation.save(update_fields=list(changed))
    after = {name: str(value or "") for name, value in changed.items()}
    record(organisation, "edit_organisation", by=by, at=at, detail={"before": before, "after": after})
    return organisation


@transaction.atomic
def rename_organisation(
    organisation: Organisation, *, name: str, short_name: str, by: User | None, at: datetime, reason: str = ""
) -> Organisation:
    """Give a new name from the day of `at`; the old one stays as a former name up to the day before."""
    _check_may_edit(by)
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    organisation.check_stands()
    before = {"name": organisation.name, "short_name": organisation.short_name}
    if before == {"name": name, "short_name": short_name}:
        raise ValidationError("新名称与现名称相同。", code="unchanged")
    organisation.go_by(name=name, short_name=short_name, at=at)
    detail = {"before": before, "after": {"name": name, "short_name": short_name}}
    record(organisation, "rename_organisation", by=by, at=at, reason=reason, detail=detail)
    return organisation


def _check_may_edit(by: User | None) -> None:
    if by is not None and not permissions.may_edit_organisations(by):
        raise PermissionDenied


def _check_no_loop(organisation: Organisation) -> None:
    """A parent below oneself would cut the branch off the tree."""
    below = Organisation.objects.subtree(organisation.pk)
    if organisation.parent_id and below.filter(pk=organisation.parent_id).exists():
        raise ValidationError({"parent": "不能把组织移到它自己或其下级之下。"}, code="loop")
