"""The own account and its password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from lixiang.access.doors import signed_in
from lixiang.people import actions, queries
from lixiang.people.forms import AccountForm, ChangePasswordForm
from lixiang.people.views.attempts import refused, tried
from lixiang.people.views.offers import recall_of
from lixiang.ui.pages import page


@signed_in()
def show(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.edit_account, request.user, **words):
            messages.success(request, "已保存。")
            return redirect("people:account")
    lines = [(line, recall_of(line, request.user)) for line in queries.deputations_of(request.user)]
    context = {"form": form, "account": request.user, "deputations": lines}
    return page(request, "people/account.html", context, status=refused(form))


@sensitive_post_parameters()
@signed_in()
def change_password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        words = {"old": form.cleaned_data["old"], "new": form.cleaned_data["new"], "at": request.arrived_at}
        if user := tried(form, actions.change_password, request.user, **words, by=request.user):
            update_session_auth_hash(request, user)
            messages.success(request, "密码已修改。")
            return redirect("people:account")
    context = {"form": form, "is_initial": request.user.must_change_password}
    return page(request, "people/change_password.html", context, status=refused(form))
