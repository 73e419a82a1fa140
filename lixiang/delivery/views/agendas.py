"""The agenda of a meeting: items come, go and change places on the meeting's own page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.access.keys import key_in
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.meetings import ItemForm
from lixiang.delivery.models import Meeting
from lixiang.delivery.views.meetings import meeting_shown
from lixiang.ui.saving import is_autosave, one_step, saved
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
    text, _, way = request.POST.get("move", "").partition(":")
    actions.put_in_order(meeting, one_step(keys, key_in(text), way), by=request.user, at=request.arrived_at)
    return saved(request.arrived_at) if is_autosave(request) else _back(meeting)


def _back(meeting: Meeting) -> HttpResponse:
    return redirect("delivery:meeting", ref=meeting.ref)
