"""Who comes and who was there: the reply of an invited organisation, the clerk's list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from lixiang.access.doors import page_for
from lixiang.delivery import actions, permissions, queries
from lixiang.delivery.forms.meetings import AttendedFormSet, PeopleFormSet, ReplyForm, people_in
from lixiang.delivery.models import Meeting
from lixiang.ui.pages import page
from lixiang.workflow.attempts import refused, tried


@page_for(Meeting)
def reply(request: HttpRequest, meeting: Meeting, code: str) -> HttpResponse:
    """Who comes on behalf of one invited organisation, or why nobody does."""
    invitation = queries.invitation_of(request.user, meeting, code)
    if invitation is None:
        raise Http404
    form = ReplyForm(request.POST or None, initial={"leave_reason": invitation.leave_reason})
    named = [{"name": one.name, "post": one.post} for one in queries.named_by(meeting, invitation)]
    people = PeopleFormSet(request.POST or None, initial=named, prefix="people")
    if form.is_valid() and people.is_valid():
        words = {"people": people_in(people), "by": request.user, "at": request.arrived_at}
        if tried(form, actions.reply, meeting, invitation.organisation, **form.cleaned_data, **words):
            return _done(request, meeting, "已报送；会议开始前可以重新报送。")
    context = {"form": form, "people": people, "meeting": meeting, "invitation": invitation}
    return page(request, "delivery/reply.html", context, status=_refused(form, people))


@page_for(Meeting, may=permissions.runs_meeting)
def attendance(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The whole list, with what the invited replied as its beginning."""
    choices = [(one.pk, one.short_name) for one in queries.attending_organisations(meeting)]
    words: dict[str, Any] = {"form_kwargs": {"organisations": choices}, "prefix": "people"}
    people = AttendedFormSet(request.POST or None, initial=queries.attendance_as_typed(meeting), **words)
    form = ReplyForm(request.POST or None)  # holds what the action refuses, which no single line can
    if form.is_valid() and people.is_valid():
        said = {"by": request.user, "at": request.arrived_at}
        if tried(form, actions.record_attendance, meeting, people_in(people), **said) is not None:
            return _done(request, meeting, "参会人员已登记。")
    context = {"form": form, "people": people, "meeting": meeting}
    return page(request, "delivery/attendance.html", context, status=_refused(form, people))


def _refused(form: ReplyForm, people: Any) -> int:
    """422 where the form or a line of its list came back with errors."""
    return 422 if people.is_bound and not people.is_valid() else refused(form)


def _done(request: HttpRequest, meeting: Meeting, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("delivery:meeting", ref=meeting.ref)
