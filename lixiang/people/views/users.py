"""The list of accounts, one account, and what administrators do with it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from lixiang.access.doors import page_for, signed_in
from lixiang.people import actions, permissions, queries
from lixiang.people.forms import AccountForm, AddUserForm, GrantRoleForm, HandOverForm
from lixiang.people.models import Organisation, User
from lixiang.people.views.attempts import refused, tried
from lixiang.people.views.offers import verbs_for, withdrawal
from lixiang.ui.pages import page


@signed_in(may=permissions.may_list_users)
def show_list(request: HttpRequest) -> HttpResponse:
    search, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    lines, more = queries.users_page(request.user, search=search, after=after)
    return page(request, "people/show_users.html", {"lines": lines, "more": more, "search": search, "after": after})


@page_for(User, key="username")
def show(request: HttpRequest, account: User) -> HttpResponse:
    context = {
        "account": account,
        "phone": queries.phone_for(request.user, account),
        "lines": [(line, withdrawal(account, line)) for line in queries.roles_with_verbs(request.user, account)],
        "may_administer": permissions.may_administer(request.user, account),
        "verbs": verbs_for(account),
    }
    return page(request, "people/show_user.html", context)


@never_cache
@page_for(Organisation, key="code", may=permissions.may_add_user)
def add_user(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = AddUserForm(request.POST or None, giver=request.user, organisation=organisation)
    if form.is_valid():
        words = {**form.cleaned_data, "organisation": organisation, "by": request.user, "at": request.arrived_at}
        if made := tried(form, actions.add_user, **words):
            return page(request, "people/initial_password.html", {"account": made[0], "password": made[1]})
    context = {"form": form, "title": "新增用户", "label": "新增并生成初始密码", "organisation": organisation}
    return page(request, "people/change_user.html", context, status=refused(form))


@page_for(Organisation, key="code", may=permissions.may_grant_at)
def grant_role(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = GrantRoleForm(request.POST or None, giver=request.user, organisation=organisation)
    if form.is_valid():
        user, role = form.cleaned_data["user"], form.cleaned_data["role"]
        if tried(form, actions.grant_role, user, role, organisation, by=request.user, at=request.arrived_at):
            messages.success(request, f"已授予{user.name}角色。")
            return redirect("people:organisation", code=organisation.code)
    context = {"form": form, "title": "授予角色", "label": "授予", "organisation": organisation}
    return page(request, "people/change_user.html", context, status=refused(form))


@page_for(User, key="username", may=permissions.may_administer)
def edit_account(request: HttpRequest, account: User) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=account)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.edit_account, account, **words):
            return redirect("people:user", username=account.username)
    context = {"form": form, "title": "修改联系方式", "label": "保存", "account": account}
    return page(request, "people/change_user.html", context, status=refused(form))


@page_for(User, key="username", methods=("POST",))
def withdraw_role(request: HttpRequest, account: User) -> HttpResponse:
    held = queries.role_of(account, request.POST.get("held", ""))
    words = {"by": request.user, "at": request.arrived_at, "reason": request.POST.get("reason", "")}
    return _told(request, account, "已收回角色。", actions.withdraw_role, held, **words)


@never_cache
@page_for(User, key="username", may=permissions.may_administer, methods=("POST",))
def reset_password(request: HttpRequest, account: User) -> HttpResponse:
    password = actions.reset_password(account, by=request.user, at=request.arrived_at)
    return page(request, "people/initial_password.html", {"account": account, "password": password})


@page_for(User, key="username", may=permissions.may_administer)
def hand_over(request: HttpRequest, leaver: User) -> HttpResponse:
    form = HandOverForm(request.POST or None, leaver=leaver, giver=request.user)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if passed_on := tried(form, actions.hand_over, leaver, **words):
            messages.success(request, f"已移交{len(passed_on)}个角色。")
            return redirect("people:user", username=leaver.username)
    context = {"form": form, "account": leaver, "checklist": queries.leaving_checklist(leaver)}
    return page(request, "people/hand_over.html", context, status=refused(form))


@page_for(User, key="username", may=permissions.may_administer, methods=("POST",))
def deactivate_user(request: HttpRequest, account: User) -> HttpResponse:
    words = {"by": request.user, "at": request.arrived_at, "reason": request.POST.get("reason", "")}
    return _told(request, account, "账号已停用。", actions.deactivate_user, account, **words)


@page_for(User, key="username", may=permissions.may_administer, methods=("POST",))
def activate_user(request: HttpRequest, account: User) -> HttpResponse:
    words = {"by": request.user, "at": request.arrived_at}
    return _told(request, account, "账号已启用。", actions.activate_user, account, **words)


def _told(request: HttpRequest, account: User, done: str, action, *things, **words) -> HttpResponse:
    """A verb without a form of its own: back to the account's page with what happened."""
    try:
        action(*things, **words)
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("people:user", username=account.username)
