"""Who may administer organisations and accounts; a nominator only clerks within the own subtree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lixiang.people.roles import SEES_ALL, Role

if TYPE_CHECKING:
    from lixiang.people.models import Organisation, Post, User


def may_edit_organisations(user: User, organisation: Organisation | None = None) -> bool:
    """Names, order and place in the tree: the system administrator, and the section that keeps the official order."""
    return user.holds(Role.SYSTEM_ADMIN, Role.SECTION_CLERK)


def may_edit_post(user: User, post: Post) -> bool:
    """Who holds which post stands in the directory, so it is kept by whoever keeps that."""
    return may_edit_organisations(user)


def may_import(user: User) -> bool:
    return user.holds(Role.SYSTEM_ADMIN)


def may_list_users(user: User) -> bool:
    """Whoever sees accounts beside the own one."""
    return user.holds(Role.NOMINATOR, Role.NOMINATOR_LEADER, *SEES_ALL)


def may_add_user(user: User, organisation: Organisation | None) -> bool:
    """Without an organisation an account belongs nowhere yet: the system administrator alone makes such ones."""
    return user.holds(Role.SYSTEM_ADMIN) or (organisation is not None and _nominates_for(user, organisation))


def roles_to_give(user: User, organisation: Organisation) -> tuple[Role, ...]:
    """The roles that this user may grant and withdraw at an organisation."""
    if user.holds(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        return tuple(Role)
    return (Role.UNIT_CLERK,) if _nominates_for(user, organisation) else ()


def may_grant_at(user: User, organisation: Organisation) -> bool:
    return bool(roles_to_give(user, organisation))


def may_grant(user: User, account: User, role: str, organisation: Organisation) -> bool:
    """Nobody gives a role to, or takes it from, the own account."""
    return user != account and role in roles_to_give(user, organisation)


def may_administer(user: User, account: User) -> bool:
    """Reset a password, switch an account off, hand its roles over; never one's own.

    A nominator may, when every role of the account is one that nominators give below their own organisation.
    """
    if user == account:
        return False
    if user.holds(Role.SYSTEM_ADMIN):
        return True
    below = user.organisations_below_as(Role.NOMINATOR)
    held = account.held_roles
    return bool(held) and all(one.role == Role.UNIT_CLERK and one.organisation_id in below for one in held)


def may_see_phone(user: User, account: User) -> bool:
    """In full for oneself and for those who must call; masked for all others."""
    return user == account or user.holds(Role.SYSTEM_ADMIN, Role.SECTION_CLERK, Role.SECTION_HEAD)


def _nominates_for(user: User, organisation: Organisation) -> bool:
    return organisation.pk in user.organisations_below_as(Role.NOMINATOR)
