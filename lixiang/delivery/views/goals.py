"""Reporting the value that a goal has reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions
from lixiang.delivery.forms.goals import GoalForm
from lixiang.delivery.models import PlannedGoal
from lixiang.delivery.rules.milestones import blockers_to_reopening
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(PlannedGoal, may=permissions.carries_it_out)
def report_goal(request: HttpRequest, goal: PlannedGoal) -> HttpResponse:
    today = timezone.localtime(request.arrived_at).date()
    kept = {"reached": goal.reached, "reached_on": today, "note": goal.note}
    form = GoalForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        words = {**form.cleaned_data, "by": request.user, "at": request.arrived_at}
        if tried(form, actions.report_goal, goal, **words):
            messages.success(request, f"已报告“{goal}”的完成值。")
            return redirect("delivery:progress", ref=goal.project.ref)
    facts = goal.facts(request.arrived_at)
    context = {"goal": goal, "form": form, "facts": facts}
    context["closed"] = () if form.is_bound else blockers_to_reopening(facts)
    return page(request, "delivery/report_goal.html", context, status=refused(form))
