"""The agenda of a meeting: items come, go and change places on the meeting's own page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime

from lixiang.access.doors import page_for
from lixiang.access.keys import key_in
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.meetings import ItemForm
from lixiang.delivery.models import Meeting
from lixiang.delivery.views.meetings import meeting_shown
from lixiang.workflow.attempts import tried


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def add_item(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = ItemForm(request.POST, projects=queries.projects_for_agenda(meeting))
    words = {"by": request.user, "at": request.arrived_at}
    if form.is_valid() and tried(form, actions.add_item, meeting, **form.cleaned_data, **words):
        return _back(meeting)
    return meeting_shown(request, meeting, item_form=form)


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def remove_item(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    item = queries.item_of(meeting, key_in(request.POST.get("item")) or 0)
    if item is None:
        raise Http404
    actions.remove_item(meeting, item, by=request.user, at=request.arrived_at)
    return _back(meeting)


@page_for(Meeting, may=permissions.runs_meeting, methods=("POST",))
def put_in_order(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The order of the hidden inputs; a button without scripts says which one to move, and the old order."""
    keys = [key for text in request.POST.getlist("order") if (key := key_in(text)) is not None]
    order = _moved(keys, request.POST.get("move", ""))
    actions.put_in_order(meeting, order, by=request.user, at=request.arrived_at)
    if "X-Autosave" not in request.headers:
        return _back(meeting)
    return HttpResponse(status=204, headers={"X-Saved": f"{localtime(request.arrived_at):%H:%M:%S}"})


def _moved(keys: list[int], order: str) -> list[int]:
    """The order after one step up or down; at the end of the list nothing happens."""
    text, _, way = order.partition(":")
    key = key_in(text)
    if key in keys:
        place = keys.index(key)
        other = place + (-1 if way == "up" else 1)
        if 0 <= other < len(keys):
            keys[place], keys[other] = keys[other], keys[place]
    return keys


def _back(meeting: Meeting) -> HttpResponse:
    return redirect("delivery:meeting", ref=meeting.ref)
