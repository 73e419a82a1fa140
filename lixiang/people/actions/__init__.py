"""What people do with organisations and accounts; every verb in one transaction, with its line of history.

`by` is a user, or None for the product itself (a command, the demo). Someone who may not gets PermissionDenied;
what cannot be gets ValidationError with the sentence for the page, and changes nothing.
"""

from lixiang.people.actions.accounts import (
    activate_user,
    add_user,
    change_password,
    deactivate_user,
    edit_account,
    reset_password,
)
from lixiang.people.actions.deputising import deputise, keep_deputations, recall_deputation
from lixiang.people.actions.handing_over import hand_over
from lixiang.people.actions.imports import import_organisations, import_users
from lixiang.people.actions.merging import merge_organisation
from lixiang.people.actions.organisations import add_organisation, edit_organisation, rename_organisation
from lixiang.people.actions.posts import add_post, end_post
from lixiang.people.actions.roles import grant_role, withdraw_role

__all__ = [
    "activate_user",
    "add_organisation",
    "add_post",
    "add_user",
    "change_password",
    "deactivate_user",
    "deputise",
    "edit_account",
    "edit_organisation",
    "end_post",
    "grant_role",
    "hand_over",
    "import_organisations",
    "import_users",
    "keep_deputations",
    "merge_organisation",
    "recall_deputation",
    "rename_organisation",
    "reset_password",
    "withdraw_role",
]
