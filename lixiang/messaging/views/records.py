"""The record of reminders of the office's programme."""

from django.http import HttpRequest, HttpResponse

from lixiang.access.doors import signed_in
from lixiang.messaging import queries
from lixiang.messaging.permissions import is_of_an_office
from lixiang.messaging.views.tabs import own_programme, tabs_for
from lixiang.ui.pages import page


@signed_in(is_of_an_office, methods=("GET",))
def show_reminders(request: HttpRequest) -> HttpResponse:
    programme = own_programme(request)
    found = queries.reminders_of(programme, request.GET.get("after", ""), request.arrived_at)
    context = {"programme": programme, "found": found, "tabs": tabs_for(request.user, "messaging:reminders")}
    return page(request, "messaging/show_reminders.html", context)
