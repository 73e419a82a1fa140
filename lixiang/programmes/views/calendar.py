"""The working days of a year: what the national table says, what the office says instead."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from lixiang.access.doors import signed_in
from lixiang.programmes import actions, permissions, queries
from lixiang.programmes.forms import DayForm
from lixiang.programmes.queries.calendar import YEARS
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@signed_in(may=permissions.keeps_the_calendar, methods=("GET",))
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("programmes:working_days_of", year=timezone.localtime(request.arrived_at).year)


@signed_in(may=permissions.keeps_the_calendar)
def show(request: HttpRequest, year: int) -> HttpResponse:
    if year not in YEARS:
        raise Http404
    form = DayForm(request.POST or None)
    if form.is_valid():
        words = {"by": request.user, "at": request.arrived_at}
        day = form.cleaned_data.pop("day")
        if row := tried(form, actions.set_day, day, **form.cleaned_data, **words):
            messages.success(request, f"已将{day:%Y-%m-%d}设为“{row.get_kind_display()}”。")
            return redirect("programmes:working_days_of", year=day.year)
    context = {"form": form, "year": queries.year_of(year)}
    return page(request, "programmes/working_days.html", context, status=refused(form))
