"""The verbs of the pages of organisations and accounts, as links and buttons."""

from django.urls import reverse

from lixiang.people import permissions
from lixiang.people.models import Deputation, Organisation, User
from lixiang.people.queries import RoleLine
from lixiang.ui.shapes import Action, Link


def verbs_at(organisation: Organisation, viewer: User) -> tuple[Link, ...]:
    """What somebody may do with the accounts of an organisation that was not merged away."""
    if organisation.successor_id is not None:
        return ()
    offered = (
        (permissions.may_add_user, "新增用户", "people:add_user"),
        (permissions.may_grant_at, "给已有账号授予角色", "people:grant_role"),
    )
    code = {"code": organisation.code}
    return tuple(Link(label, reverse(verb, kwargs=code)) for may, label, verb in offered if may(viewer, organisation))


def posts_verbs_at(organisation: Organisation, viewer: User) -> tuple[Link, ...]:
    """Entering who takes up a post, where the viewer may."""
    if organisation.successor_id is not None or not permissions.may_edit_organisations(viewer):
        return ()
    return (Link("新增任职", reverse("people:add_post", kwargs={"code": organisation.code})),)


def verbs_for(account: User) -> tuple[Action, ...]:
    """What an administrator may do with an account."""
    reset = Action(
        "重置密码",
        _url("reset_password", account),
        confirm="将生成新的初始密码，该账号的登录全部失效，登录锁定同时解除。",
    )
    if account.is_active:
        words = "停用后不能登录，各项角色暂不起作用，记录全部保留。"
        return reset, Action("停用", _url("deactivate_user", account), tone="danger", confirm=words, reason="optional")
    return (Action("启用", _url("activate_user", account), confirm="启用后可以用原密码登录。"),)


def withdrawal(account: User, line: RoleLine) -> tuple[Action, ...]:
    """Taking one role away, where the viewer may."""
    if not line.may_withdraw:
        return ()
    words = f"收回后，{account.name}不再以{line.role}身份办理{line.organisation}的事项。"
    url, held = _url("withdraw_role", account), (("held", str(line.pk)),)
    return (Action("收回", url, tone="quiet", confirm=words, reason="optional", hidden=held),)


def recall_of(deputation: Deputation, viewer: User) -> tuple[Action, ...]:
    """Ending it before its day, for whoever gave it."""
    if not deputation.is_open or deputation.principal != viewer:
        return ()
    url = reverse("people:recall_deputation", kwargs={"pk": deputation.pk})
    words = f"结束后，{deputation.deputy.name}不再代您办理。"
    return (Action("结束", url, tone="quiet", confirm=words, reason="optional"),)


def _url(verb: str, account: User) -> str:
    return reverse(f"people:{verb}", kwargs={"username": account.username})
