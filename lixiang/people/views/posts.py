"""Who takes up a post in an organisation, and who leaves one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from lixiang.access.doors import page_for
from lixiang.people import actions, permissions
from lixiang.people.forms import EndPostForm, PostForm
from lixiang.people.models import Organisation, Post
from lixiang.people.views.attempts import refused, tried
from lixiang.ui.pages import page


@page_for(Organisation, key="code", may=permissions.may_edit_organisations)
def add_post(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = PostForm(request.POST or None)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if post := tried(form, actions.add_post, organisation, **words):
            messages.success(request, f"已登记{post.person.name}任{post.title}。")
            return redirect("people:organisation", code=organisation.code)
    context = {"form": form, "organisation": organisation, "title": "新增任职", "label": "登记任职"}
    return page(request, "people/change_organisation.html", context, status=refused(form))


@page_for(Post, key="pk", may=permissions.may_edit_post)
def end_post(request: HttpRequest, post: Post) -> HttpResponse:
    organisation, title = post.organisation, f"免去{post.person.name}的{post.title}职务"
    form = EndPostForm(request.POST or None, initial={"until": localdate(request.arrived_at)})
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.end_post, post, **words):
            messages.success(request, f"已登记{post.person.name}免去{post.title}职务，任职记录保留。")
            return redirect("people:organisation", code=organisation.code)
    context = {"form": form, "organisation": organisation, "title": title, "label": "登记免职"}
    return page(request, "people/change_organisation.html", context, status=refused(form))
